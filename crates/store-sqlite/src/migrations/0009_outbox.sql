-- Events on their way to webhooks.

ALTER TABLE webhooks ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1;
UPDATE webhooks SET is_active = json_extract(settings, '$.is_active');
ALTER TABLE webhooks ADD COLUMN retiring_secret TEXT;
ALTER TABLE webhooks ADD COLUMN retiring_until INTEGER;
ALTER TABLE webhooks ADD COLUMN disabled_at INTEGER;
ALTER TABLE webhooks ADD COLUMN disabled_reason TEXT;
ALTER TABLE webhooks ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN failing_since INTEGER;
ALTER TABLE webhooks ADD COLUMN paused_until INTEGER;

-- What the webhooks that are switched on want to be told of. Repeats their settings, so that a change looks here and at nothing else.
CREATE TABLE subscriptions (
    event TEXT NOT NULL,
    workspace BLOB NOT NULL,
    webhook BLOB NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    clicks_at_once INTEGER NOT NULL,
    PRIMARY KEY (event, workspace, webhook)
) WITHOUT ROWID;
CREATE INDEX subscriptions_by_webhook ON subscriptions (webhook);
INSERT INTO subscriptions
    SELECT events.value, webhooks.workspace, webhooks.id, 1 FROM webhooks, json_each(webhooks.settings, '$.events') AS events WHERE is_active;

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace BLOB NOT NULL REFERENCES workspaces,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (at);

-- Forced ones were asked for by somebody: they go out to webhooks that are switched off too.
CREATE TABLE deliveries (
    webhook BLOB NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    id BLOB NOT NULL,
    event INTEGER NOT NULL REFERENCES outbox,
    state TEXT NOT NULL,
    due_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    is_forced INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (webhook, id)
) WITHOUT ROWID;
CREATE INDEX deliveries_by_event ON deliveries (event);
CREATE INDEX deliveries_due ON deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_forced ON deliveries (webhook, due_at) WHERE is_forced = 1;

CREATE TABLE delivery_attempts (
    webhook BLOB NOT NULL,
    delivery BLOB NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_milliseconds INTEGER NOT NULL,
    status INTEGER,
    error TEXT,
    answer TEXT,
    PRIMARY KEY (webhook, delivery, number),
    FOREIGN KEY (webhook, delivery) REFERENCES deliveries ON DELETE CASCADE
) WITHOUT ROWID;

-- What was administered, each row with the hash of all before it.
CREATE TABLE audit_log (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    workspace BLOB,
    doer TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX audit_log_by_workspace ON audit_log (workspace, number);

-- Persons, what they did, and what that gives to links.

ALTER TABLE accounts ADD COLUMN tracking_parameter TEXT;

-- Without an external id: somebody of whom only a click is known. Without an account: somebody whose click has not arrived.
CREATE TABLE persons (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    account BLOB REFERENCES accounts,
    external_id TEXT,
    handle TEXT,
    display_name TEXT,
    nickname TEXT,
    avatar_url TEXT,
    first_seen_at INTEGER NOT NULL,
    followed_at INTEGER,
    subscribed_at INTEGER,
    is_subscriber INTEGER NOT NULL DEFAULT 0,
    spent_mills INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE UNIQUE INDEX persons_by_external_id ON persons (workspace, external_id, account);
CREATE INDEX persons_following ON persons (account) WHERE followed_at IS NOT NULL;
CREATE INDEX persons_subscribing ON persons (account) WHERE is_subscriber = 1;
CREATE INDEX persons_by_spending ON persons (account, spent_mills) WHERE spent_mills > 0;

-- What a click said is copied here, so that clicks may be deleted and no credit changes.
CREATE TABLE touches (
    person BLOB NOT NULL REFERENCES persons,
    link INTEGER NOT NULL,
    at INTEGER NOT NULL,
    click BLOB,
    utm TEXT,
    metadata TEXT
);
CREATE UNIQUE INDEX touches_by_person ON touches (person, link, at, ifnull(click, x''));
CREATE INDEX touches_by_link ON touches (link, person, at);
CREATE INDEX touches_by_click ON touches (click) WHERE click IS NOT NULL;

-- Clicks that persons have named and that have not arrived.
CREATE TABLE pending_clicks (
    click BLOB NOT NULL,
    person BLOB NOT NULL REFERENCES persons,
    PRIMARY KEY (click, person)
) WITHOUT ROWID;
CREATE INDEX pending_clicks_by_person ON pending_clicks (person);

CREATE TABLE conversions (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    person BLOB NOT NULL REFERENCES persons,
    kind TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    gross_mills INTEGER,
    net_mills INTEGER,
    currency TEXT,
    name TEXT,
    data TEXT,
    refunds TEXT,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    answered_link BLOB,
    answered_click BLOB,
    answered_model TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX conversions_by_key ON conversions (workspace, key);
CREATE INDEX conversions_by_workspace ON conversions (workspace, id);
CREATE INDEX conversions_by_person ON conversions (person);

-- What a person gives to a link on a day (its number since 1970). The totals and days of links are the sums of this.
CREATE TABLE person_credits (
    person BLOB NOT NULL,
    link INTEGER NOT NULL,
    day INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    follows INTEGER NOT NULL,
    subscriptions INTEGER NOT NULL,
    acquired_followers INTEGER NOT NULL,
    acquired_subscribers INTEGER NOT NULL,
    current_followers INTEGER NOT NULL,
    current_subscribers INTEGER NOT NULL,
    gross_mills INTEGER NOT NULL,
    net_mills INTEGER NOT NULL,
    has_earned INTEGER NOT NULL,
    PRIMARY KEY (person, link, day)
) WITHOUT ROWID;
CREATE INDEX person_credits_by_link ON person_credits (link, day);

CREATE TABLE link_days (
    link INTEGER NOT NULL,
    day INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    follows INTEGER NOT NULL,
    subscriptions INTEGER NOT NULL,
    gross_mills INTEGER NOT NULL,
    net_mills INTEGER NOT NULL,
    PRIMARY KEY (link, day)
) WITHOUT ROWID;

CREATE TABLE inbound_secrets (
    account BLOB NOT NULL REFERENCES accounts,
    platform TEXT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (account, platform)
) WITHOUT ROWID;

CREATE TABLE inbound_events (
    account BLOB NOT NULL REFERENCES accounts,
    platform TEXT NOT NULL,
    key TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, platform, key)
) WITHOUT ROWID;

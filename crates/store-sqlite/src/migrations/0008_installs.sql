-- Installs, what is done in apps, and what recent clicks leave behind.

-- Workspaces that compare installs with recent clicks, and how old these may be.
CREATE TABLE trace_caps (
    workspace BLOB PRIMARY KEY REFERENCES workspaces,
    hours INTEGER NOT NULL
) WITHOUT ROWID;

-- An hour is its number since 1970. Its key hashes the addresses of its clicks, and is thrown away when no install may ask for them any more.
CREATE TABLE trace_keys (
    hour INTEGER PRIMARY KEY,
    key BLOB NOT NULL
);

-- The hour comes first, so that clicks are written side by side and forgotten side by side.
CREATE TABLE traces (
    hour INTEGER NOT NULL,
    address INTEGER NOT NULL,
    click BLOB NOT NULL,
    link INTEGER NOT NULL,
    at INTEGER NOT NULL,
    platform TEXT NOT NULL,
    system INTEGER NOT NULL,
    language TEXT,
    timezone TEXT,
    PRIMARY KEY (hour, address, click)
) WITHOUT ROWID;

-- By which an app without a device's id is known again within a day.
CREATE TABLE fingerprint_keys (
    day INTEGER PRIMARY KEY,
    key BLOB NOT NULL
);

-- The columns behind the decision repeat what it says, for counting.
CREATE TABLE installs (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    opened_at INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    last_opened_at INTEGER NOT NULL,
    launches INTEGER NOT NULL,
    device BLOB,
    fingerprint BLOB NOT NULL,
    known_by BLOB NOT NULL,
    report TEXT NOT NULL,
    decision TEXT NOT NULL,
    platform TEXT NOT NULL,
    link INTEGER,
    click BLOB,
    rule TEXT,
    awaited BLOB
) WITHOUT ROWID;
CREATE UNIQUE INDEX installs_by_device ON installs (workspace, device) WHERE device IS NOT NULL;
CREATE UNIQUE INDEX installs_by_click ON installs (click) WHERE click IS NOT NULL;
CREATE INDEX installs_by_known ON installs (known_by, last_opened_at);
CREATE INDEX installs_by_fingerprint ON installs (fingerprint);
CREATE INDEX installs_by_time ON installs (workspace, opened_at);
CREATE INDEX installs_by_link ON installs (link, opened_at) WHERE link IS NOT NULL;
CREATE INDEX installs_awaiting ON installs (awaited) WHERE awaited IS NOT NULL;

CREATE TABLE install_events (
    id BLOB PRIMARY KEY,
    install BLOB NOT NULL REFERENCES installs,
    workspace BLOB NOT NULL REFERENCES workspaces,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    session TEXT,
    link BLOB,
    click BLOB,
    is_vouched INTEGER NOT NULL,
    gross_mills INTEGER,
    currency TEXT,
    identity BLOB UNIQUE
) WITHOUT ROWID;
CREATE INDEX install_events_by_install ON install_events (install, at);
CREATE INDEX install_events_by_time ON install_events (workspace, at);

-- Links that apps have made, by a hash of for whom and of what.
CREATE TABLE app_links (
    workspace BLOB NOT NULL REFERENCES workspaces,
    content BLOB NOT NULL,
    link INTEGER NOT NULL,
    PRIMARY KEY (workspace, content)
) WITHOUT ROWID;

-- Times are milliseconds since 1970 UTC; uuids are 16 bytes; documents are JSON.

CREATE TABLE workspaces (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    owner BLOB NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The one namespace of the redirect host. A row outlives what it names: a path is never given away twice.
CREATE TABLE paths (
    segment TEXT PRIMARY KEY,
    link INTEGER,
    account BLOB,
    template BLOB
) WITHOUT ROWID;

CREATE TABLE accounts (
    id BLOB PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    workspace BLOB NOT NULL REFERENCES workspaces,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    profile TEXT NOT NULL,
    email TEXT,
    country TEXT,
    is_default INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX accounts_by_workspace ON accounts (workspace, created_at);

CREATE TABLE templates (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    owner BLOB NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    description TEXT,
    is_default INTEGER NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX templates_by_workspace ON templates (workspace, name);

-- The settings document holds all that a link's maker chose; the columns repeat what lists filter by.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    workspace BLOB NOT NULL REFERENCES workspaces,
    account BLOB NOT NULL REFERENCES accounts,
    owner BLOB NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name TEXT,
    destination TEXT,
    template BLOB REFERENCES templates,
    is_paused INTEGER NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
);
CREATE INDEX links_by_workspace ON links (workspace, id) WHERE deleted_at IS NULL;
CREATE INDEX links_by_account ON links (account, id) WHERE deleted_at IS NULL;
CREATE INDEX links_by_template ON links (template, id) WHERE deleted_at IS NULL;

CREATE TABLE link_totals (
    link INTEGER PRIMARY KEY,
    clicks INTEGER NOT NULL DEFAULT 0,
    visits INTEGER NOT NULL DEFAULT 0,
    claims INTEGER NOT NULL DEFAULT 0,
    follows INTEGER NOT NULL DEFAULT 0,
    subscriptions INTEGER NOT NULL DEFAULT 0,
    acquired_followers INTEGER NOT NULL DEFAULT 0,
    acquired_subscribers INTEGER NOT NULL DEFAULT 0,
    current_followers INTEGER NOT NULL DEFAULT 0,
    current_subscribers INTEGER NOT NULL DEFAULT 0,
    gross_mills INTEGER NOT NULL DEFAULT 0,
    net_mills INTEGER NOT NULL DEFAULT 0,
    has_earned INTEGER NOT NULL DEFAULT 0
);

-- How many people a link with a cap has let through, or promised to.
CREATE TABLE link_passes (
    link INTEGER PRIMARY KEY,
    taken INTEGER NOT NULL
);

-- Clicks of a link in a quarter of an hour (its number since 1970), by traffic class.
CREATE TABLE link_quarters (
    link INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    traffic INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    PRIMARY KEY (link, quarter, traffic)
) WITHOUT ROWID;

-- The log of clicks in the order of their arrival, many to a block; a click's number in the log is that of its block and its place therein. There is
-- no row and no index for a click of its own: one per click is what makes counting slow. What finds a block stands apart from its bytes.
CREATE TABLE click_blocks (
    first INTEGER PRIMARY KEY,
    clicks INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    lowest BLOB NOT NULL,
    highest BLOB NOT NULL
);
CREATE TABLE click_block_data (
    first INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- By which visitors are told apart, one a period; thrown away when the period's clicks are in.
CREATE TABLE salts (
    period INTEGER PRIMARY KEY,
    salt BLOB NOT NULL
);

CREATE TABLE journal_positions (
    segment BLOB PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_keys (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    user BLOB NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    last_used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX api_keys_by_workspace ON api_keys (workspace, created_at);

CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL
);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

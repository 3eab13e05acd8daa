-- Hashes are SHA-256, 32 bytes; what they are of is kept nowhere.

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    email TEXT UNIQUE,
    name TEXT NOT NULL,
    password TEXT,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) WITHOUT ROWID;

CREATE TABLE members (
    workspace BLOB NOT NULL REFERENCES workspaces,
    user BLOB NOT NULL REFERENCES users,
    role TEXT NOT NULL,
    PRIMARY KEY (workspace, user)
) WITHOUT ROWID;

-- The users that workspaces were made with had no row of their own.
INSERT INTO users (id, name, created_at) SELECT owner, 'Owner', min(created_at) FROM workspaces GROUP BY owner;
INSERT INTO members SELECT id, owner, 'owner' FROM workspaces;

CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    user BLOB NOT NULL REFERENCES users,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE oauth_clients (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    name TEXT NOT NULL,
    secret BLOB,
    redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    acts_for_workspace INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) WITHOUT ROWID;
CREATE INDEX oauth_clients_by_workspace ON oauth_clients (workspace, created_at);

CREATE TABLE consents (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    user BLOB NOT NULL REFERENCES users,
    client BLOB NOT NULL REFERENCES oauth_clients,
    account BLOB NOT NULL REFERENCES accounts,
    creators TEXT NOT NULL,
    scopes TEXT NOT NULL,
    signed_in_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) WITHOUT ROWID;
CREATE INDEX consents_by_user ON consents (user) WHERE ended_at IS NULL;
CREATE INDEX consents_by_client ON consents (client) WHERE ended_at IS NULL;

CREATE TABLE authorization_codes (
    hash BLOB PRIMARY KEY,
    consent BLOB NOT NULL REFERENCES consents ON DELETE CASCADE,
    redirect_uri TEXT NOT NULL,
    challenge BLOB NOT NULL,
    nonce TEXT,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX authorization_codes_by_consent ON authorization_codes (consent);

-- Used tokens stay until they would have ended: only so can it be seen that one is used again.
CREATE TABLE refresh_tokens (
    hash BLOB PRIMARY KEY,
    consent BLOB NOT NULL REFERENCES consents ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_consent ON refresh_tokens (consent, expires_at);

CREATE TABLE denied_tokens (
    id BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY,
    pem TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_key_signs ON signing_keys (retired_at IS NULL) WHERE retired_at IS NULL;

-- Host names of workspaces. Many may name one; at most one is known to have it.

CREATE TABLE domains (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    host TEXT NOT NULL,
    proof TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    verified_at INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX domains_by_workspace ON domains (workspace, host);
CREATE UNIQUE INDEX domains_verified ON domains (host) WHERE verified_at IS NOT NULL;

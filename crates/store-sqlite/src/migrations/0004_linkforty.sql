-- Projects, apps and webhooks; what lists of links filter by; and the text that searches look through.

CREATE TABLE projects (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    name TEXT NOT NULL,
    description TEXT,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX projects_by_workspace ON projects (workspace, created_at);

CREATE TABLE app_configs (
    workspace BLOB PRIMARY KEY REFERENCES workspaces,
    config TEXT NOT NULL
) WITHOUT ROWID;

-- The secret is kept as it is, since deliveries are signed with it.
CREATE TABLE webhooks (
    id BLOB PRIMARY KEY,
    workspace BLOB NOT NULL REFERENCES workspaces,
    secret TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX webhooks_by_workspace ON webhooks (workspace, created_at);

ALTER TABLE links ADD COLUMN project BLOB REFERENCES projects;
ALTER TABLE links ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
UPDATE links SET is_archived = 1 WHERE json_extract(settings, '$.is_archived');
CREATE INDEX links_by_project ON links (project, id) WHERE deleted_at IS NULL;
CREATE INDEX links_by_state ON links (workspace, is_paused, id) WHERE deleted_at IS NULL;
CREATE INDEX links_by_shelf ON links (workspace, is_archived, id) WHERE deleted_at IS NULL;

-- What searches look up. The index holds words and no texts: what it finds is looked at again.
CREATE VIRTUAL TABLE link_index USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
INSERT INTO link_index (rowid, words)
    SELECT id, link_words(code, name, destination, workspace, account, template, project, is_paused, is_archived)
    FROM links WHERE deleted_at IS NULL;

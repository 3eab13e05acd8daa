-- The tags of links, deleted ones too, so that links are found by tag in their order. The settings document holds them as well.
CREATE TABLE link_tags (
    workspace BLOB NOT NULL,
    tag TEXT NOT NULL,
    link INTEGER NOT NULL,
    PRIMARY KEY (workspace, tag, link)
) WITHOUT ROWID;
CREATE INDEX link_tags_by_link ON link_tags (link);
INSERT OR IGNORE INTO link_tags SELECT links.workspace, json_each.value, links.id FROM links, json_each(links.settings, '$.tags');

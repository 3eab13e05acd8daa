//! By which tags links are found. What a link's tags are stands in its settings; this repeats it in the order that lists need.

use crate::column::{broken, bytes, parsed};
use rusqlite::{Connection, params};
use trackway_domain::link::Link;
use trackway_domain::text::Tag;
use trackway_store::StoreError;
use trackway_store::links::Within;

/// Follows a new or a changed link; `before` are the tags that it had.
pub(crate) fn replace(connection: &Connection, before: &[Tag], link: &Link) -> Result<(), StoreError> {
    let id = link.id.0.to_i64();
    if before != link.settings.tags && !before.is_empty() {
        connection.execute("DELETE FROM link_tags WHERE link = ?", [id]).map_err(broken)?;
    }
    if before != link.settings.tags {
        let insert = "INSERT OR IGNORE INTO link_tags VALUES (?, ?, ?)";
        let mut insert = connection.prepare_cached(insert).map_err(broken)?;
        for tag in &link.settings.tags {
            insert.execute((bytes(&link.workspace.0), tag.as_str(), id)).map_err(broken)?;
        }
    }
    Ok(())
}

/// All tags of links that are not deleted, in their order, and of how many links.
pub(crate) fn all(connection: &Connection, within: Within) -> rusqlite::Result<Vec<(Tag, u64)>> {
    let select = "SELECT tag, count(*) AS links FROM link_tags CROSS JOIN links ON links.id = link_tags.link
        WHERE link_tags.workspace = ?1 AND deleted_at IS NULL AND (?2 IS NULL OR account = ?2) GROUP BY tag ORDER BY tag";
    let row = params![bytes(&within.workspace.0), within.account.as_ref().map(|id| bytes(&id.0))];
    let tag = |row: &rusqlite::Row<'_>| Ok((parsed(row, "tag", |text: String| Tag::parse(&text).ok())?, row.get("links")?));
    connection.prepare_cached(select)?.query_map(row, tag)?.collect()
}

//! Links that apps have made, one for each user and content.

use crate::column::bytes;
use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::workspace::WorkspaceId;

/// The link of this content, if it is not deleted.
pub(super) fn find(connection: &Connection, workspace: WorkspaceId, content: [u8; 32]) -> rusqlite::Result<Option<LinkId>> {
    let select =
        "SELECT link FROM app_links JOIN links ON links.id = link WHERE app_links.workspace = ? AND content = ? AND deleted_at IS NULL";
    let link = |row: &rusqlite::Row<'_>| row.get(0).map(|id| LinkId(Snowflake::from_i64(id)));
    connection.prepare_cached(select)?.query_row((bytes(&workspace.0), content), link).optional()
}

/// Keeps a link as that of its content, unless another is.
pub(super) fn keep(connection: &Connection, workspace: WorkspaceId, content: [u8; 32], link: LinkId) -> rusqlite::Result<LinkId> {
    if let Some(other) = find(connection, workspace, content)? {
        return Ok(other);
    }
    let upsert = "INSERT INTO app_links VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET link = excluded.link";
    connection.prepare_cached(upsert)?.execute((bytes(&workspace.0), content, link.0.to_i64()))?;
    Ok(link)
}

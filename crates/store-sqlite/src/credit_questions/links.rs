//! The links that a question is about.

use crate::column::bytes;
use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::stats::{Dimension, Question};
use uuid::Uuid;

/// The links that a question is about, where it names them: then nobody else's credits need be read.
pub(super) fn named(connection: &Connection, question: &Question) -> rusqlite::Result<Option<Vec<i64>>> {
    let mut filters = question.filters.iter().filter(|filter| filter.by == Dimension::Link && !filter.is_exclusion);
    let Some(filter) = filters.next() else { return Ok(None) };
    let mut select = connection.prepare_cached("SELECT id FROM links WHERE uuid = ? AND workspace = ?")?;
    let mut links = Vec::new();
    for named in filter.values.iter().flatten().filter_map(|text| Uuid::try_parse(text).ok()) {
        links.extend(select.query_row((bytes(&named), bytes(&question.workspace.0)), |row| row.get::<_, i64>(0)).optional()?);
    }
    Ok(Some(links))
}

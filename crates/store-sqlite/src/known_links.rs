//! Links that are looked up while a question goes through what names them by the thousand: each once, deleted ones too.

use crate::links;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashMap;
use trackway_domain::link::Link;

/// Links that have been looked up.
#[derive(Default)]
pub(crate) struct KnownLinks(HashMap<i64, Option<Link>>);

impl KnownLinks {
    /// None for a link that there never was.
    pub(crate) fn get(&mut self, connection: &Connection, id: i64) -> rusqlite::Result<Option<&Link>> {
        if !self.0.contains_key(&id) {
            let mut select = connection.prepare_cached("SELECT * FROM links WHERE id = ?")?;
            self.0.insert(id, select.query_row([id], links::link).optional()?);
        }
        Ok(self.0.get(&id).and_then(Option::as_ref))
    }
}

//! Filters, put to one visit.

use super::values::Asked;
use crate::column::bytes;
use crate::known_links::KnownLinks;
use rusqlite::{Connection, OptionalExtension as _, params};
use trackway_domain::attribution::Touch;
use trackway_domain::person::PersonId;
use trackway_domain::stats::Filter;
use trackway_store::stats::link_values;

/// What must hold for visits.
pub(crate) struct Visits<'a> {
    filters: &'a [Filter],
    asked: Asked,
    links: KnownLinks,
}

impl<'a> Visits<'a> {
    pub(crate) fn of(filters: &'a [Filter]) -> Self {
        Self { filters, asked: Asked::of(filters, None), links: KnownLinks::default() }
    }

    /// True where a person's visit passes all filters. Where there is no visit, nothing is known of it.
    pub(crate) fn admit(&mut self, connection: &Connection, person: PersonId, touch: Option<&Touch>) -> rusqlite::Result<bool> {
        let Some(touch) = touch.filter(|_| !self.filters.is_empty()) else {
            return Ok(self.filters.iter().all(|filter| filter.admits(std::iter::once(None))));
        };
        let select = format!("SELECT 1 {} FROM touches WHERE person = ? AND link = ? AND at = ? AND click IS ?", self.asked.columns());
        let row =
            params![bytes(&person.0), touch.link.0.to_i64(), touch.at.as_millisecond(), touch.click.as_ref().map(|click| bytes(&click.0)),];
        let values = connection.prepare_cached(&select)?.query_row(row, |row| self.asked.read(row, 1)).optional()?.unwrap_or_default();
        let link = self.links.get(connection, touch.link.0.to_i64())?;
        Ok(self.filters.iter().all(|filter| match link {
            Some(link) if filter.by.is_of_link() => filter.admits(link_values(link, filter.by).iter().map(Option::as_deref)),
            _ => filter.admits(std::iter::once(self.asked.value(&values, filter.by))),
        }))
    }
}

//! The values of visits that a question tells apart, as columns of touches.

use rusqlite::Row;
use trackway_domain::stats::{Dimension, Filter, Value};

/// Which values of visits are asked for. Those of links are looked up apart, since they are those of now.
pub(super) struct Asked(Vec<(Dimension, &'static str)>);

impl Asked {
    pub(super) fn of(filters: &[Filter], by: Option<Dimension>) -> Self {
        let dimensions = filters.iter().map(|filter| filter.by).chain(by);
        let mut columns = dimensions.filter_map(|dimension| Some((dimension, column(dimension)?))).collect::<Vec<_>>();
        columns.sort_unstable();
        columns.dedup();
        Self(columns)
    }

    /// The columns, each with a comma before it.
    pub(super) fn columns(&self) -> String {
        self.0.iter().map(|(_, column)| format!(", {column}")).collect()
    }

    /// Reads them where they begin at a column of that number.
    pub(super) fn read(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<Vec<Value>> {
        (first..first + self.0.len()).map(|index| row.get(index)).collect()
    }

    /// One of the values that were read.
    pub(super) fn value<'a>(&self, values: &'a [Value], dimension: Dimension) -> Option<&'a str> {
        let index = self.0.iter().position(|(known, _)| *known == dimension)?;
        values.get(index)?.as_deref()
    }
}

/// None for what is the link's.
fn column(dimension: Dimension) -> Option<&'static str> {
    Some(match dimension {
        Dimension::Link | Dimension::Template | Dimension::Project | Dimension::Account | Dimension::Tag => return None,
        Dimension::Country => "country",
        Dimension::Region => "region",
        Dimension::City => "city",
        Dimension::TimeZone => "time_zone",
        Dimension::Device => "device",
        Dimension::System => "system",
        Dimension::Browser => "browser",
        Dimension::Language => "language",
        Dimension::Referrer => "referrer",
        Dimension::UtmSource => "utm ->> '$.source'",
        Dimension::UtmMedium => "utm ->> '$.medium'",
        Dimension::UtmCampaign => "utm ->> '$.campaign'",
        Dimension::UtmTerm => "utm ->> '$.term'",
        Dimension::UtmContent => "utm ->> '$.content'",
        Dimension::Platform => "platform",
        Dimension::Destination => "destination",
        Dimension::Traffic => "'human'",
    })
}

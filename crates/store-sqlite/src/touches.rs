//! That persons opened links: with what the click said, so that nothing depends on the click being kept.

use crate::column::bytes;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_domain::stats::Dimension;
use trackway_store::clicks::ClickRow;
use trackway_store::stats::click_value;

/// With all that numbers are told apart by.
const INSERT: &str =
    "INSERT INTO touches (person, link, at, click, utm, metadata, country, region, city, time_zone, device, system, browser, language,
    referrer, platform, destination) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

/// A click of that person.
pub(crate) fn insert(connection: &Connection, person: PersonId, click: &ClickRow) -> rusqlite::Result<()> {
    let utm = (!click.utm.is_empty()).then(|| document(&click.utm)).transpose()?;
    let metadata = (!click.metadata.is_empty()).then(|| document(&click.metadata)).transpose()?;
    let value = |dimension| click_value(click, dimension);
    let row = params![
        bytes(&person.0),
        click.link.0.to_i64(),
        click.at.as_millisecond(),
        bytes(&click.id.0),
        utm,
        metadata,
        value(Dimension::Country),
        value(Dimension::Region),
        value(Dimension::City),
        value(Dimension::TimeZone),
        value(Dimension::Device),
        value(Dimension::System),
        value(Dimension::Browser),
        value(Dimension::Language),
        value(Dimension::Referrer),
        value(Dimension::Platform),
        value(Dimension::Destination),
    ];
    connection.prepare_cached(INSERT)?.execute(row)?;
    Ok(())
}

/// Somebody said that he opened the link.
pub(crate) fn insert_without_click(connection: &Connection, person: PersonId, link: LinkId, at: Timestamp) -> rusqlite::Result<()> {
    let insert = "INSERT INTO touches (person, link, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    connection.prepare_cached(insert)?.execute((bytes(&person.0), link.0.to_i64(), at.as_millisecond()))?;
    Ok(())
}

/// The click has not arrived; when it does, it is this person's.
pub(crate) fn wait(connection: &Connection, person: PersonId, click: ClickId) -> rusqlite::Result<()> {
    let insert = "INSERT INTO pending_clicks (click, person) VALUES (?, ?) ON CONFLICT DO NOTHING";
    connection.prepare_cached(insert)?.execute((bytes(&click.0), bytes(&person.0)))?;
    Ok(())
}

fn document<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

//! What each touch is given for each conversion. A person's credits are compared with what they were, and only what differs is written.

use crate::column::{bytes, missing, time};
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;
use trackway_domain::attribution::{Credit, Touch};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// A credit as its columns: conversion, touch, link, time, kind, number, currency, gross, net.
#[derive(PartialEq, Eq, Hash)]
struct Columns(Option<[u8; 16]>, i64, i64, i64, String, i64, Option<String>, i64, i64);

/// Makes a person's credits these.
pub(crate) fn replace(connection: &Connection, person: PersonId, workspace: WorkspaceId, credits: &[Credit]) -> rusqlite::Result<()> {
    let touches = touches(connection, person)?;
    let mut before = kept(connection, person)?;
    let insert = "INSERT INTO credits (person, workspace, conversion, touch, link, at, kind, number, currency, gross_mills, net_mills)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let mut insert = connection.prepare_cached(insert)?;
    for credit in credits {
        let touch = touches.get(&credit.touch).copied().ok_or_else(|| missing("touch"))?;
        let columns = columns(credit, touch);
        if before.get_mut(&columns).and_then(Vec::pop).is_none() {
            let Columns(conversion, touch, link, at, kind, number, currency, gross, net) = columns;
            let row = params![bytes(&person.0), bytes(&workspace.0), conversion, touch, link, at, kind, number, currency, gross, net];
            insert.execute(row)?;
        }
    }
    let mut delete = connection.prepare_cached("DELETE FROM credits WHERE rowid = ?")?;
    for row in before.into_values().flatten() {
        delete.execute([row])?;
    }
    Ok(())
}

/// Takes all of them back.
pub(crate) fn forget(connection: &Connection, person: PersonId) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM credits WHERE person = ?")?.execute([bytes(&person.0)])?;
    Ok(())
}

fn columns(credit: &Credit, touch: i64) -> Columns {
    let (gross, net) = credit.money.map_or((0, 0), |money| (money.gross.0, money.net.0));
    Columns(
        credit.conversion.map(|id| id.0.into_bytes()),
        touch,
        credit.touch.link.0.to_i64(),
        credit.at.as_millisecond(),
        credit.kind.as_str().to_owned(),
        credit.number,
        credit.money.map(|money| money.currency.as_str().to_owned()),
        gross,
        net,
    )
}

/// The numbers of his touches.
fn touches(connection: &Connection, person: PersonId) -> rusqlite::Result<HashMap<Touch, i64>> {
    let touch = |row: &Row<'_>| {
        let click = row.get::<_, Option<[u8; 16]>>("click")?.map(|bytes| ClickId(Uuid::from_bytes(bytes)));
        let link = LinkId(Snowflake::from_i64(row.get("link")?));
        Ok((Touch { at: time(row, "at")?, link, click }, row.get("id")?))
    };
    connection.prepare_cached("SELECT id, at, link, click FROM touches WHERE person = ?")?.query_map([bytes(&person.0)], touch)?.collect()
}

/// What is kept, with where it is kept.
fn kept(connection: &Connection, person: PersonId) -> rusqlite::Result<HashMap<Columns, Vec<i64>>> {
    let select = "SELECT rowid, conversion, touch, link, at, kind, number, currency, gross_mills, net_mills FROM credits WHERE person = ?";
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query([bytes(&person.0)])?;
    let mut kept = HashMap::<_, Vec<_>>::new();
    while let Some(row) = rows.next()? {
        let money = (row.get(7)?, row.get(8)?, row.get(9)?);
        let columns = Columns(row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, money.0, money.1, money.2);
        kept.entry(columns).or_default().push(row.get(0)?);
    }
    Ok(kept)
}

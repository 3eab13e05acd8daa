//! What persons give to links, and the totals and days that are the sums of it. Only differences are written.

use crate::column::bytes;
use crate::histories::Known;
use crate::{credited, models, persons};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use trackway_domain::attribution::{Contribution, Model, Standing};
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::utc_day::UtcDay;

/// What one person gives, by link and day.
type Cells = BTreeMap<(LinkId, UtcDay), Contribution>;

/// The numbers of a contribution, as columns.
pub(crate) const COLUMNS: &str = "claims, follows, subscriptions, acquired_followers, acquired_subscribers, current_followers,
    current_subscribers, gross_mills, net_mills";

/// Works out anew what a person gives by his workspace's model, and makes the books say so.
pub(crate) fn settle(connection: &Connection, person: PersonId) -> rusqlite::Result<(Standing, Model)> {
    let (workspace, model) = models::of_person(connection, person)?;
    let standing = Known::of(connection, person)?.standing(model);
    replace(connection, person, &standing.given)?;
    credited::replace(connection, person, workspace, &standing.credits)?;
    persons::set_fan(connection, person, &standing.fan)?;
    Ok((standing, model))
}

/// Takes back all that a person gave.
pub(crate) fn withdraw(connection: &Connection, person: PersonId) -> rusqlite::Result<()> {
    replace(connection, person, &Cells::new())?;
    credited::forget(connection, person)
}

fn replace(connection: &Connection, person: PersonId, now: &Cells) -> rusqlite::Result<()> {
    let before = given(connection, person)?;
    let nothing = Contribution::default();
    for cell in before.keys().chain(now.keys()).copied().collect::<BTreeSet<_>>() {
        let (before, now) = (before.get(&cell).unwrap_or(&nothing), now.get(&cell).unwrap_or(&nothing));
        if before != now {
            keep(connection, person, cell, now)?;
            add(connection, cell, now.since(before))?;
        }
        if before.has_earned != now.has_earned {
            note_earned(connection, cell.0, now.has_earned)?;
        }
    }
    Ok(())
}

fn given(connection: &Connection, person: PersonId) -> rusqlite::Result<Cells> {
    let select = format!("SELECT link, day, {COLUMNS}, has_earned FROM person_credits WHERE person = ?");
    let cell = |row: &Row<'_>| {
        let mut numbers = [0; Contribution::NUMBERS];
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = row.get(index + 2)?;
        }
        let key = (LinkId(Snowflake::from_i64(row.get(0)?)), UtcDay::from_number(row.get(1)?));
        Ok((key, Contribution::from_numbers(numbers, row.get("has_earned")?)))
    };
    connection.prepare_cached(&select)?.query_map([bytes(&person.0)], cell)?.collect()
}

fn keep(connection: &Connection, person: PersonId, (link, day): (LinkId, UtcDay), now: &Contribution) -> rusqlite::Result<()> {
    let (link, day) = (link.0.to_i64(), day.number());
    if now.is_nothing() {
        let delete = "DELETE FROM person_credits WHERE person = ? AND link = ? AND day = ?";
        connection.prepare_cached(delete)?.execute((bytes(&person.0), link, day))?;
        return Ok(());
    }
    let insert = format!(
        "INSERT OR REPLACE INTO person_credits (person, link, day, {COLUMNS}, has_earned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    );
    let key = [Value::Blob(bytes(&person.0).to_vec()), Value::Integer(link), Value::Integer(day)];
    let numbers = now.numbers().map(Value::Integer);
    let row = key.into_iter().chain(numbers).chain([Value::Integer(i64::from(now.has_earned))]);
    connection.prepare_cached(&insert)?.execute(params_from_iter(row))?;
    Ok(())
}

static ADD_TO_TOTALS: LazyLock<String> = LazyLock::new(|| {
    let added = COLUMNS.split(',').map(str::trim).map(|column| format!("{column} = {column} + excluded.{column}"));
    let added = added.collect::<Vec<_>>().join(", ");
    format!("INSERT INTO link_totals (link, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET {added}")
});

/// Adds a difference to the link's totals and to its day.
fn add(connection: &Connection, (link, day): (LinkId, UtcDay), difference: [i64; Contribution::NUMBERS]) -> rusqlite::Result<()> {
    let row = [link.0.to_i64()].into_iter().chain(difference);
    connection.prepare_cached(&ADD_TO_TOTALS)?.execute(params_from_iter(row))?;
    let [claims, follows, subscriptions, _, _, _, _, gross, net] = difference;
    let upsert = "INSERT INTO link_days (link, day, claims, follows, subscriptions, gross_mills, net_mills) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET claims = claims + excluded.claims, follows = follows + excluded.follows,
        subscriptions = subscriptions + excluded.subscriptions, gross_mills = gross_mills + excluded.gross_mills,
        net_mills = net_mills + excluded.net_mills";
    connection.prepare_cached(upsert)?.execute((link.0.to_i64(), day.number(), claims, follows, subscriptions, gross, net))?;
    Ok(())
}

/// A link has earned while anything that was credited to it had.
fn note_earned(connection: &Connection, link: LinkId, has_earned: bool) -> rusqlite::Result<()> {
    let update = match has_earned {
        true => "UPDATE link_totals SET has_earned = 1 WHERE link = ?1",
        false => {
            "UPDATE link_totals SET has_earned = EXISTS (SELECT 1 FROM person_credits WHERE link = ?1 AND has_earned = 1) WHERE link = ?1"
        }
    };
    connection.prepare_cached(update)?.execute([link.0.to_i64()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{migrate, search_links};
    use trackway_domain::money::Mills;

    #[test]
    fn a_million_additions_are_exact() {
        let mut connection = Connection::open_in_memory().unwrap();
        search_links::define_functions(&connection).unwrap();
        migrate::run(&mut connection).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        let cell = (LinkId(Snowflake::from_i64(7)), UtcDay::from_number(20_000));
        let transaction = connection.transaction().unwrap();
        for mills in 0..1_000_000 {
            let given = Contribution { gross: Mills(9_000_000_000_001 + mills), net: Mills(mills), ..Contribution::default() };
            add(&transaction, cell, given.since(&Contribution::default())).unwrap();
        }
        for table in ["link_totals", "link_days"] {
            let select = format!("SELECT gross_mills, net_mills FROM {table}");
            let sums = transaction.query_row(&select, [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).unwrap();
            let mills = 999_999 * 500_000;
            assert_eq!(sums, (9_000_000_000_001 * 1_000_000 + mills, mills), "{table}");
        }
    }
}

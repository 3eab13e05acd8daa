//! Questions about clicks: days that are settled are asked for their sums, and only what these do not say is counted click by click.

mod asked;
mod cities;
mod days;
mod groups;
mod rows;
mod scan;
mod tally;
mod values;

use crate::SqliteStore;
use crate::column::uuid;
use asked::Subject;
pub(crate) use asked::{Asked, Links, Owners};
use async_trait::async_trait;
use groups::Groups;
use jiff::Timestamp;
pub(crate) use rows::counted;
use rusqlite::{Connection, OptionalExtension as _};
use scan::scan;
use std::cmp::Reverse;
use std::sync::Arc;
use tally::Tally;
use trackway_domain::stats::{City, ClickMeasure, ClickNumbers, Dimension, Question, Value};
use trackway_store::StoreError;
use trackway_store::stats::Stats;
use values::{Named, Values};

#[async_trait]
impl Stats for SqliteStore {
    async fn totals(&self, question: Question) -> Result<ClickNumbers, StoreError> {
        let owners = Arc::clone(&self.owners);
        self.read(move |connection| totals(connection, &Asked::of(connection, question, owners)?)).await
    }

    async fn series(&self, question: Question, edges: Vec<Timestamp>) -> Result<Vec<ClickNumbers>, StoreError> {
        let owners = Arc::clone(&self.owners);
        self.read(move |connection| {
            let asked = Asked::of(connection, question, owners)?;
            // What lies outside of the question's span does not count, so that edges there may as well lie at its ends.
            let edges = edges.iter().map(|edge| edge.as_millisecond().clamp(asked.span.0, asked.span.1)).collect::<Vec<_>>();
            stretches(connection, &asked, &edges)
        })
        .await
    }

    async fn breakdown(
        &self,
        question: Question,
        by: Dimension,
        order: ClickMeasure,
        limit: u32,
    ) -> Result<Vec<(Value, ClickNumbers)>, StoreError> {
        let owners = Arc::clone(&self.owners);
        self.read(move |connection| {
            let asked = Asked::of(connection, question, owners)?;
            let rows = match asked.plainly() {
                Some((Subject::Link(link), _)) if by == Dimension::Link => vec![(Named::Link(link), totals(connection, &asked)?)],
                _ => by_value(connection, &asked, by)?,
            };
            first(connection, rows, order, limit as usize)
        })
        .await
    }

    async fn cities(&self, question: Question, limit: u32) -> Result<Vec<(City, u64)>, StoreError> {
        let owners = Arc::clone(&self.owners);
        self.read(move |connection| cities::cities(connection, &Asked::of(connection, question, owners)?, limit as usize)).await
    }
}

fn totals(connection: &Connection, asked: &Asked) -> rusqlite::Result<ClickNumbers> {
    Ok(stretches(connection, asked, &[asked.span.0, asked.span.1])?.pop().unwrap_or_default())
}

/// How many clicks there are of a question, for other questions of the store's own.
pub(crate) fn clicks(connection: &Connection, question: Question) -> rusqlite::Result<u64> {
    Ok(totals(connection, &Asked::of(connection, question, Arc::default())?)?.clicks)
}

fn stretches(connection: &Connection, asked: &Asked, edges: &[i64]) -> rusqlite::Result<Vec<ClickNumbers>> {
    let mut tally = Tally::of(edges.len().saturating_sub(1));
    let left = days::stretches(connection, asked, edges, &mut tally)?;
    let mut groups = if edges.len() == 2 { Groups::One } else { Groups::Edges(edges) };
    scan(connection, asked, &left, &mut groups, &mut tally)?;
    Ok(tally.numbers())
}

fn by_value(connection: &Connection, asked: &Asked, by: Dimension) -> rusqlite::Result<Vec<(Named, ClickNumbers)>> {
    let (mut values, mut tally) = (Values::of(by), Tally::of(0));
    let left = days::values(connection, asked, by, &mut values, &mut tally)?;
    let mut groups = Groups::Values(values);
    scan(connection, asked, &left, &mut groups, &mut tally)?;
    let names = if let Groups::Values(values) = groups { values.names() } else { Vec::new() };
    Ok(names.into_iter().zip(tally.numbers()).collect())
}

/// The first values in their order. Links are named only where they may be among these.
fn first(
    connection: &Connection,
    mut rows: Vec<(Named, ClickNumbers)>,
    order: ClickMeasure,
    limit: usize,
) -> rusqlite::Result<Vec<(Value, ClickNumbers)>> {
    let rank = |numbers: &ClickNumbers| (Reverse(order.of(*numbers)), Reverse(numbers.clicks));
    rows.retain(|(_, numbers)| numbers.clicks > 0);
    rows.sort_unstable_by_key(|(_, numbers)| rank(numbers));
    let Some(last) = limit.min(rows.len()).checked_sub(1).map(|last| rank(&rows[last].1)) else { return Ok(Vec::new()) };
    rows.truncate(rows.partition_point(|(_, numbers)| rank(numbers) <= last));
    let mut named =
        rows.into_iter().map(|(name, numbers)| Ok((value(connection, name)?, numbers))).collect::<rusqlite::Result<Vec<_>>>()?;
    named.sort_by(|(one, of_one), (other, of_other)| rank(of_one).cmp(&rank(of_other)).then_with(|| one.cmp(other)));
    named.truncate(limit);
    Ok(named)
}

fn value(connection: &Connection, name: Named) -> rusqlite::Result<Value> {
    match name {
        Named::Text(text) => Ok(text.map(|text| (*text).to_owned())),
        Named::Link(link) => {
            let mut select = connection.prepare_cached("SELECT uuid FROM links WHERE id = ?")?;
            select.query_row([link], |row| uuid(row, "uuid")).optional().map(|uuid| uuid.map(|uuid| uuid.to_string()))
        }
    }
}

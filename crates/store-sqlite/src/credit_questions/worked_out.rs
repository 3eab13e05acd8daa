//! Credits by any model, worked out from all that is known of those whom a question concerns.

use super::Group;
use super::values::Asked;
use crate::column::{bytes, time, uuid};
use crate::histories::Known;
use rusqlite::types::Value as Column;
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::{BTreeSet, HashMap};
use trackway_domain::attribution::{Credit, Model, Touch};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::stats::{Span, Value};
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// What this model gives in these spans; to these links, where they are named.
pub(super) fn groups(
    connection: &Connection,
    workspace: WorkspaceId,
    spans: &[Span],
    asked: &Asked,
    only: Option<&[i64]>,
    model: Model,
) -> rusqlite::Result<Vec<Group>> {
    let mut groups = Vec::new();
    for person in concerned(connection, workspace, spans, only)? {
        let credits = Known::of(connection, person)?.standing(model).credits;
        let is_wanted = |credit: &&Credit| only.is_none_or(|links| links.contains(&credit.touch.link.0.to_i64()));
        let mut values = None;
        for credit in credits.iter().filter(is_wanted) {
            for (span, _) in spans.iter().enumerate().filter(|(_, span)| span.holds(credit.at)) {
                let values = match &values {
                    Some(known) => known,
                    None => values.insert(values_of(connection, person, asked)?),
                };
                groups.push(group(credit, span, values));
            }
        }
    }
    Ok(groups)
}

fn group(credit: &Credit, span: usize, values: &HashMap<Touch, Vec<Value>>) -> Group {
    Group {
        span,
        link: credit.touch.link.0.to_i64(),
        values: values.get(&credit.touch).cloned().unwrap_or_default(),
        kind: credit.kind,
        number: credit.number,
        money: credit.money.map(|money| (money.currency, money.gross, money.net)),
    }
}

/// Those who did something in these spans, or opened a link: their claim may count then.
fn concerned(
    connection: &Connection,
    workspace: WorkspaceId,
    spans: &[Span],
    only: Option<&[i64]>,
) -> rusqlite::Result<BTreeSet<PersonId>> {
    let (Some(from), Some(before)) = (spans.iter().map(|span| span.from()).min(), spans.iter().map(|span| span.before()).max()) else {
        return Ok(BTreeSet::new());
    };
    let opened = match only {
        None => String::new(),
        Some(links) => format!("AND person IN (SELECT person FROM touches WHERE link IN ({}))", vec!["?"; links.len()].join(", ")),
    };
    let select = format!(
        "SELECT person FROM (SELECT person FROM conversions WHERE workspace = ?1 AND occurred_at >= ?2 AND occurred_at < ?3
            UNION SELECT person FROM touches JOIN persons ON persons.id = person WHERE workspace = ?1 AND at >= ?2 AND at < ?3)
        WHERE TRUE {opened}"
    );
    let times = [from, before].map(|at| Column::Integer(at.as_millisecond()));
    let links = only.into_iter().flatten().map(|link| Column::Integer(*link));
    let row = [Column::Blob(bytes(&workspace.0).to_vec())].into_iter().chain(times).chain(links);
    let mut select = connection.prepare(&select)?;
    select.query_map(params_from_iter(row), |row| Ok(PersonId(uuid(row, "person")?)))?.collect()
}

/// The values of a person's visits.
fn values_of(connection: &Connection, person: PersonId, asked: &Asked) -> rusqlite::Result<HashMap<Touch, Vec<Value>>> {
    let select = format!("SELECT at, link, click {} FROM touches WHERE person = ?", asked.columns());
    let touch = |row: &Row<'_>| {
        let click = row.get::<_, Option<[u8; 16]>>("click")?.map(|bytes| ClickId(Uuid::from_bytes(bytes)));
        let touch = Touch { at: time(row, "at")?, link: LinkId(Snowflake::from_i64(row.get("link")?)), click };
        Ok((touch, asked.read(row, 3)?))
    };
    connection.prepare_cached(&select)?.query_map([bytes(&person.0)], touch)?.collect()
}

//! Credits by the workspace's own model, as they are kept.

use super::Group;
use super::values::Asked;
use crate::column::{bytes, parsed, parsed_option};
use rusqlite::types::Value as Column;
use rusqlite::{Connection, Row, params_from_iter};
use trackway_domain::conversion::ConversionKind;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::stats::Span;
use trackway_domain::workspace::WorkspaceId;

/// What is kept of these spans, added up; of these links, where they are named.
pub(super) fn groups(
    connection: &Connection,
    workspace: WorkspaceId,
    spans: &[Span],
    asked: &Asked,
    only: Option<&[i64]>,
) -> rusqlite::Result<Vec<Group>> {
    let columns = asked.columns();
    let touches = if columns.is_empty() { "" } else { "LEFT JOIN touches ON touches.id = credits.touch" };
    // A link's credits are found by the link, and the workspace is only looked at.
    let scope = match only {
        None => "credits.workspace = ?1".to_owned(),
        Some(links) => format!("+credits.workspace = ?1 AND credits.link IN ({})", vec!["?"; links.len()].join(", ")),
    };
    let select = format!(
        "SELECT credits.link, kind, currency, sum(number) AS number, sum(gross_mills) AS gross_mills, sum(net_mills) AS net_mills {columns}
        FROM credits {touches} WHERE credits.at >= ?2 AND credits.at < ?3 AND {scope} GROUP BY credits.link, kind, currency {columns}"
    );
    let mut select = connection.prepare(&select)?;
    let mut groups = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        let times = [span.from(), span.before()].map(|at| Column::Integer(at.as_millisecond()));
        let links = only.into_iter().flatten().map(|link| Column::Integer(*link));
        let row = [Column::Blob(bytes(&workspace.0).to_vec())].into_iter().chain(times).chain(links);
        for group in select.query_map(params_from_iter(row), |row| group(row, index, asked))? {
            groups.push(group?);
        }
    }
    Ok(groups)
}

fn group(row: &Row<'_>, span: usize, asked: &Asked) -> rusqlite::Result<Group> {
    let currency = parsed_option(row, "currency", |text: String| Currency::parse(&text))?;
    let money = currency.map(|currency| Ok::<_, rusqlite::Error>((currency, Mills(row.get("gross_mills")?), Mills(row.get("net_mills")?))));
    Ok(Group {
        span,
        link: row.get(0)?,
        values: asked.read(row, 6)?,
        kind: parsed(row, "kind", |text: String| ConversionKind::parse(&text))?,
        number: row.get("number")?,
        money: money.transpose()?,
    })
}

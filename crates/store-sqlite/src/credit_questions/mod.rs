//! Questions about credits. What is stored is added up by the database as far as the question does not tell it apart; any other model is worked
//! out from the histories of those concerned. Either way filters are looked at here, once for each group.

mod cohorts;
mod links;
mod stored;
mod values;
mod visits;
mod worked_out;

use crate::SqliteStore;
use crate::column::bytes;
use crate::known_links::KnownLinks;
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeMap;
use trackway_domain::conversion::ConversionKind;
use trackway_domain::link::Link;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::stats::{CreditNumbers, Dimension, Filter, Span, Value};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::credits::{CohortNumbers, CohortQuestion, CreditQuestion, Credits};
use trackway_store::stats::link_values;
use values::Asked;
pub(crate) use visits::Visits;

/// Credits that the question does not tell apart.
struct Group {
    /// Which of the spans that were asked for.
    span: usize,
    link: i64,
    /// The values of the visit, in the order of [`Asked`].
    values: Vec<Value>,
    kind: ConversionKind,
    number: i64,
    money: Option<(Currency, Mills, Mills)>,
}

#[async_trait]
impl Credits for SqliteStore {
    async fn totals(&self, question: CreditQuestion) -> Result<CreditNumbers, StoreError> {
        self.read(move |connection| {
            let mut sum = CreditNumbers::default();
            for_each(connection, &question, &[question.question.span], None, |group, _| add(&mut sum, group))?;
            Ok(sum)
        })
        .await
    }

    async fn series(&self, question: CreditQuestion, edges: Vec<Timestamp>) -> Result<Vec<CreditNumbers>, StoreError> {
        self.read(move |connection| {
            let spans = edges.windows(2).map(|pair| within(question.question.span, pair[0], pair[1])).collect::<Vec<_>>();
            let mut sums = vec![CreditNumbers::default(); spans.len()];
            for_each(connection, &question, &spans, None, |group, _| add(&mut sums[group.span], group))?;
            Ok(sums)
        })
        .await
    }

    async fn breakdown(&self, question: CreditQuestion, by: Dimension) -> Result<BTreeMap<Value, CreditNumbers>, StoreError> {
        self.read(move |connection| {
            let mut sums = BTreeMap::<Value, CreditNumbers>::new();
            for_each(connection, &question, &[question.question.span], Some(by), |group, values| {
                for value in values {
                    add(sums.entry(value).or_default(), group);
                }
            })?;
            Ok(sums)
        })
        .await
    }

    async fn cohorts(&self, question: CohortQuestion) -> Result<Vec<CohortNumbers>, StoreError> {
        self.read(move |connection| cohorts::cohorts(connection, &question)).await
    }

    async fn costly_links(&self, workspace: WorkspaceId) -> Result<Vec<Link>, StoreError> {
        let select = "SELECT * FROM links WHERE workspace = ? AND settings ->> '$.cost' IS NOT NULL ORDER BY id";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], crate::links::link)?.collect())
            .await
    }
}

/// The part of a span that lies between two edges; an empty one where none does.
fn within(span: Span, from: Timestamp, before: Timestamp) -> Span {
    let from = from.clamp(span.from(), span.before());
    let before = before.clamp(from, span.before().max(from));
    Span::new(from, before).unwrap_or(span)
}

fn add(sum: &mut CreditNumbers, group: &Group) {
    sum.count(group.kind, group.number);
    if let Some((currency, gross, net)) = group.money {
        sum.pay(currency, gross, net);
    }
}

/// Shows each group that the filters admit, with its values of `by`.
fn for_each(
    connection: &Connection,
    asked_for: &CreditQuestion,
    spans: &[Span],
    by: Option<Dimension>,
    mut look: impl FnMut(&Group, Vec<Value>),
) -> rusqlite::Result<()> {
    let question = &asked_for.question;
    let asked = Asked::of(&question.filters, by);
    let only = links::named(connection, question)?;
    let groups = match asked_for.model {
        None => stored::groups(connection, question.workspace, spans, &asked, only.as_deref())?,
        Some(model) => worked_out::groups(connection, question.workspace, spans, &asked, only.as_deref(), model)?,
    };
    let mut links = KnownLinks::default();
    for group in &groups {
        // Links are never removed, so that there is one for every credit.
        let Some(link) = links.get(connection, group.link)? else { continue };
        let values = |dimension: Dimension| match dimension.is_of_link() {
            true => link_values(link, dimension),
            false => vec![asked.value(&group.values, dimension).map(str::to_owned)],
        };
        let admits = |filter: &Filter| filter.admits(values(filter.by).iter().map(Option::as_deref));
        if question.filters.iter().all(admits) {
            look(group, by.map(values).unwrap_or_default());
        }
    }
    Ok(())
}

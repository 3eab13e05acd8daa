//! What each link cost in a stretch of time, and what it brought.

use crate::{App, Error, attribution};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::cost::Cost;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::stats::{ClickMeasure, ClickNumbers, CreditNumbers, Dimension, Filter, Money, Question};
use trackway_domain::traffic::TrafficClass;
use trackway_store::credits::CreditQuestion;
use trackway_store::stats::link_values;

/// What one link cost and brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkReturn {
    /// The link's id for everybody.
    pub link: String,
    /// What is paid for it.
    pub cost: Option<Cost>,
    /// Clicks of people.
    pub clicks: ClickNumbers,
    /// What was credited.
    pub credits: CreditNumbers,
    /// What was to be paid for it, in the currency of its cost.
    pub spent: Mills,
}

/// All links together, in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CurrencyReturn {
    /// What was to be paid.
    pub spent: Mills,
    /// What was credited.
    pub money: Money,
}

/// What links cost and brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returns {
    /// The links: those that cost most first, then those that brought most clicks.
    pub links: Vec<LinkReturn>,
    /// How many links there are in all.
    pub count: usize,
    /// All of them together, by currency.
    pub totals: BTreeMap<Currency, CurrencyReturn>,
}

/// What links cost and brought. `question` says when and which links: its filters are by what is a link's.
///
/// # Errors
/// The store's trouble.
pub async fn of_links(app: &App, mut question: Question, kind: Option<ModelKind>, limit: usize) -> Result<Returns, Error> {
    let costs = costs(app, &question).await?;
    let model = attribution::rules::model(app, question.workspace, kind).await?;
    let asked = CreditQuestion { question: question.clone(), model };
    let mut credits = app.store.credits().breakdown(asked, Dimension::Link).await?;
    let span = question.span;
    question.filters.push(Filter::only(Dimension::Traffic, [Some(TrafficClass::Human.as_str().to_owned())]));
    let clicks = app.store.stats().breakdown(question, Dimension::Link, ClickMeasure::Clicks, u32::MAX).await?;
    let mut clicks = clicks.into_iter().collect::<BTreeMap<_, _>>();
    let mut links =
        costs.keys().cloned().map(Some).chain(credits.keys().cloned()).chain(clicks.keys().cloned()).flatten().collect::<Vec<_>>();
    links.sort();
    links.dedup();
    let rows = links.into_iter().map(|link| {
        let key = Some(link.clone());
        let (clicks, credits) = (clicks.remove(&key).unwrap_or_default(), credits.remove(&key).unwrap_or_default());
        let cost = costs.get(&link);
        let spent = cost.map_or(Mills(0), |(cost, made_at)| cost.of(clicks.clicks, credits.subscriptions, span.holds(*made_at)));
        LinkReturn { link, cost: cost.map(|(cost, _)| *cost), clicks, credits, spent }
    });
    let mut rows = rows.collect::<Vec<_>>();
    rows.sort_by_key(|row| (Reverse(row.spent), Reverse(row.clicks.clicks), row.link.clone()));
    let (totals, count) = (totals(&rows), rows.len());
    rows.truncate(limit);
    Ok(Returns { links: rows, count, totals })
}

/// The costs of the links that are asked about, and when each was made.
async fn costs(app: &App, question: &Question) -> Result<BTreeMap<String, (Cost, jiff::Timestamp)>, Error> {
    let links = app.store.credits().costly_links(question.workspace).await?;
    let is_asked_about =
        |link: &_| question.filters.iter().all(|filter| filter.admits(link_values(link, filter.by).iter().map(Option::as_deref)));
    let asked_about = links.into_iter().filter(is_asked_about);
    Ok(asked_about.filter_map(|link| Some((link.uuid.to_string(), (link.settings.cost?, link.created_at)))).collect())
}

fn totals(rows: &[LinkReturn]) -> BTreeMap<Currency, CurrencyReturn> {
    let mut totals = BTreeMap::<Currency, CurrencyReturn>::new();
    for row in rows {
        if let Some(cost) = row.cost {
            let total = totals.entry(cost.currency).or_default();
            total.spent.0 = total.spent.0.saturating_add(row.spent.0);
        }
        for (currency, money) in &row.credits.money {
            let total = totals.entry(*currency).or_default();
            total.money.gross.0 += money.gross.0;
            total.money.net.0 += money.net.0;
        }
    }
    totals
}

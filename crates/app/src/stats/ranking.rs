//! Which values come first, by any number.

use crate::stats::numbers::{CreditMeasure, Measure};
use crate::stats::{Asked, Numbers, compare};
use crate::{App, Error};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::stats::{ClickMeasure, CreditNumbers, Dimension, Value};

/// The values with most of a measure, at most `limit`. What was credited to a value may be more than nothing though nobody clicked; such
/// values come behind those that were clicked, and the other way round.
pub(super) async fn ranked(app: &App, asked: &Asked, by: Dimension, order: Measure, limit: u32) -> Result<Vec<(Value, Numbers)>, Error> {
    let credits = app.store.credits().breakdown(asked.credit_question(app).await?, by).await?;
    let mut rows = match order {
        Measure::Clicks(order) => by_clicks(app, asked, by, order, limit, credits).await?,
        Measure::Credits(order) => by_credits(app, asked, by, order, limit, credits).await?,
    };
    rows.truncate(limit as usize);
    Ok(rows)
}

async fn by_clicks(
    app: &App,
    asked: &Asked,
    by: Dimension,
    order: ClickMeasure,
    limit: u32,
    mut credits: BTreeMap<Value, CreditNumbers>,
) -> Result<Vec<(Value, Numbers)>, Error> {
    let clicked = app.store.stats().breakdown(asked.question(), by, order, limit).await?;
    let is_all = clicked.len() < limit as usize;
    let with_credits = |(value, clicks)| {
        let credits = credits.remove(&value).unwrap_or_default();
        (value, Numbers { clicks, credits })
    };
    let mut rows = clicked.into_iter().map(with_credits).collect::<Vec<_>>();
    if is_all {
        let unclicked = credits.into_iter().filter(|(_, credits)| *credits != CreditNumbers::default());
        rows.extend(unclicked.map(|(value, credits)| (value, Numbers { credits, ..Numbers::default() })));
    }
    Ok(rows)
}

async fn by_credits(
    app: &App,
    asked: &Asked,
    by: Dimension,
    order: CreditMeasure,
    limit: u32,
    credits: BTreeMap<Value, CreditNumbers>,
) -> Result<Vec<(Value, Numbers)>, Error> {
    let mut credited = credits.into_iter().filter(|(_, credits)| *credits != CreditNumbers::default()).collect::<Vec<_>>();
    // The sort keeps equals as they were: by value, the unknown first.
    credited.sort_by_key(|(_, credits)| Reverse(order.of(credits)));
    credited.truncate(limit as usize);
    let values = credited.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
    let clicks = compare::clicks_of(app, asked, by, &values).await?;
    let rows = credited.into_iter().zip(clicks);
    let mut rows = rows.map(|((value, credits), clicks)| (value, Numbers { clicks, credits })).collect::<Vec<_>>();
    if rows.len() < limit as usize {
        let known = values.into_iter().collect::<BTreeSet<_>>();
        let clicked = app.store.stats().breakdown(asked.question(), by, ClickMeasure::Clicks, limit).await?.into_iter();
        let uncredited = clicked.filter(|(value, _)| !known.contains(value));
        rows.extend(uncredited.map(|(value, clicks)| (value, Numbers { clicks, ..Numbers::default() })));
    }
    Ok(rows)
}

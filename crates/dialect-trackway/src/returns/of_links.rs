//! `GET /api/stats/returns`: what each link cost and brought: cost per click, follower and subscriber, revenue per click and subscriber, and the
//! return on what was spent.

use super::asked;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Value, json};
use trackway_app::returns::of_links::{LinkReturn, of_links};
use trackway_app::{Actor, links};
use trackway_domain::key::KeyScope;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::stats::Money;
use trackway_domain::text::Name;
use trackway_store::links::LinkKey;
use uuid::Uuid;

/// How many links are shown where nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 1_000;

pub(crate) async fn show(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let question = asked::question(&actor, &mut parameters)?;
    let (limit, model) = (parameters.whole("limit", USUAL, MOST), parameters.model());
    parameters.finish()?;
    let returns = of_links(&state.app, question, model, limit as usize).await?;
    let mut rows = Vec::with_capacity(returns.links.len());
    for row in &returns.links {
        rows.push(of_link(&state, &actor, row).await?);
    }
    let totals = returns.totals.iter().map(|(currency, total)| {
        let Money { gross, net } = total.money;
        json!({
            "currency": currency.as_str(),
            "spent": total.spent.to_string(),
            "gross": gross.to_string(),
            "net": net.to_string(),
            "returnOnInvestment": return_on(total.spent, net),
        })
    });
    Ok(Json(json!({"links": rows, "linkCount": returns.count, "totals": totals.collect::<Vec<_>>()})))
}

/// Revenue is that of the cost's currency; without a cost, US dollars.
async fn of_link(state: &Trackway, actor: &Actor, row: &LinkReturn) -> Result<Value, Failure> {
    let LinkReturn { link, cost, clicks, credits, spent } = row;
    let currency = cost.map_or(Currency::USD, |cost| cost.currency);
    let Money { gross, net } = credits.of(currency);
    let (code, name) = called(state, actor, link).await?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let each = |amount: Mills, count: u64| amount.per(count).map(|part| part.to_string());
    let spent_on = |count: u64| cost.and_then(|_| each(*spent, count));
    Ok(json!({
        "linkId": link,
        "code": code,
        "name": name,
        "cost": cost.map(|cost| json!({
            "model": cost.model.as_str(),
            "amount": cost.amount.to_string(),
            "currency": cost.currency.as_str(),
        })),
        "clicks": clicks.clicks,
        "visitors": clicks.visitors,
        "claims": credits.claims,
        "follows": credits.follows,
        "subscriptions": credits.subscriptions,
        "sales": credits.sales,
        "currency": currency.as_str(),
        "spent": spent.to_string(),
        "gross": gross.to_string(),
        "net": net.to_string(),
        "costPerClick": spent_on(clicks.clicks),
        "costPerFollower": spent_on(count(credits.follows)),
        "costPerSubscriber": spent_on(count(credits.subscriptions)),
        "revenuePerClick": each(net, clicks.clicks),
        "revenuePerSubscriber": each(net, count(credits.subscriptions)),
        "returnOnInvestment": return_on(*spent, net),
    }))
}

/// A link's code and name; nothing of one that is deleted.
async fn called(state: &Trackway, actor: &Actor, link: &str) -> Result<(Option<String>, Option<String>), Failure> {
    let Ok(id) = Uuid::try_parse(link) else { return Ok((None, None)) };
    match links::find::find(&state.app, actor.within(), &LinkKey::Uuid(id)).await {
        Ok(view) => Ok((Some(view.link.code.to_string()), view.link.settings.name.as_ref().map(Name::as_str).map(str::to_owned))),
        Err(trackway_app::Error::NotFound(_)) => Ok((None, None)),
        Err(error) => Err(error.into()),
    }
}

/// What came back beyond what was spent, as a share of it, to the ten-thousandth; None where nothing was spent.
#[expect(clippy::cast_precision_loss, reason = "it is shown, and no money is made of it")]
fn return_on(spent: Mills, net: Mills) -> Option<f64> {
    (spent.0 > 0).then(|| ((net.0 as f64 - spent.0 as f64) / spent.0 as f64 * 10_000.0).round() / 10_000.0)
}

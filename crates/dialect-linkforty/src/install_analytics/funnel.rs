//! `GET /api/analytics/conversion-funnel`: from clicks to installs, to what is done in them, to money.

use super::question::{NumberReader, rate, read};
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Parameters;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::installs;

/// The steps, each with its share of the one before.
pub(crate) async fn funnel(
    State(state): State<LinkForty>,
    NumberReader(actor): NumberReader,
    Parameters(parameters): Parameters,
) -> Result<Json<Value>, Failure> {
    let asked = read(&state, &actor, &parameters).await?;
    let funnel = installs::count::funnel(&state.app, asked.question).await?;
    let counts = [
        ("clicks", funnel.clicks),
        ("installs", funnel.installs),
        ("activeInstalls", funnel.active_installs),
        ("payingInstalls", funnel.paying_installs),
    ];
    let before = [funnel.clicks, funnel.clicks, funnel.installs, funnel.active_installs];
    let steps =
        counts.iter().zip(before).map(|((step, count), before)| json!({"step": step, "count": count, "rate": rate(*count, before)}));
    let revenue = funnel.revenue.iter().map(|(currency, mills)| json!({"currency": currency.as_str(), "amount": mills.to_string()}));
    Ok(Json(json!({
        "days": asked.days,
        "totalClicks": funnel.clicks,
        "totalInstalls": funnel.installs,
        "totalEvents": funnel.events,
        "totalConversions": funnel.paying_installs,
        "conversionRate": rate(funnel.paying_installs, funnel.clicks),
        "steps": steps.collect::<Vec<_>>(),
        "revenue": revenue.collect::<Vec<_>>(),
    })))
}

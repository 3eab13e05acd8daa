//! `GET /api/conversions/{id}/explain`: which visits came into question, by which rule one was chosen, and what other models would say.

use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::{Extensions, Uri};
use serde_json::{Value, json};
use trackway_app::conversions::explain::explain as why;
use trackway_app::error::Thing;
use trackway_domain::attribution::explain::{Answer, Candidate, Explanation, Outcome, Verdict};
use trackway_domain::attribution::{Credit, Model, Touch};
use trackway_domain::conversion::{ConversionId, ConversionKind};
use trackway_domain::key::KeyScope;
use trackway_domain::window::AttributionWindow;
use trackway_store::conversions::CreditCase;
use uuid::Uuid;

pub(crate) async fn explain(
    State(state): State<Trackway>,
    Path(id): Path<String>,
    uri: Uri,
    extensions: Extensions,
) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let model = parameters.model();
    parameters.finish()?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound(Thing::Conversion))?;
    let (case, explanation) = why(&state.app, actor.within(), ConversionId(id), model).await?;
    Ok(Json(row(&case, &explanation)))
}

fn row(case: &CreditCase, told: &Explanation) -> Value {
    let conversion = &case.conversion;
    let weights = told.candidates.iter().map(|candidate| candidate.weight).sum::<u64>();
    json!({
        "conversionId": conversion.id.to_string(),
        "type": conversion.kind.as_str(),
        "occurredAt": time(conversion.occurred_at),
        "gross": conversion.amount.map(|amount| amount.gross.to_string()),
        "net": conversion.amount.map(|amount| amount.net.to_string()),
        "currency": conversion.amount.as_ref().map(|amount| amount.currency.as_str()),
        "outcome": outcome(told.outcome),
        "rule": rule(conversion.kind, told),
        "candidates": told.candidates.iter().map(|candidate| row_of_candidate(case, told, candidate, weights)).collect::<Vec<_>>(),
        "answers": told.answers.iter().map(|answer| row_of_answer(case, answer)).collect::<Vec<_>>(),
    })
}

fn rule(kind: ConversionKind, told: &Explanation) -> Value {
    let half_life = match told.model {
        Model::TimeDecay { half_life } => Some(half_life),
        Model::First | Model::Last | Model::Linear | Model::Position => None,
    };
    json!({
        "model": told.model.as_str(),
        "halfLifeHours": half_life,
        "reason": reason(kind, told),
        "decidedAt": time(told.decided_at),
        "takesBack": told.takes_back.map(|id| id.to_string()),
    })
}

fn reason(kind: ConversionKind, told: &Explanation) -> &'static str {
    match (told.outcome, kind, told.model) {
        (Outcome::NoVisit, ..) => "no visit of this person is known",
        (Outcome::NoneInReach, ..) => "no visit came before it and within its link's window",
        (Outcome::CountedBefore, ..) => "this person was counted for it before, and it brought no money",
        (Outcome::NeverCredited, ..) => "nobody is brought to leave by a link",
        (Outcome::Credited, ConversionKind::Claim, _) => "the visit that was claimed",
        (Outcome::Credited, ConversionKind::Refund, _) if told.takes_back.is_some() => "the same parts as the sale that it takes back",
        (Outcome::Credited, _, Model::First) => "all to the first visit within its link's window",
        (Outcome::Credited, _, Model::Last) => "all to the last visit within its link's window",
        (Outcome::Credited, _, Model::Linear) => "the same to each visit within its link's window",
        (Outcome::Credited, _, Model::TimeDecay { .. }) => "half as much for every half-life that a visit is older than the newest",
        (Outcome::Credited, _, Model::Position) => "two fifths to the first visit, two to the last, one to those between",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Credited => "credited",
        Outcome::NoVisit => "no_visit",
        Outcome::NoneInReach => "none_in_reach",
        Outcome::CountedBefore => "counted_before",
        Outcome::NeverCredited => "never_credited",
    }
}

fn row_of_candidate(case: &CreditCase, told: &Explanation, candidate: &Candidate, weights: u64) -> Value {
    let mut row = touch(case, &candidate.touch);
    let hours = told.decided_at.duration_since(candidate.touch.at).as_secs_f64() / 3_600.0;
    row["at"] = time(candidate.touch.at).into();
    row["windowHours"] = candidate.window.map(AttributionWindow::hours).into();
    row["verdict"] = verdict(candidate.verdict).into();
    row["factors"] = json!([{"name": "hours_before", "value": rounded(hours)}]);
    row["points"] = candidate.weight.into();
    row["share"] = part(candidate.weight, weights).into();
    row["credit"] = candidate.credit.as_ref().map(credit).into();
    row
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InReach => "in_reach",
        Verdict::TooLate => "too_late",
        Verdict::Expired => "expired",
    }
}

fn row_of_answer(case: &CreditCase, answer: &Answer) -> Value {
    let credits = answer.credits.iter().map(|given| {
        let mut row = touch(case, &given.touch);
        row["credit"] = credit(given);
        row
    });
    json!({
        "model": answer.model.as_str(),
        "chosen": answer.chosen.as_ref().map(|chosen| touch(case, chosen)),
        "credits": credits.collect::<Vec<_>>(),
    })
}

fn touch(case: &CreditCase, touch: &Touch) -> Value {
    let link = case.links.get(&touch.link);
    json!({
        "linkId": link.map(|link| link.uuid.to_string()),
        "code": link.map(|link| link.code.as_str()),
        "isDeleted": link.is_some_and(|link| link.is_deleted),
        "clickId": touch.click.map(|click| click.to_string()),
    })
}

fn credit(credit: &Credit) -> Value {
    json!({
        "number": credit.number,
        "gross": credit.money.map(|money| money.gross.to_string()),
        "net": credit.money.map(|money| money.net.to_string()),
    })
}

fn time(at: jiff::Timestamp) -> String {
    format!("{at:.3}")
}

/// To the hundredth.
fn rounded(hours: f64) -> f64 {
    (hours * 100.0).round() / 100.0
}

/// A share of the whole, to the ten-thousandth.
#[expect(clippy::cast_precision_loss, reason = "it is shown, and no money is made of it")]
fn part(weight: u64, weights: u64) -> f64 {
    if weights == 0 { 0.0 } else { (weight as f64 / weights as f64 * 10_000.0).round() / 10_000.0 }
}

//! What platforms report of their own accord. Each has its own words; here they become reports as everybody else sends them.

pub(crate) mod fansly;
mod fansly_words;
pub(crate) mod fanvue;
mod fanvue_words;

use crate::failure::Failure;
use crate::{Trackway, door, report};
use axum::Json;
use http::Extensions;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use trackway_app::conversions::record::{Outcome, Reported, record};
use trackway_app::error::Thing;
use trackway_app::inbound::{keep, sender};
use trackway_domain::account::Account;
use trackway_domain::inbound::{InboundPlatform, InboundSecret};
use trackway_store::conversions::{Recording, Refusal};
use trackway_store::links::Within;

/// Something that a platform sent and that it has signed.
pub(crate) struct Delivery {
    pub(crate) account: Account,
    pub(crate) platform: InboundPlatform,
    /// The body as it was sent.
    pub(crate) body: String,
    /// The platform's own id of it.
    pub(crate) id: Option<String>,
    /// What it means, as a report; or why it means nothing here.
    pub(crate) meaning: Result<Map<String, Value>, String>,
}

/// Takes a delivery in. What is not understood is kept, and acknowledged all the same: sent again it would be no better.
pub(crate) async fn take(state: &Trackway, delivery: Delivery) -> Result<Json<Value>, Failure> {
    // Each account is told for itself: what one has heard another may hear too.
    let event = delivery.id.clone().unwrap_or_else(|| fingerprint(&delivery.body));
    let key = format!("{}:{}:{event}", delivery.platform.as_str(), delivery.account.id);
    let parsed = match &delivery.meaning {
        Ok(fields) => report::parse(&Value::Object(fields.clone()), Some(&key)).map_err(|faults| in_words(&faults)),
        Err(reason) => Err(reason.clone()),
    };
    let recorded = match parsed {
        Ok(reported) => recorded(state, &delivery.account, reported).await?,
        Err(reason) => Err(reason),
    };
    match recorded {
        Ok(told) => Ok(Json(told)),
        Err(reason) => {
            let Delivery { account, platform, body, .. } = delivery;
            let is_new = keep::keep(&state.app, account.id, platform, key, &reason, body).await?;
            Ok(Json(json!({"status": if is_new { "kept" } else { "duplicate" }, "reason": reason})))
        }
    }
}

/// A link that is named and not there, or another account's, is left out: what happened happened.
async fn recorded(state: &Trackway, account: &Account, reported: Reported) -> Result<Result<Value, String>, Failure> {
    let within = Within { workspace: account.workspace, account: Some(account.id) };
    let without_link = Reported { link: None, ..reported.clone() };
    let mut outcome = record(&state.app, within, vec![reported]).await?.pop();
    if matches!(outcome, Some(Outcome::NotFound(Thing::Link) | Outcome::Recording(Recording::Refused(Refusal::Contradiction)))) {
        outcome = record(&state.app, within, vec![without_link]).await?.pop();
    }
    Ok(match outcome.ok_or(Failure::Broken)? {
        Outcome::Recording(Recording::Recorded(answer)) => Ok(json!({"status": "recorded", "id": answer.id.to_string()})),
        Outcome::Recording(Recording::Duplicate(answer)) => Ok(json!({"status": "duplicate", "id": answer.id.to_string()})),
        Outcome::Recording(Recording::Conflict) => Err("another event came under this id".to_owned()),
        Outcome::Recording(Recording::Refused(refusal)) => Err(refusal.to_string()),
        Outcome::NotFound(thing) => Err(format!("{thing} not found")),
    })
}

/// The account that the address names and its secret. An account without one is as unknown as one that is not there.
pub(crate) async fn known(state: &Trackway, account: &str, platform: InboundPlatform) -> Result<(Account, InboundSecret), Failure> {
    let id = report::account_id(account).ok_or(Failure::NotFound(Thing::Account))?;
    sender::sender(&state.app, id, platform).await?.ok_or(Failure::NotFound(Thing::Account))
}

/// Counts an attempt that failed, so that nobody guesses for long.
pub(crate) fn refused(state: &Trackway, extensions: &Extensions, failure: Failure) -> Failure {
    let verdict = door::count(state, None, extensions);
    if verdict.is_allowed { failure } else { Failure::TooMany { retry_after: verdict.retry_after } }
}

fn fingerprint(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn in_words(faults: &report::Faults) -> String {
    faults.iter().map(|(field, fault)| format!("{field} {fault}")).collect::<Vec<_>>().join("; ")
}

/// A text or a number at one of these places, as text.
fn text_at(value: &Value, places: &[&str]) -> Option<String> {
    places.iter().find_map(|place| match value.pointer(place)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

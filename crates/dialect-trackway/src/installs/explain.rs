//! `GET /api/installs/{id}/explain`: which clicks were looked at, by which rule, what each had in common with the install, and what else
//! was possible.

use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::Extensions;
use jiff::Timestamp;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::installs::explain::{self, Explanation};
use trackway_domain::install::InstallId;
use trackway_domain::install::decision::{Considered, Outcome, Refusal, Rule};
use trackway_domain::install::phone::{Phone, Timezone};
use trackway_domain::key::KeyScope;
use trackway_domain::targeting::Language;
use uuid::Uuid;

pub(crate) async fn explain(State(state): State<Trackway>, Path(id): Path<String>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound(Thing::Install))?;
    let explanation = explain::explain(&state.app, actor.within(), InstallId(id)).await?;
    Ok(Json(row(&explanation)))
}

fn row(explanation: &Explanation) -> Value {
    let install = &explanation.install;
    let (report, decision) = (&install.report, &install.decision);
    let credited = decision.credited();
    json!({
        "installId": install.id.to_string(),
        "installedAt": instant(install.begun_at),
        "openedAt": instant(install.opened_at),
        "lastOpenedAt": instant(install.last_opened_at),
        "launches": install.launches,
        "phone": phone(&report.phone),
        "userAgent": report.user_agent,
        "sdkName": report.sdk_name,
        "sdkVersion": report.sdk_version,
        "namedClickId": report.naming.map(|naming| naming.click.to_string()),
        "outcome": decision.outcome.as_str(),
        "reason": reason(&decision.outcome),
        "rule": credited.map(|credited| credited.rule.as_str()),
        "attribution": credited.map(|credited| json!({
            "linkId": explanation.links.get(&credited.link).map(Uuid::to_string),
            "clickId": credited.click.to_string(),
            "confidence": credited.confidence,
        })),
        "candidates": decision.considered.iter().map(|considered| candidate(explanation, considered)).collect::<Vec<_>>(),
    })
}

fn candidate(explanation: &Explanation, considered: &Considered) -> Value {
    let install = &explanation.install;
    let is_credited = install.decision.outcome == Outcome::Credited(considered.click);
    let factors = considered.compared.iter().map(|one| {
        json!({"factor": one.factor.as_str(), "points": if one.is_match { one.points } else { 0 }, "of": one.points, "matched": one.is_match})
    });
    json!({
        "clickId": considered.click.to_string(),
        // Null for a link that is deleted by now.
        "linkId": explanation.links.get(&considered.link).map(Uuid::to_string),
        "clickedAt": instant(considered.at),
        "secondsBefore": install.opened_at.as_second() - considered.at.as_second(),
        "foundBy": considered.rule.as_str(),
        "confidence": considered.confidence,
        "factors": factors.collect::<Vec<_>>(),
        "credited": is_credited,
        "refusal": considered.refusal.map(Refusal::as_str),
        "reason": verdict(considered, is_credited),
    })
}

fn reason(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Credited(_) => "one click led to the install",
        Outcome::Awaiting(_) => "the app names a click that has not been taken in yet; when it is, this is decided",
        Outcome::NamedRefused => "the click that the app names cannot have led to the install, and nothing else is asked then",
        Outcome::Ambiguous => "clicks of several links fit, so that none is credited",
        Outcome::NoneFits => "no recent click from this address fits",
        Outcome::NothingNamed => "the app names no click, and the workspace does not compare installs with recent clicks",
    }
}

fn verdict(considered: &Considered, is_credited: bool) -> &'static str {
    match (considered.refusal, considered.rule) {
        (None, Rule::ClickId) => "the app handed its id back",
        (None, Rule::InstallReferrer) => "the store handed its signed token to the app",
        (None, Rule::Fingerprint) if is_credited => "the newest click of the only link that fits",
        (None, Rule::Fingerprint) => "an older click of the same link",
        (Some(Refusal::AfterInstall), _) => "it came after the install had begun",
        (Some(Refusal::OutsideWindow), _) => "the link's attribution window had ended",
        (Some(Refusal::OutsideCap), _) => "it is older than the workspace compares with",
        (Some(Refusal::Taken), _) => "another install has it",
        (Some(Refusal::OtherPhone), _) => "its phone has another platform or system",
        (Some(Refusal::Ambiguous), _) => "a click of another link fits as well",
    }
}

/// What is known of the phone.
pub(super) fn phone(phone: &Phone) -> Value {
    let version = phone.version.map(|version| match version.minor {
        Some(minor) => format!("{}.{minor}", version.major),
        None => version.major.to_string(),
    });
    json!({
        "platform": phone.platform.as_str(),
        "version": version,
        "language": phone.language.as_ref().map(Language::as_str),
        "timezone": phone.timezone.as_ref().map(Timezone::as_str),
    })
}

fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}

//! `GET /api/installs`: installs, the last to be opened first, in portions, each with the link that led to it.

use super::explain::phone;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Value, json};
use trackway_app::installs::list::{Listed, list as list_installs};
use trackway_domain::install::InstallId;
use trackway_domain::key::KeyScope;
use trackway_domain::text::Name;
use trackway_store::installs::{Install, InstallList};
use uuid::Uuid;

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::for_whole_workspace(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let asked = InstallList {
        workspace: actor.workspace,
        is_credited: parameters.parsed("credited", "true or false", |text| text.parse().ok()),
        behind: parameters.parsed("cursor", "one that was given out", |text| Uuid::try_parse(text).ok().map(InstallId)),
        limit: parameters.whole("limit", USUAL, MOST),
    };
    parameters.finish()?;
    let listed = list_installs(&state.app, asked).await?;
    let installs = &listed.page.items;
    let next = installs.last().filter(|_| listed.page.has_more).map(|install| install.id.to_string());
    Ok(Json(json!({"installs": installs.iter().map(|install| row(&listed, install)).collect::<Vec<_>>(), "nextCursor": next})))
}

fn row(listed: &Listed, install: &Install) -> Value {
    let credited = install.decision.credited();
    // None for a link that is deleted by now.
    let view = credited.and_then(|credited| listed.links.get(&credited.link));
    json!({
        "id": install.id.to_string(),
        "openedAt": format!("{:.3}", install.opened_at),
        "lastOpenedAt": format!("{:.3}", install.last_opened_at),
        "launches": install.launches,
        "phone": phone(&install.report.phone),
        "outcome": install.decision.outcome.as_str(),
        "rule": credited.map(|credited| credited.rule.as_str()),
        "confidence": credited.map(|credited| credited.confidence),
        "link": view.map(|view| json!({
            "id": view.link.uuid.to_string(),
            "code": view.link.code.as_str(),
            "name": view.link.settings.name.as_ref().map(Name::as_str),
        })),
    })
}

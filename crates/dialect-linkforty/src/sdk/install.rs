//! `POST /api/sdk/v1/install`: an app says that it was opened, and hears which link led to it.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Body;
use crate::sdk::door::Caller;
use crate::sdk::{deep_link, install_fields};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::installs;
use trackway_app::links::guarded::is_guarded;
use trackway_domain::install::decision::Rule;
use trackway_domain::key::KeyScope;
use trackway_store::installs::Install;
use trackway_store::links::{LinkKey, LinkView};

/// Records the install, or one more launch of it.
pub(crate) async fn install(State(state): State<LinkForty>, caller: Caller, Body(object): Body) -> Result<Json<Value>, Failure> {
    let opening = install_fields::read(&object, &caller, &state.sdk.click_tokens)?;
    let install = installs::attribute::attribute(&state.app, opening).await?;
    let credited = install.decision.credited();
    Ok(Json(json!({
        "installId": install.id,
        "attributed": credited.is_some(),
        "confidenceScore": credited.map_or(0, |credited| credited.confidence),
        "matchedFactors": credited.map(deep_link::matched).unwrap_or_default(),
        // Null and not empty: an empty object is an error to three of the five libraries.
        "deepLinkData": deep_link_data(&state, &caller, &install).await?,
        "fingerprint": install.fingerprint.to_string(),
    })))
}

/// Null where nothing led to the install, or the link is deleted by now. What a link tells only those whom it has let through, whoever merely
/// looks like one of them is not told.
async fn deep_link_data(state: &LinkForty, caller: &Caller, install: &Install) -> Result<Value, Failure> {
    let Some(credited) = install.decision.credited() else { return Ok(Value::Null) };
    let view = state.app.store.links().find(caller.within, &LinkKey::Id(credited.link)).await.map_err(trackway_app::Error::from)?;
    let is_told = |view: &LinkView| credited.rule != Rule::Fingerprint || !is_guarded(&state.app, view) || caller.may(KeyScope::LinksRead);
    Ok(view.filter(is_told).map_or(Value::Null, |view| deep_link::of_install(&view, credited)))
}

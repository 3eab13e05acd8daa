//! `GET /api/sdk/v1/attribution/{fingerprint}`: what is known of an install, for whoever has a key.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Segment;
use crate::row::time;
use crate::sdk::deep_link;
use crate::sdk::door::Caller;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::installs;
use trackway_app::links::guarded::is_guarded;
use trackway_domain::install::decision::Considered;
use trackway_domain::install::report::Fingerprint;
use trackway_domain::key::KeyScope;
use trackway_domain::targeting::Country;
use trackway_store::clicks::ClickRow;
use trackway_store::links::{LinkKey, LinkView};

/// Shows the newest install of a fingerprint.
pub(crate) async fn attribution(State(state): State<LinkForty>, caller: Caller, Segment(text): Segment) -> Result<Json<Value>, Failure> {
    let actor = caller.keyed()?;
    let fingerprint = Fingerprint::parse(&text).ok_or(Failure::NotFound(Thing::Install))?;
    let install = installs::find::by_fingerprint(&state.app, actor.workspace, fingerprint).await?;
    let credited = install.decision.credited();
    let (mut click_event, mut link_data) = (Value::Null, Value::Null);
    if let Some(credited) = credited {
        let store = &state.app.store;
        let click = store.clicks().find(credited.click).await.map_err(trackway_app::Error::from)?;
        let view = store.links().find(actor.within(), &LinkKey::Id(credited.link)).await.map_err(trackway_app::Error::from)?;
        click_event = event(credited, click.as_ref());
        let is_told = |view: &&LinkView| actor.may(KeyScope::LinksRead) || !is_guarded(&state.app, view);
        link_data = view.as_ref().filter(is_told).map_or(Value::Null, deep_link::of_attribution);
    }
    Ok(Json(json!({
        "fingerprint": fingerprint.to_string(),
        "attributed": credited.is_some(),
        "installEvent": {
            "id": install.id,
            "installedAt": time(install.begun_at),
            "firstOpenAt": time(install.opened_at),
            "confidenceScore": credited.map_or(0, |credited| credited.confidence),
            "deepLinkRetrieved": credited.is_some(),
        },
        "clickEvent": click_event,
        "linkData": link_data,
    })))
}

/// The click; what is known of it besides its time may not have arrived yet, or be deleted.
fn event(credited: &Considered, click: Option<&ClickRow>) -> Value {
    json!({
        "id": credited.click,
        "clickedAt": time(credited.at),
        "deviceType": click.map(|click| click.platform.as_str()),
        "platform": click.and_then(|click| click.user_agent.agent.system.as_deref()),
        "countryCode": click.and_then(|click| click.place.country.as_ref()).map(Country::as_str),
        "city": click.and_then(|click| click.place.city.as_deref()),
    })
}

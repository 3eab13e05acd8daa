//! `PATCH /api/accounts/{id}`: another page, or another parameter that tells the page which link led there. What is not named stays; a
//! parameter that is null goes away.

use crate::accounts::row::row;
use crate::failure::Failure;
use crate::report::{Fields, account_id};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, Request, State};
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_app::{accounts, persons};
use trackway_domain::account::TrackingParameter;
use trackway_domain::destination::Destination;
use trackway_domain::key::KeyScope;
use trackway_web::body::{Object, read_object};

pub(crate) async fn change(State(state): State<Trackway>, Path(id): Path<String>, request: Request) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::Admin)?;
    let object = read_object(request).await?;
    let (profile, parameter) = read(&object)?;
    let id = account_id(&id).ok_or(Failure::NotFound(Thing::Account))?;
    let account = accounts::find::find(&state.app, &actor, id).await?;
    if let Some(profile) = &profile {
        accounts::set_profile::set_profile(&state.app, actor.doer(), &account, profile).await?;
    }
    if object.contains_key("trackingParameter") {
        accounts::set_tracking_parameter::set_tracking_parameter(&state.app, actor.doer(), &account, parameter.as_ref()).await?;
    }
    let account = accounts::find::find(&state.app, &actor, id).await?;
    let fans = persons::find::count_fans(&state.app, account.id).await?;
    Ok(Json(row(&state.app.public_url, &account, fans)))
}

fn read(object: &Object) -> Result<(Option<Destination>, Option<TrackingParameter>), Failure> {
    let mut fields = Fields::of(object, &["profileUrl", "trackingParameter"]);
    let profile = fields.optional("profileUrl", |text| Destination::parse(text).map_err(|error| error.to_string()));
    let name = |text: &str| TrackingParameter::parse(text).ok_or_else(|| "must be 1 to 40 letters, digits, _ and -".to_owned());
    let parameter = fields.optional("trackingParameter", name);
    if object.is_empty() {
        fields.fault("profileUrl", "or trackingParameter is required");
    }
    fields.finish(Some((profile, parameter))).map_err(Failure::Invalid)
}

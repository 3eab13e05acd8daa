//! `GET …/tracking-links/{uuid}/users/{userUuid}/metadata`: what the user's latest click on the link said.

use crate::Fanvue;
use crate::access::{Named, NamedUser, Reading};
use crate::error::Error;
use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};
use trackway_app::persons;

/// The link's `metadata[…]` and its campaign parameters, in one map; null where the click said nothing.
pub(crate) async fn user_metadata(
    State(fanvue): State<Fanvue>,
    Reading(access): Reading,
    Named(key): Named,
    NamedUser(user): NamedUser,
) -> Result<Json<Value>, Error> {
    let remarks = persons::find::remarks(&fanvue.app, access.actor.within(), &key, user).await?;
    let utm = remarks.utm.pairs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let said = remarks.metadata.iter().cloned().chain(utm).map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>();
    Ok(Json(json!({"metadata": if said.is_empty() { Value::Null } else { said.into() }})))
}

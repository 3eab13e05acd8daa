//! `POST /api/sdk/v1/event`: something was done in an app.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Body;
use crate::sdk::door::Caller;
use crate::sdk::event_fields;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde_json::json;
use trackway_app::error::Thing;
use trackway_app::installs;
use trackway_domain::key::KeyScope;

/// Keeps the event; the same one that is sent again is answered as the first time.
pub(crate) async fn event(State(state): State<LinkForty>, caller: Caller, Body(object): Body) -> Result<Response, Failure> {
    let is_vouched = caller.may(KeyScope::ConversionsWrite);
    let reported = match event_fields::read(&object) {
        Ok(event) => installs::report_event::report_event(&state.app, caller.within, event, is_vouched).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    match reported {
        Ok(id) => Ok(Json(json!({"success": true, "eventId": id, "acknowledged": true})).into_response()),
        Err(Failure::NotFound(Thing::Install)) => {
            Ok((StatusCode::NOT_FOUND, Json(json!({"error": "Install event not found"}))).into_response())
        }
        Err(failure) => Err(failure),
    }
}

//! `DELETE /api/oauth/consents/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::oauth::end_consent::end_consent;
use trackway_domain::oauth::consent::ConsentId;

/// Ends a consent: the tokens that live on it are refused from now on.
pub(crate) async fn delete(State(state): State<LinkForty>, Admin(actor): Admin, segment: Segment) -> Result<Json<Value>, Failure> {
    end_consent(&state.app, actor.workspace, actor.doer(), segment.id(Thing::Consent, ConsentId)?).await?;
    Ok(Json(json!({"success": true})))
}

//! `GET /api/webhooks`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Admin;
use crate::row::Row;
use crate::webhooks::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::webhooks;

/// All webhooks, newest first, without their secrets.
pub(crate) async fn list(State(state): State<LinkForty>, Admin(actor): Admin) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(webhooks::find::list(&state.app, &actor).await?.iter().map(row).collect()))
}

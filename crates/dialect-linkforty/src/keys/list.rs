//! `GET /api/settings/api-keys`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::keys::row::row;
use crate::request::Admin;
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::keys;

/// The keys that have not been ended, newest first, without their secrets.
pub(crate) async fn list(State(state): State<LinkForty>, Admin(actor): Admin) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(keys::list::list(&state.app, &actor).await?.iter().map(row).collect()))
}

//! `GET /api/oauth/consents`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::oauth_consents::row::row;
use crate::request::Admin;
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::oauth::list_consents::list_consents;

/// All consents that have not ended, newest first.
pub(crate) async fn list(State(state): State<LinkForty>, Admin(actor): Admin) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(list_consents(&state.app, actor.workspace).await?.iter().map(row).collect()))
}

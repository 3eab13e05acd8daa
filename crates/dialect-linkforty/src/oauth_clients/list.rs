//! `GET /api/oauth/clients`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::oauth_clients::row::row;
use crate::request::Admin;
use crate::row::Row;
use axum::Json;
use axum::extract::State;

/// All clients that are not revoked, newest first.
pub(crate) async fn list(State(state): State<LinkForty>, Admin(actor): Admin) -> Result<Json<Vec<Row>>, Failure> {
    let clients = state.app.store.oauth_clients().list(actor.workspace).await.map_err(trackway_app::Error::from)?;
    Ok(Json(clients.iter().filter(|client| client.revoked_at.is_none()).map(|client| row(client, None)).collect()))
}

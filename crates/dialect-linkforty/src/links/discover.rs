//! `GET /api/links/discover/{shortCode}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::links::row::row;
use crate::request::{Reader, Segment};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::links;
use trackway_store::links::LinkKey;

/// One link, by its code.
pub(crate) async fn discover(State(state): State<LinkForty>, Reader(actor): Reader, Segment(code): Segment) -> Result<Json<Row>, Failure> {
    let view = links::find::find(&state.app, actor.within(), &LinkKey::Code(code)).await?;
    Ok(Json(row(&state.app, &view)))
}

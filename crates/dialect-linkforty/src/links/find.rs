//! `GET /api/links/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::links::row::row;
use crate::request::{Reader, Segment};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::links;

/// One link, by its id.
pub(crate) async fn find(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    let view = links::find::find(&state.app, actor.within(), &id.link()?).await?;
    Ok(Json(row(&state.app, &view)))
}

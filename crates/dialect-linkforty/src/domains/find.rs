//! `GET /api/domains/{id}`.

use crate::LinkForty;
use crate::domains::row::row;
use crate::failure::Failure;
use crate::request::{Reader, Segment};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::domains::find;
use trackway_app::error::Thing;
use trackway_domain::custom_domain::CustomDomainId;

/// One host name.
pub(crate) async fn find(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    Ok(Json(row(&find::find(&state.app, actor.workspace, id.id(Thing::Domain, CustomDomainId)?).await?)))
}

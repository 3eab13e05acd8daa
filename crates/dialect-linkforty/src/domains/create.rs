//! `POST /api/domains`.

use crate::LinkForty;
use crate::domains::row::row;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Admin, Body};
use crate::row::Row;
use crate::values::named;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::domains::add::add;
use trackway_domain::custom_domain::Hostname;

/// Names a host name. The answer says which record proves that it is the workspace's.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let mut fields = Fields::new(&object);
    let host = fields.required_one("host", named(Hostname::parse));
    let host = fields.finish(host)?.expect("a name that is not there is a fault");
    let domain = add(&state.app, actor.workspace, actor.doer(), host).await.map_err(Failure::of_domain)?;
    Ok((StatusCode::CREATED, Json(row(&domain))))
}

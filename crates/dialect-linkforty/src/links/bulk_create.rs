//! `POST /api/links/bulk-create`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::bulk::{self, Outcome};
use crate::links::create::make;
use crate::links::row::row;
use crate::request::{Body, Writer};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};
use trackway_app::Actor;

/// Makes many links.
pub(crate) async fn bulk_create(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    Body(object): Body,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let mut fields = Fields::new(&object);
    let rows = fields.required("links", bulk::things);
    let rows = fields.finish(rows)?;
    let mut outcome = Outcome::new();
    for (index, described) in rows.iter().enumerate() {
        outcome.note(index, make_row(&state, &actor, described).await)?;
    }
    let Outcome { done, errors } = outcome;
    Ok((StatusCode::CREATED, Json(json!({"created": done.len(), "links": done, "errors": errors}))))
}

async fn make_row(state: &LinkForty, actor: &Actor, described: &Value) -> Result<Row, Failure> {
    let object = described.as_object().ok_or_else(|| bulk::no_object("links"))?;
    let view = make(state, actor, object).await?;
    Ok(row(&state.app, &view))
}

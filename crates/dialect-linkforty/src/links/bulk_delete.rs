//! `POST /api/links/bulk-delete`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::bulk::{self, Outcome};
use crate::request::{Body, Writer};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::{Actor, links};

/// Deletes many links.
pub(crate) async fn bulk_delete(State(state): State<LinkForty>, Writer(actor): Writer, Body(object): Body) -> Result<Json<Value>, Failure> {
    let mut fields = Fields::new(&object);
    let ids = fields.required("ids", bulk::things);
    let ids = fields.finish(ids)?;
    let mut outcome = Outcome::new();
    for (index, id) in ids.iter().enumerate() {
        outcome.note(index, delete(&state, &actor, id).await)?;
    }
    Ok(Json(json!({"deleted": outcome.done.len(), "errors": outcome.errors})))
}

async fn delete(state: &LinkForty, actor: &Actor, id: &Value) -> Result<(), Failure> {
    Ok(links::delete::delete(&state.app, actor.within(), actor.doer(), &bulk::link(id)?).await?)
}

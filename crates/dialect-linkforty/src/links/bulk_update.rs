//! `POST /api/links/bulk-update`: one change to many links.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::bulk::{self, Outcome};
use crate::links::update::Change;
use crate::request::{Body, Writer};
use crate::values::object;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// Changes many links.
pub(crate) async fn bulk_update(State(state): State<LinkForty>, Writer(actor): Writer, Body(body): Body) -> Result<Json<Value>, Failure> {
    let mut fields = Fields::new(&body);
    let ids = fields.required("ids", bulk::things);
    let changes = fields.required("changes", object);
    let (ids, changes) = fields.finish((ids, changes))?;
    let change = Change::read(&state, &changes).await?;
    let mut outcome = Outcome::new();
    for (index, id) in ids.iter().enumerate() {
        let result = match bulk::link(id) {
            Ok(key) => change.apply(&state, &actor, key).await.map(|_| ()),
            Err(failure) => Err(failure),
        };
        outcome.note(index, result)?;
    }
    Ok(Json(json!({"updated": outcome.done.len(), "errors": outcome.errors})))
}

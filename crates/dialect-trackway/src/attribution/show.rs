//! `GET /api/attribution`: the model in use, and how far the totals have followed it.

use super::row;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::Value;
use trackway_app::attribution::rules::of_workspace;
use trackway_domain::key::KeyScope;

pub(crate) async fn show(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let (rules, waiting) = of_workspace(&state.app, actor.workspace).await?;
    Ok(Json(row::row(rules, &waiting)))
}

//! `POST /api/attribution/recompute`: lets everything that was credited be worked out anew, in the background.

use super::row;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, StatusCode};
use serde_json::Value;
use trackway_app::attribution::{recompute, rules};
use trackway_domain::key::KeyScope;

pub(crate) async fn ask(State(state): State<Trackway>, extensions: Extensions) -> Result<(StatusCode, Json<Value>), Failure> {
    let actor = door::for_whole_workspace(&extensions, KeyScope::Admin)?;
    recompute::ask(&state.app, actor.workspace).await?;
    let (rules, waiting) = rules::of_workspace(&state.app, actor.workspace).await?;
    Ok((StatusCode::ACCEPTED, Json(row::row(rules, &waiting))))
}

//! `GET /api/sdk/v1/health`: that apps reach the server.

use crate::LinkForty;
use crate::row::time;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// Says so.
pub(crate) async fn health(State(state): State<LinkForty>) -> Json<Value> {
    Json(json!({"status": "healthy", "version": "v1", "timestamp": time(state.app.clock.now())}))
}

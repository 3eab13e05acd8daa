//! `/health`: the process runs. `/health/ready`: it can do its work, with every check by name.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

/// What one check found: None where all is well, else what is wrong.
pub type Finding = (&'static str, Option<String>);

/// Asks everything that the work depends on.
pub type Checks = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Vec<Finding>> + Send>> + Send + Sync>;

#[derive(Clone)]
struct Health {
    started: Instant,
    checks: Checks,
}

/// The two routes. `started` is when the process began.
pub fn router(started: Instant, checks: Checks) -> Router {
    let health = Health { started, checks };
    Router::new().route("/health", get(alive)).route("/health/ready", get(ready)).with_state(health)
}

async fn alive(State(health): State<Health>) -> Json<Value> {
    Json(json!({"status": "ok", "uptime": health.started.elapsed().as_secs()}))
}

async fn ready(State(health): State<Health>) -> Response {
    let findings = (health.checks)().await;
    let is_ready = findings.iter().all(|(_, trouble)| trouble.is_none());
    let checks = findings.into_iter().map(|(name, trouble)| (name.to_owned(), trouble.unwrap_or_else(|| "ok".to_owned()).into()));
    let (status, word) = if is_ready { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "unavailable") };
    (status, Json(json!({"status": word, "checks": checks.collect::<Map<String, Value>>()}))).into_response()
}

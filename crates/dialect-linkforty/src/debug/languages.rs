//! `GET /api/debug/languages`.

use crate::request::Reader;
use axum::Json;
use serde_json::{Value, json};
use trackway_domain::targeting::Language;

/// Every language that a rule can name, by code.
pub(crate) async fn languages(_: Reader) -> Json<Vec<Value>> {
    Json(Language::all().map(|language| json!({"code": language.as_str(), "name": language.name()})).collect())
}

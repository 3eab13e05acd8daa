//! `GET /api/debug/countries`.

use crate::request::Reader;
use axum::Json;
use serde_json::{Value, json};
use trackway_domain::targeting::Country;

/// Every country that a rule can name, by code.
pub(crate) async fn countries(_: Reader) -> Json<Vec<Value>> {
    Json(Country::all().map(|country| json!({"code": country.as_str(), "name": country.name()})).collect())
}

//! `GET /api/debug/user-agents`.

use crate::request::Reader;
use axum::Json;
use serde_json::{Value, json};
use trackway_app::simulate::visitors::BROWSERS;

/// Browsers to try links with.
pub(crate) async fn user_agents(_: Reader) -> Json<Vec<Value>> {
    let row = |browser: &trackway_app::simulate::visitors::Browser| json!({"name": browser.name, "deviceType": browser.platform.as_str(), "userAgent": browser.user_agent});
    Json(BROWSERS.iter().map(row).collect())
}

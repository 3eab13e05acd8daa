//! `GET /.well-known/assetlinks.json`.

use crate::LinkForty;
use crate::failure::Failure;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use trackway_app::app_config::documents;
use trackway_web::validator::document;

/// Which Android apps may open links.
pub(crate) async fn android(State(state): State<LinkForty>, headers: HeaderMap) -> Result<Response, Failure> {
    let missing = Failure::NotConfigured("androidPackageName and androidSha256Fingerprints of its app");
    let found = documents::android(&state.app).await?.ok_or(missing)?;
    Ok(document(&headers, "application/json", found.to_string()))
}

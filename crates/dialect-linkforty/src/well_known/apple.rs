//! `GET /.well-known/apple-app-site-association`.

use crate::LinkForty;
use crate::failure::Failure;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use trackway_app::app_config::documents;
use trackway_web::validator::document;

/// Which iOS apps may open links.
pub(crate) async fn apple(State(state): State<LinkForty>, headers: HeaderMap) -> Result<Response, Failure> {
    let found = documents::apple(&state.app).await?.ok_or(Failure::NotConfigured("iosTeamId and iosBundleId of its app"))?;
    Ok(document(&headers, "application/json", found.to_string()))
}

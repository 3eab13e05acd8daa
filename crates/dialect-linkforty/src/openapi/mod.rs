//! What this dialect says of itself: an OpenAPI document, public, at `/api/openapi.json`.

mod analytics;
mod inputs;
mod installs;
mod operations;
mod outputs;

use crate::LinkForty;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;
use serde_json::{Value, json};
use trackway_app::public_url::PublicUrl;
use trackway_web::openapi::document::Document;
use trackway_web::validator;

/// The document, for an installation at this address.
#[must_use]
pub fn document(public_url: &PublicUrl) -> Value {
    let document = Document {
        title: "Trackway",
        description: "Short links, templates, QR codes, projects, apps and their installs, keys, webhooks and analytics: the LinkForty API, which is also Trackway's main \
            API. Every field is accepted in camel case and in snake case.",
        servers: vec![public_url.as_str().to_owned()],
        security: vec![
            ("bearer", json!({"type": "http", "scheme": "bearer"})),
            ("key", json!({"type": "apiKey", "in": "header", "name": "x-api-key"})),
        ],
        schemas: [inputs::schemas(), outputs::schemas(), installs::schemas(), analytics::schemas()].concat(),
        operations: operations::all(),
    };
    document.json()
}

/// The route: it needs no key.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/openapi.json", get(serve))
}

async fn serve(State(state): State<LinkForty>, headers: HeaderMap) -> Response {
    validator::document(&headers, "application/json", document(&state.app.public_url).to_string())
}

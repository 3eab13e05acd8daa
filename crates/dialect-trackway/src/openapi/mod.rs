//! What is said of Trackway's own API: an OpenAPI document, public, at `/openapi/trackway.json`.

mod attribution;
mod forms;
mod house;
mod installs;
mod operations;
mod raw;
mod returns;
mod stats;

use crate::Trackway;
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
        title: "Trackway: what is its own",
        description: "Conversions and every way in which they are reported, who gets the credit and why; questions about clicks; costs and \
            returns, the raw log and shares; accounts, the people who sign in, \
            and links by their numbers; OAuth 2.0: the programs that people can allow something, what they have allowed, and the \
            endpoints of the authorization server. Pages that people see are not described.",
        servers: vec![public_url.as_str().to_owned()],
        security: vec![
            ("bearer", json!({"type": "http", "scheme": "bearer"})),
            ("key", json!({"type": "apiKey", "in": "header", "name": "x-api-key"})),
            (operations::CLIENT, json!({"type": "http", "scheme": "basic"})),
        ],
        schemas: [
            // One part of the API a line.
            forms::schemas(),
            attribution::schemas(),
            stats::schemas(),
            house::schemas(),
            installs::schemas(),
            raw::schemas(),
            returns::schemas(),
        ]
        .concat(),
        operations: [
            // One part of the API a line.
            operations::operations(),
            attribution::operations(),
            stats::operations(),
            house::operations(),
            installs::operations(),
            raw::operations(),
            returns::operations(),
        ]
        .concat(),
    };
    let mut json = document.json();
    // A client shows its secret to the authorization server only.
    json["security"] = json!([{"bearer": []}, {"key": []}]);
    json
}

/// The route: it needs no key.
pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/openapi/trackway.json", get(serve))
}

async fn serve(State(state): State<Trackway>, headers: HeaderMap) -> Response {
    validator::document(&headers, "application/json", document(&state.app.public_url).to_string())
}

//! The pages people look at: one plain page that says what runs here, to which browsers that open the root are sent, and the reference
//! of the APIs.

mod page;
pub mod reference;

use axum::Router;
use axum::response::{Redirect, Response};
use axum::routing::get;

const PAGE: &str = include_str!("page.html");

/// `/` and `/dashboard`.
pub fn router() -> Router {
    Router::new().route("/", get(|| async { Redirect::to("/dashboard") })).route("/dashboard", get(dashboard))
}

async fn dashboard() -> Response {
    page::answer(PAGE)
}

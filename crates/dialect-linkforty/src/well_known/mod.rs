//! What phones ask for to learn which app may open this installation's links. Public, and never a redirect, which both would refuse.

mod android;
mod apple;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/.well-known/apple-app-site-association", get(apple::apple))
        .route("/.well-known/assetlinks.json", get(android::android))
}

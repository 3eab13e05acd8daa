//! The pages people look at: the dashboard with its live feed, to which browsers that open the root are sent, and the reference of the APIs.
//!
//! The dashboard itself is a program for browsers: its source is in `web/`, npm builds it, and its files become part of the binary. It asks
//! the APIs as any client does, with the session of whoever has signed in; here are only its files and the feed.

mod application;
mod live;
mod page;
pub mod reference;

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use std::sync::Arc;
use tokio::sync::watch;
use trackway_app::App;
use trackway_app::clicks::live::Live;

/// What the pages work with.
#[derive(Clone)]
pub struct Dashboard {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// Clicks as they come in.
    pub live: Arc<Live>,
    /// Becomes true when the process is to stop: a feed would go on for ever.
    pub stopped: watch::Receiver<bool>,
}

/// `/` and everything under `/dashboard`.
pub fn router(dashboard: Dashboard) -> Router {
    let home = format!("{}/dashboard", dashboard.app.public_url.path());
    Router::new()
        .route("/", get(|| async move { Redirect::to(&home) }))
        .route("/dashboard", get(application::page))
        .route("/dashboard/", get(application::page))
        .route("/dashboard/live", get(live::live))
        .route("/dashboard/assets/{file}", get(application::asset))
        .route("/dashboard/{*view}", get(application::page))
        .with_state(dashboard)
}

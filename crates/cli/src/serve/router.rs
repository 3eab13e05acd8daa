//! Everything that is not a redirect: the dialects, health, the dashboard.

use crate::configuration::Configuration;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse as _, Response};
use std::sync::Arc;
use std::time::Instant;
use trackway_app::{App, ids};
use trackway_dialect_fansly::Fansly;
use trackway_dialect_fanvue::Fanvue;
use trackway_dialect_linkforty::LinkForty;
use trackway_edge::pages;
use trackway_identity::TokenIssuer;
use trackway_journal::Journal;
use trackway_web::health::{self, Checks, Finding};
use trackway_web::metrics::requests::{Requests, count};
use trackway_web::rate_limit::RateLimiter;
use trackway_web::request_id::{RequestIds, name_request};

/// `metrics` is what is served of the metrics; `requests` counts what comes to the dialects.
pub(super) fn router(
    app: &Arc<App>,
    checks: Checks,
    tokens: TokenIssuer,
    requests: &Requests,
    metrics: Router,
    configuration: &Configuration,
) -> Router {
    let sliding = |per_minute| Arc::new(RateLimiter::sliding(per_minute));
    let linkforty = LinkForty {
        app: Arc::clone(app),
        limiter: Arc::new(RateLimiter::per_minute(configuration.linkforty_rate)),
        template_optional: configuration.linkforty_template_optional,
    };
    let fanvue = Fanvue {
        app: Arc::clone(app),
        tokens: Arc::new(tokens),
        limiter: sliding(configuration.fanvue_rate),
        requires_version: configuration.fanvue_requires_version,
    };
    let fansly = Fansly { app: Arc::clone(app), limiter: sliding(configuration.fansly_rate) };
    let counted = |dialect, router: Router| router.layer(from_fn_with_state(requests.of(dialect), count));
    Router::new()
        .merge(counted("linkforty", trackway_dialect_linkforty::router(linkforty)))
        .merge(counted("fanvue", trackway_dialect_fanvue::router(fanvue)))
        .merge(counted("fansly", trackway_dialect_fansly::router(fansly)))
        .merge(metrics)
        .merge(trackway_dashboard::router())
        .merge(health::router(Instant::now(), checks))
        .fallback(nothing_here)
        .layer(from_fn_with_state(request_ids(app), name_request))
}

async fn nothing_here(_: Request) -> Response {
    (StatusCode::NOT_FOUND, Html(pages::notice::page("Not found", "There is nothing at this address."))).into_response()
}

fn request_ids(app: &Arc<App>) -> RequestIds {
    let app = Arc::clone(app);
    RequestIds(Arc::new(move || ids::uuid(&*app.clock, &*app.random)))
}

pub(super) fn checks(app: &Arc<App>, journal: &Arc<Journal>) -> Checks {
    let (app, journal) = (Arc::clone(app), Arc::clone(journal));
    Arc::new(move || {
        let (app, journal) = (Arc::clone(&app), Arc::clone(&journal));
        Box::pin(async move { findings(&app, &journal).await })
    })
}

async fn findings(app: &App, journal: &Journal) -> Vec<Finding> {
    let database = app.store.ping().await.err().map(|error| error.to_string());
    let recording = (!journal.is_recording()).then(|| "clicks are not recorded: the journal cannot be written".to_owned());
    vec![("database", database), ("journal", recording)]
}

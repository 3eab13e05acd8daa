//! Everything that is not a redirect: the dialects, health, the dashboard.

use crate::configuration::Configuration;
use crate::serve::parts::Parts;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse as _, Response};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::watch;
use trackway_app::links::open_in_app::AppDoor;
use trackway_app::{App, ids};
use trackway_dashboard::Dashboard;
use trackway_dashboard::reference::{self, Api};
use trackway_dialect_fansly::Fansly;
use trackway_dialect_fanvue::Fanvue;
use trackway_dialect_linkforty::{LinkForty, Sdk};
use trackway_dialect_trackway::Trackway;
use trackway_edge::pages;
use trackway_identity::recognise::recognise;
use trackway_identity::{Identity, TokenIssuer};
use trackway_journal::Journal;
use trackway_web::health::{self, Checks, Finding};
use trackway_web::metrics::requests::count;
use trackway_web::rate_limit::RateLimiter;
use trackway_web::request_id::{RequestIds, name_request};

/// How often a minute somebody who has signed in may say his password, as often as when he signs in.
const PASSWORD_GUESSES: u32 = 10;

/// `metrics` is what is served of the metrics; `stopped` becomes true when the process is to stop.
pub(super) fn router(parts: &Parts, metrics: Router, stopped: watch::Receiver<bool>, configuration: &Configuration) -> Router {
    let Parts { app, tokens, .. } = parts;
    let sliding = |per_minute| Arc::new(RateLimiter::sliding(per_minute));
    let per_minute = || Arc::new(RateLimiter::per_minute(configuration.linkforty_rate));
    let linkforty = LinkForty {
        app: Arc::clone(app),
        geography: Arc::clone(&parts.geography),
        live: Arc::clone(&parts.live),
        limiter: per_minute(),
        sdk: sdk(parts, configuration),
        template_optional: configuration.linkforty_template_optional,
    };
    let fanvue = Fanvue {
        app: Arc::clone(app),
        tokens: Arc::<TokenIssuer>::clone(tokens),
        limiter: sliding(configuration.fanvue_rate),
        requires_version: configuration.fanvue_requires_version,
    };
    let fansly = Fansly { app: Arc::clone(app), limiter: sliding(configuration.fansly_rate) };
    let identity = Identity { app: Arc::clone(app), tokens: Arc::clone(tokens), sign_in_limits: Arc::default() };
    let trackway = Trackway {
        app: Arc::clone(app),
        limiter: per_minute(),
        password_guesses: sliding(PASSWORD_GUESSES),
        visitor_days: configuration.visitor_days,
    };
    let dashboard = Dashboard { app: Arc::clone(app), live: Arc::clone(&parts.live), stopped };
    let counted = |dialect, router: Router| router.layer(from_fn_with_state(parts.requests.of(dialect), count));
    Router::new()
        .merge(counted("trackway", for_pages(app, trackway_dialect_trackway::router(trackway))))
        .merge(counted("linkforty", for_pages(app, trackway_dialect_linkforty::router(linkforty))))
        .merge(counted("fanvue", trackway_dialect_fanvue::router(fanvue)))
        .merge(counted("fansly", trackway_dialect_fansly::router(fansly)))
        .merge(counted("identity", trackway_identity::router(identity)))
        .merge(metrics)
        .merge(for_pages(app, trackway_dashboard::router(dashboard)))
        .merge(reference::router(&apis(app)))
        .merge(health::router(Instant::now(), checks(parts)))
        .fallback(nothing_here)
        .layer(from_fn_with_state(request_ids(app), name_request))
}

/// These can be used by the pages of whoever has signed in, too.
fn for_pages(app: &Arc<App>, router: Router) -> Router {
    router.layer(from_fn_with_state(Arc::clone(app), recognise))
}

fn sdk(parts: &Parts, configuration: &Configuration) -> Sdk {
    Sdk {
        click_tokens: parts.click_tokens.clone(),
        door: AppDoor { recorder: Arc::<Journal>::clone(&parts.journal), doorkeeper: Arc::clone(&parts.doorkeeper) },
        limiter: Arc::new(RateLimiter::per_minute(configuration.sdk_rate)),
    }
}

/// The APIs that have a reference page.
fn apis(app: &App) -> [Api; 4] {
    let url = &app.public_url;
    let api = |path, name, document_path, document| Api { path, name, document_path, document };
    [
        api("/docs", "LinkForty", "/api/openapi.json", trackway_dialect_linkforty::openapi::document(url)),
        api("/docs/trackway", "Trackway", "/openapi/trackway.json", trackway_dialect_trackway::openapi::document(url)),
        api("/docs/fanvue", "Fanvue", "/openapi/fanvue.json", trackway_dialect_fanvue::openapi::document(url)),
        api("/docs/fansly", "Fansly", "/api/fansly/openapi.json", trackway_dialect_fansly::openapi::document(url)),
    ]
}

async fn nothing_here(_: Request) -> Response {
    let page = Html(pages::notice::page("Not found", "There is nothing at this address."));
    (StatusCode::NOT_FOUND, [(CONTENT_SECURITY_POLICY, pages::POLICY)], page).into_response()
}

fn request_ids(app: &Arc<App>) -> RequestIds {
    let app = Arc::clone(app);
    RequestIds(Arc::new(move || ids::uuid(&*app.clock, &*app.random)))
}

pub(super) fn checks(parts: &Parts) -> Checks {
    let (app, journal, most) = (Arc::clone(&parts.app), Arc::clone(&parts.journal), parts.backlog_limit / 10 * 9);
    Arc::new(move || {
        let (app, journal) = (Arc::clone(&app), Arc::clone(&journal));
        Box::pin(async move { findings(&app, &journal, most).await })
    })
}

/// With more than `most` bytes waiting, clicks will soon be counted as unrecorded.
async fn findings(app: &App, journal: &Journal, most: u64) -> Vec<Finding> {
    let database = app.store.ping().await.err().map(|error| error.to_string());
    // Whoever runs a newer program beside this one changes the tables under its feet.
    let migrations = match app.store.migrations().await {
        Ok(migrations) if migrations.is_current() => None,
        Ok(migrations) => Some(format!("{} steps are done, this program knows {}", migrations.done, migrations.known)),
        Err(error) => Some(error.to_string()),
    };
    let recording = (!journal.is_recording()).then(|| "clicks are not recorded: the journal cannot be written".to_owned());
    let waiting = journal.backlog_bytes();
    let backlog = (waiting > most).then(|| format!("{waiting} bytes of clicks wait, nearly as many as may"));
    vec![("database", database), ("migrations", migrations), ("journal", recording), ("backlog", backlog)]
}

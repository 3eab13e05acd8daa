//! The Fanvue dialect: tracking links of a creator, behind access tokens with scopes and a version header.
//!
//! A request passes the `door` (which version, who, for which account, how often), then the extractor that its handler names (`access`:
//! which scopes), then the handler. Issuing tokens is left to `identity`, what a link is and does to `trackway-app`, and the
//! `X-Request-Id` of each answer to `trackway-web`.

mod access;
mod caller;
mod creators;
mod cursor;
mod door;
mod error;
mod links;
pub mod openapi;
mod query;
mod scope;
mod users;
mod version;

use access::Anything;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, get};
use error::Error;
use std::sync::Arc;
use trackway_app::App;
use trackway_app::tokens::AccessTokens;
use trackway_web::rate_limit::RateLimiter;

/// What the dialect works with.
#[derive(Clone)]
pub struct Fanvue {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// Who reads access tokens.
    pub tokens: Arc<dyn AccessTokens>,
    /// How often each client may ask for each account.
    pub limiter: Arc<RateLimiter>,
    /// False where a request without a version header means the current version.
    pub requires_version: bool,
}

/// Everything under `/tracking-links`, `/creators` and `/users`, and the same under `/v1`; what does not exist there too, but nothing
/// beside it.
pub fn router(fanvue: Fanvue) -> Router {
    let door = from_fn_with_state(fanvue.clone(), door::enter);
    let paths = paths().nest("/v1", paths().fallback(nothing)).route("/v1/", any(nothing));
    // The door also gets before what a router says where it has no path. Merging puts another router's answer in its place, so that
    // the door is passed on these paths only.
    paths.method_not_allowed_fallback(wrong_method).layer(door).with_state(fanvue.clone()).merge(openapi::routes().with_state(fanvue))
}

fn paths() -> Router<Fanvue> {
    let creators = Router::new()
        .route("/", get(creators::list::list))
        .route("/{creatorUserUuid}/tracking-links", all_links())
        .route("/{creatorUserUuid}/tracking-links/{uuid}", one_link())
        .route("/{creatorUserUuid}/tracking-links/{uuid}/users", get(links::list_users::list_users))
        .route("/{creatorUserUuid}/tracking-links/{uuid}/users/{userUuid}/metadata", get(links::user_metadata::user_metadata));
    let links = Router::new()
        .route("/", all_links())
        .route("/{uuid}", one_link())
        .route("/{uuid}/users", get(links::list_users::list_users))
        .route("/{uuid}/users/{userUuid}/metadata", get(links::user_metadata::user_metadata));
    let users = Router::new().route("/me", get(users::me::me));
    Router::new()
        .nest("/creators", creators.fallback(nothing))
        .nest("/tracking-links", links.fallback(nothing))
        .nest("/users", users.fallback(nothing))
        .route("/creators/", any(nothing))
        .route("/tracking-links/", any(nothing))
        .route("/users/", any(nothing))
}

fn all_links() -> MethodRouter<Fanvue> {
    get(links::list::list).post(links::create::create)
}

fn one_link() -> MethodRouter<Fanvue> {
    get(links::find::find).patch(links::update::update).delete(links::delete::delete)
}

async fn nothing(_: Anything) -> Error {
    Error::NotFound("Not found")
}

async fn wrong_method(_: Anything) -> Error {
    Error::WrongMethod
}

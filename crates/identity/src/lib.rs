//! Who may act: people who sign in, clients that they allow something, the tokens that say so, and the keys that sign these.
//!
//! Here are the pages and the wire of OAuth 2.0. What is kept, and what follows from what, is `trackway-app`'s; what a token allows in a
//! dialect is the dialect's to say.

pub mod access_token;
mod cookies;
mod form;
pub mod key_ring;
mod oauth2;
mod pages;
pub mod recognise;
mod sign_in;
mod sign_out;
pub mod signing_key;
pub mod visitor;

pub use access_token::TokenIssuer;
pub use sign_in::SignInLimits;
pub use signing_key::SigningKey;

use axum::Router;
use axum::routing::get;
use std::sync::Arc;
use trackway_app::App;

/// What the pages and endpoints work with.
#[derive(Clone)]
pub struct Identity {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// Who signs and reads tokens.
    pub tokens: Arc<TokenIssuer>,
    /// How often somebody may try to sign in.
    pub sign_in_limits: Arc<SignInLimits>,
}

/// Everything under `/sign-in`, `/sign-out`, `/oauth2` and `/.well-known`.
pub fn router(identity: Identity) -> Router {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-out", get(sign_out::show).post(sign_out::sign_out))
        .merge(oauth2::routes())
        .with_state(identity)
}

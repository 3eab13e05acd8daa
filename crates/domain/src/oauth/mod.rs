//! OAuth 2.0: other people's programs, what they may be allowed, and what somebody has allowed them.

pub mod client;
pub mod consent;
pub mod pkce;
pub mod redirect_uri;
pub mod scope;

//! Who may act: the keys that sign access tokens, and the tokens.
//!
//! What a token allows in a dialect is the dialect's to say; whose it is, the app's.

pub mod access_token;
pub mod signing_key;

pub use access_token::TokenIssuer;
pub use signing_key::SigningKey;

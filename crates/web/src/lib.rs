//! What every HTTP surface of Trackway shares, and no dialect's words: the accept loop, whose address a request came from, bodies,
//! rate limits, request ids. What an answer looks like is each dialect's own.

pub mod accept;
pub mod body;
pub mod client;
pub mod form;
pub mod heads;
pub mod health;
pub mod html;
pub mod leftover;
pub mod metrics;
pub mod openapi;
pub mod rate_limit;
pub mod request_id;
pub mod seats;
pub mod spreadsheet;
pub mod validator;

//! Trying a link out: what a visitor would get, without being one.

pub mod open;
pub mod visitors;

//! Defaults for links.

pub mod create;
pub mod find;

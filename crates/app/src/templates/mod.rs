//! Defaults for links.

pub mod create;
pub mod delete;
pub mod find;
pub mod update;

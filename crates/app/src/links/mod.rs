//! Links: made, found, changed, deleted, and the route that a path leads to.

pub mod create;
pub mod days;
pub mod delete;
pub mod find;
pub mod let_through;
pub mod resolve;
pub mod update;

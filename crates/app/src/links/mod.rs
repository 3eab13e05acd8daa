//! Links: made, found, changed, deleted, and the route that a path leads to.

pub mod create;
pub mod create_once;
pub mod days;
pub mod delete;
pub mod find;
pub mod guarded;
pub mod let_through;
pub mod open_in_app;
pub mod resolve;
pub mod retag;
pub mod tags;
pub mod update;

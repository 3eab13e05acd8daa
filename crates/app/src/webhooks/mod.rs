//! Addresses that want to be told of what happens: made, found, changed, deleted. Telling them is left to others.

pub mod create;
pub mod delete;
pub mod find;
pub mod update;

//! Addresses that want to be told of what happens: made, found, changed, deleted, tried out, and what they were told. Telling them is left
//! to others.

pub mod create;
pub mod delete;
pub mod find;
pub mod list_deliveries;
pub mod reach;
pub mod replay;
pub mod rotate_secret;
pub mod test;
pub mod update;

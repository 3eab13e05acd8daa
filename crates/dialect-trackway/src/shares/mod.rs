//! Shares: made, listed and ended by keys; opened by whoever has the address.

pub(crate) mod create;
pub(crate) mod list;
mod numbers;
mod page;
pub(crate) mod revoke;
mod row;
pub(crate) mod show;

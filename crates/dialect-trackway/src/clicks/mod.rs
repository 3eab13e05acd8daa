//! Recorded clicks, one by one.

pub(crate) mod list;
pub mod row;

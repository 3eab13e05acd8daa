//! `/api/conversions`: what persons did.

pub(crate) mod create;
pub(crate) mod explain;
pub(crate) mod find;
pub(crate) mod list;
pub mod row;

//! Names under which links are grouped.

pub mod create;
pub mod find;

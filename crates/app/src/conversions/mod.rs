//! Conversions: recorded, found and listed.

pub mod explain;
pub mod find;
pub mod record;

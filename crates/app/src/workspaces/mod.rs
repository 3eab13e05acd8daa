//! Tenants.

pub mod find;
pub mod found;

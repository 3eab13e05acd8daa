//! Tenants.

pub mod found;

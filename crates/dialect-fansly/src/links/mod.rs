//! Tracking links of an account. Their ids travel in bodies, not in paths.

pub(crate) mod create;
pub(crate) mod delete;
mod fields;
pub(crate) mod list;
pub(crate) mod stats;
pub(crate) mod update;
pub(crate) mod wire;

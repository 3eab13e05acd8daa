//! Creators and apps.

pub mod acting_for;
pub mod create;
pub mod find;
pub mod follow_public_url;
pub mod set_profile;
pub mod set_tracking_parameter;

//! Tracking links of one account: the caller's own, or one that he manages. The handlers are the same for both.

pub(crate) mod create;
pub(crate) mod delete;
mod fields;
pub(crate) mod find;
pub(crate) mod list;
pub(crate) mod list_users;
pub(crate) mod update;
pub(crate) mod user_metadata;
pub(crate) mod wire;

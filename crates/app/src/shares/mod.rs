//! Shares: addresses under which others may look at the numbers of one link or one tag.

pub mod create;
pub mod list;
pub mod look;
pub mod revoke;

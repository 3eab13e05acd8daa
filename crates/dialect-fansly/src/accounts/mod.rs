//! Accounts: which there are, and which one a key has reached.

pub(crate) mod list;
pub(crate) mod me;

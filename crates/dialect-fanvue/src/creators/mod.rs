//! Creators: the accounts of the workspace, as an agency sees them.

pub(crate) mod list;

//! `/api/installs`: installs, and why they were credited as they were.

pub(crate) mod explain;
pub(crate) mod list;

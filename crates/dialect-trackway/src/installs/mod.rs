//! `/api/installs`: why installs were credited as they were.

pub(crate) mod explain;

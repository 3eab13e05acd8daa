//! The model by which a workspace's totals are shared.

pub(crate) mod change;
pub(crate) mod recompute;
pub(crate) mod row;
pub(crate) mod show;

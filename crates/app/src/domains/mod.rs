//! Custom domains: host names of a workspace, named, shown to be its own, and given up.

pub mod add;
pub mod find;
pub mod records;
pub mod remove;
pub mod served;
pub mod verify;

//! By which model credit is shared, and working it out anew when that changes.

pub mod choose;
pub mod recompute;
pub mod rules;

//! What links cost, and what comes of it.

pub mod cohorts;
pub mod of_links;

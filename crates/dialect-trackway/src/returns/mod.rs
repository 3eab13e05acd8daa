//! What links cost, and what comes of it.

mod asked;
pub(crate) mod cohorts;
pub(crate) mod of_links;

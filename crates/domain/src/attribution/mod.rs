//! Which link gets the credit. [`standing`] is the heart: all that one person gives to links, from all that is known of him.

pub mod contribution;
pub mod credit;
pub mod credited;
pub mod explain;
pub mod model;
pub mod rules;
pub mod standing;
pub mod touch;

pub use contribution::Contribution;
pub use credited::Credit;
pub use explain::{Explanation, explain};
pub use model::Model;
pub use rules::Rules;
pub use standing::{Event, History, Standing, standing};
pub use touch::Touch;

#[cfg(test)]
mod stories;

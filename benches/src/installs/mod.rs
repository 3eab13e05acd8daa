//! A population with phones, addresses and habits, made from a seed: clicks and installs of which it is known what led to what, so that
//! algorithms which have to guess can be counted. docs/install-attribution.md has the assumptions and what came out.

pub mod happening;
pub mod ours;
pub mod people;
pub mod published;
pub mod score;

pub use happening::{Click, Happenings, Install, Scenario};
pub use score::Score;

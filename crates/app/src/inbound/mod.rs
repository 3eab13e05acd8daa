//! What platforms send of their own accord.

pub mod keep;
pub mod sender;
pub mod set_secret;

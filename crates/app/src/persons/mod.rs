//! Identified visitors, as accounts ask about them.

pub mod dossier;
pub mod erase;
pub mod find;

//! Identified visitors, as accounts ask about them.

pub mod find;

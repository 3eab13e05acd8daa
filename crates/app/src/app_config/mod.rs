//! What a workspace says of its app, and what phones are told of it.

pub mod documents;
pub mod lint;
pub mod update;

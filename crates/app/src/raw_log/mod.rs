//! What was recorded, one by one: in pages for people, and to its end for exports, which hold a portion at a time and nothing more.

pub mod clicks;
pub mod conversions;

//! Sessions of people in browsers.

pub mod end;
pub mod find;
pub mod start;

//! Sessions of people in browsers.

pub mod act;
pub mod end;
pub mod find;
pub mod start;

//! QR codes of links: what is drawn, in which colours, and how it becomes a file.

pub mod colors;
pub mod draw;
mod image;
mod vector;

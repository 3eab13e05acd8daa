//! The Fansly dialect of tracking links.

//! The Fanvue dialect of tracking links.

//! What the targets share: an installation whose doors are called with whatever the fuzzer thinks of.

pub mod doors;

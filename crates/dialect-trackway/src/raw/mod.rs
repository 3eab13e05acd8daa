//! What was recorded, one by one, in the format that is asked for: a page of JSON, or everything as CSV or NDJSON, written as it is read.

pub(crate) mod accept;
pub mod format;
pub(crate) mod stream;

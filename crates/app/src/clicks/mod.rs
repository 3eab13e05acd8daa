//! Clicks: from the journal to the store.

pub mod crawlers;
pub mod enrich;
pub mod ingest;
pub mod live;
pub mod quarantine;
pub mod query;
pub mod record;

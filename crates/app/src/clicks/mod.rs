//! Clicks: from the journal to the store.

pub mod crawlers;
pub mod data_centers;
pub mod enrich;
pub mod ingest;
pub mod quarantine;
pub mod query;
pub mod record;
pub mod user_agent;

//! Clicks: from the journal to the store.

pub mod agents;
pub mod crawlers;
pub mod data_centers;
pub mod enrich;
pub mod ingest;
pub mod live;
pub mod progress;
pub mod purge;
pub mod quarantine;
pub mod query;
pub mod reclassify;
pub mod record;
pub mod recorder;
pub mod salts;
pub mod tend;
pub mod traces;
pub mod user_agent;

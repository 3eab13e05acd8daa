//! The thread that takes clicks in.

use crate::configuration::{AddressPrivacyMode, Configuration};
use crate::serve::parts::Parts;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use tokio::runtime::Handle;
use trackway_app::clicks::enrich::{AddressPrivacy, Enrichment};
use trackway_app::clicks::ingest::Ingestion;
use trackway_app::clicks::salts::PeriodSalts;
use trackway_app::clicks::traces::Traces;

/// Ingestion at work.
pub(super) struct Ingesting {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Ingesting {
    pub(super) fn start(parts: &Parts, configuration: &Configuration) -> anyhow::Result<Self> {
        let privacy = match configuration.address_privacy {
            AddressPrivacyMode::Truncated => AddressPrivacy::Truncated,
            AddressPrivacyMode::Full => AddressPrivacy::Full,
        };
        let (agents, geography, data_centers) = (Arc::clone(&parts.agents), Arc::clone(&parts.geography), Arc::clone(&parts.data_centers));
        let stop = Arc::new(AtomicBool::new(false));
        let ingestion = Ingestion {
            app: Arc::clone(&parts.app),
            runtime: Handle::current(),
            journal: Arc::clone(&parts.journal),
            enrichment: Enrichment::new(agents, geography, data_centers, privacy),
            salts: PeriodSalts::every(configuration.visitor_days),
            traces: Traces::default(),
            quarantine: Arc::clone(&parts.quarantine),
            live: Arc::clone(&parts.live),
            progress: Arc::clone(&parts.progress),
            stop: Arc::clone(&stop),
        };
        let thread = std::thread::Builder::new().name("ingestion".to_owned()).spawn(move || ingestion.run())?;
        Ok(Self { stop, thread })
    }

    /// Waits until what the journal holds has been taken in, or the store refuses.
    pub(super) async fn finish(self) {
        self.stop.store(true, Ordering::Release);
        // A panic of the thread was reported when it happened; its clicks are in the journal for the next start.
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

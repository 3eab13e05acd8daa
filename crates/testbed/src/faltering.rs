//! A store that fails every third time on the way of clicks, in turn with nothing done or with everything done and nobody told.

use async_trait::async_trait;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::visitor::Salt;
use trackway_store::clicks::{Checkpoint, ClickRow, Clicks, IngestError, LogPosition, Reclassified, Rule};
use trackway_store::salts::Salts;
use trackway_store::{Store, StoreError};
use uuid::Uuid;

/// When a transaction fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before anything is done.
    Before,
    /// After everything is done, so that only the answer is lost.
    After,
}

/// The ports of another store that ingestion asks. Clones count their calls together.
#[derive(Clone)]
pub(crate) struct FalteringClicks {
    store: Arc<dyn Store>,
    moment: Moment,
    calls: Arc<AtomicU64>,
}

impl FalteringClicks {
    pub(crate) fn new(store: Arc<dyn Store>, moment: Moment) -> Self {
        Self { store, moment, calls: Arc::default() }
    }

    /// Makes a call, or fails before or after it.
    async fn falter<T, E: From<StoreError>>(&self, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let fails = self.calls.fetch_add(1, Ordering::SeqCst) % 3 == 2;
        let failure = || Err(StoreError::Unavailable("as the test wants it".to_owned()).into());
        match self.moment {
            Moment::Before if fails => failure(),
            Moment::After if fails => call.await.and_then(|_| failure()),
            Moment::Before | Moment::After => call.await,
        }
    }
}

#[async_trait]
impl Clicks for FalteringClicks {
    async fn ingest(&self, batch: Vec<ClickRow>, checkpoint: Checkpoint) -> Result<(), IngestError> {
        self.falter(self.store.clicks().ingest(batch, checkpoint)).await
    }
    async fn position(&self, segment: Uuid) -> Result<Option<u64>, StoreError> {
        self.falter(self.store.clicks().position(segment)).await
    }
    async fn latest(&self, link: LinkId, limit: u32) -> Result<Vec<ClickRow>, StoreError> {
        self.store.clicks().latest(link, limit).await
    }
    async fn find(&self, id: ClickId) -> Result<Option<ClickRow>, StoreError> {
        self.store.clicks().find(id).await
    }
    async fn log(&self, after: LogPosition, limit: u32) -> Result<Vec<(LogPosition, ClickRow)>, StoreError> {
        self.store.clicks().log(after, limit).await
    }
    async fn log_end(&self) -> Result<LogPosition, StoreError> {
        self.store.clicks().log_end().await
    }
    async fn reclassify(&self, after: LogPosition, rule: Rule) -> Result<Option<Reclassified>, StoreError> {
        self.store.clicks().reclassify(after, rule).await
    }
}

#[async_trait]
impl Salts for FalteringClicks {
    async fn of_period(&self, period: i64, fresh: Salt) -> Result<Salt, StoreError> {
        self.falter(self.store.salts().of_period(period, fresh)).await
    }
    async fn forget_before(&self, period: i64) -> Result<(), StoreError> {
        self.falter(self.store.salts().forget_before(period)).await
    }
}

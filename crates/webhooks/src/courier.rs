//! The rounds: who is due is told, each by himself, so that nobody waits for anybody.

use crate::client::Client;
use crate::dispatch;
use crate::pace::Places;
use crate::progress::Progress;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use trackway_app::App;
use trackway_domain::webhook::WebhookId;
use trackway_store::StoreError;
use trackway_store::events::Event;
use trackway_store::outbox::Health;

/// The body that tells of an event: the same event has the same body every time.
pub type Telling = Arc<dyn Fn(&Event) -> Bytes + Send + Sync>;

/// Who delivers. One at a time may be at work on a store.
pub struct Courier {
    pub(crate) app: Arc<App>,
    pub(crate) client: Client,
    pub(crate) telling: Telling,
    pub(crate) progress: Arc<Progress>,
    places: Places,
}

/// How often it is asked who is due.
const ROUND: Duration = Duration::from_millis(250);

/// How long the store is left alone after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// How long answers are waited for when the process is to stop. What has not been answered by then is sent again after the next start.
const GRACE: Duration = Duration::from_secs(3);

/// How often it is looked whether too much waits.
const SHED: Duration = Duration::from_secs(30);

/// How often old deliveries are forgotten, and how many at once, so that other changes get their turn.
const SWEEP: Duration = Duration::from_secs(600);
const SWEPT_AT_ONCE: u32 = 500;

impl Courier {
    /// A courier who tells events in these words.
    #[must_use]
    pub fn new(app: Arc<App>, client: Client, telling: Telling, progress: Arc<Progress>) -> Self {
        Self { app, client, telling, progress, places: Places::default() }
    }

    /// Goes its rounds until the process is to stop. Deliveries are forgotten when their events are older than `kept`, and given up where more
    /// than `most` of one webhook wait.
    pub async fn run(self, kept: SignedDuration, most: NonZeroU32, mut stopped: watch::Receiver<bool>) {
        let (this, mut errands, mut swept, mut shed) = (Arc::new(self), Errands::default(), None::<Instant>, None::<Instant>);
        while !*stopped.borrow() {
            let pause = match this.set_out(&mut errands).await {
                Ok(()) => ROUND,
                Err(error) => {
                    tracing::warn!(%error, "webhooks wait");
                    AFTER_FAILURE
                }
            };
            if swept.is_none_or(|last| last.elapsed() >= SWEEP) {
                this.forget(kept).await;
                swept = Some(Instant::now());
            }
            if shed.is_none_or(|last| last.elapsed() >= SHED) {
                this.shed(most).await;
                shed = Some(Instant::now());
            }
            tokio::select! {
                changed = stopped.changed() => if changed.is_err() { break },
                () = sleep(pause) => {}
                Some(ended) = errands.running.join_next_with_id() => errands.end(ended),
            }
            errands.end_all();
        }
        // Whoever takes longer is told again.
        let _ = timeout(GRACE, async { while errands.running.join_next().await.is_some() {} }).await;
    }

    /// One round: tells everybody who is due now, and returns when all have been told.
    ///
    /// # Errors
    /// The store's trouble.
    pub async fn round(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut errands = Errands::default();
        self.set_out(&mut errands).await?;
        while let Some(ended) = errands.running.join_next_with_id().await {
            errands.end(ended);
        }
        Ok(())
    }

    /// Sets out to everybody who is due and to whom nobody is on his way.
    async fn set_out(self: &Arc<Self>, errands: &mut Errands) -> Result<(), StoreError> {
        for (webhook, health) in self.app.store.outbox().due(self.app.clock.now()).await? {
            if !errands.under_way.values().any(|known| *known == webhook) {
                let this = Arc::clone(self);
                let handle = errands.running.spawn(async move { this.visit(webhook, health).await });
                errands.under_way.insert(handle.id(), webhook);
            }
        }
        Ok(())
    }

    async fn visit(self: Arc<Self>, webhook: WebhookId, health: Health) {
        let Some(_place) = self.places.take(health).await else { return };
        if let Err(error) = dispatch::run(&self, webhook).await {
            tracing::warn!(%webhook, %error, "what a webhook was told is not recorded: it is told again");
            sleep(AFTER_FAILURE).await;
        }
    }

    /// Gives up the oldest of what waits beyond `most` of a webhook.
    pub async fn shed(&self, most: NonZeroU32) {
        loop {
            match self.app.store.outbox().shed(most.get(), SWEPT_AT_ONCE).await {
                Ok(given_up) => {
                    self.progress.shed(u64::from(given_up));
                    if given_up < SWEPT_AT_ONCE {
                        return;
                    }
                }
                Err(error) => return tracing::warn!(%error, "too much waits for webhooks"),
            }
        }
    }

    async fn forget(&self, kept: SignedDuration) {
        let before = self.app.clock.now().checked_sub(kept).unwrap_or(Timestamp::UNIX_EPOCH);
        loop {
            match self.app.store.outbox().forget(before, SWEPT_AT_ONCE).await {
                Ok(forgotten) if forgotten == SWEPT_AT_ONCE => {}
                Ok(_) => return,
                Err(error) => return tracing::warn!(%error, "old deliveries stay for now"),
            }
        }
    }
}

/// Those who are on their way, and to whom.
#[derive(Default)]
struct Errands {
    running: JoinSet<()>,
    under_way: HashMap<Id, WebhookId>,
}

impl Errands {
    fn end(&mut self, ended: Result<(Id, ()), JoinError>) {
        // A panic was reported when it happened.
        let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
        self.under_way.remove(&id);
    }

    fn end_all(&mut self) {
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.end(ended);
        }
    }
}

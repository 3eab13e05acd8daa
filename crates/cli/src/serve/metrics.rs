//! Which numbers there are, and where they are served. docs/metrics.md says the same, and a test holds the two against each other.

use crate::configuration::Configuration;
use crate::serve::parts::Parts;
use crate::serve::{process, router};
use anyhow::Context as _;
use axum::Router;
use hyper::service::service_fn;
use jiff::Timestamp;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceExt as _;
use trackway_app::App;
use trackway_app::clicks::progress::Progress;
use trackway_app::clicks::quarantine::Quarantine;
use trackway_edge::RouteCache;
use trackway_journal::Journal;
use trackway_web::accept::{self, Limits, Plain};
use trackway_web::health::Checks;
use trackway_web::metrics::endpoint::{self, Look};
use trackway_web::metrics::page::Page;
use trackway_web::metrics::requests::Requests;
use trackway_webhooks::progress::Progress as Deliveries;

/// Connections to a listener of the metrics' own: a few scrapers.
const CONNECTIONS: NonZeroUsize = NonZeroUsize::new(64).unwrap();

/// Where the numbers come from.
pub(super) struct Sources {
    app: Arc<App>,
    journal: Arc<Journal>,
    routes: Arc<RouteCache>,
    progress: Arc<Progress>,
    quarantine: Arc<Quarantine>,
    requests: Requests,
    deliveries: Arc<Deliveries>,
    checks: Checks,
    started: Timestamp,
}

impl Sources {
    pub(super) fn of(parts: &Parts) -> Self {
        Self {
            app: Arc::clone(&parts.app),
            journal: Arc::clone(&parts.journal),
            routes: Arc::clone(&parts.routes),
            progress: Arc::clone(&parts.progress),
            quarantine: Arc::clone(&parts.quarantine),
            requests: parts.requests.clone(),
            deliveries: Arc::clone(&parts.deliveries),
            checks: router::checks(parts),
            started: parts.started,
        }
    }

    async fn page(&self) -> Page {
        let mut page = Page::default();
        self.clicks(&mut page);
        self.links(&mut page);
        page.requests(&self.requests);
        self.webhooks(&mut page).await;
        self.process(&mut page);
        let findings = (self.checks)().await.into_iter().map(|(name, trouble)| (name.to_owned(), trouble.is_none()));
        page.flags("trackway_ready", "Whether what the work depends on works (1) or not (0), by check of /health/ready", "check", findings);
        page
    }

    fn clicks(&self, page: &mut Page) {
        let Self { app, journal, progress, quarantine, .. } = self;
        let recorded = "Clicks that were recorded in the journal before their answer left";
        page.counter("trackway_clicks_recorded", recorded, journal.recorded());
        let unrecorded = "Clicks that could not be recorded: the visitor was sent on, the click is lost";
        page.counter("trackway_clicks_unrecorded", unrecorded, journal.unrecorded());
        page.counter("trackway_clicks_ingested", "Clicks that were taken from the journal into the store", progress.taken_in());
        let put_aside = "Clicks that cannot be stored for good and were put aside in the quarantine file";
        page.counter("trackway_clicks_quarantined", put_aside, quarantine.count() as u64);
        page.bytes("trackway_journal_backlog", "Recorded clicks that ingestion has not read yet", journal.backlog_bytes());
        let lag = "Age of the oldest click of the batch that is being taken in, 0 between batches";
        page.seconds("trackway_ingestion_lag", lag, progress.lag(app.clock.now()).as_secs_f64());
    }

    fn links(&self, page: &mut Page) {
        page.gauge("trackway_link_cache_entries", "Links at hand for redirects", self.routes.entries() as u64);
        page.bytes("trackway_link_cache", "What the links at hand take, about", self.routes.bytes());
        let misses = "Redirects for which the store was asked where a path leads";
        page.counter("trackway_link_cache_misses", misses, self.routes.misses());
    }

    async fn webhooks(&self, page: &mut Page) {
        let tries = "Tries to tell a webhook, by what became of them";
        page.counters("trackway_webhook_attempts", tries, "result", self.deliveries.tries());
        page.counter(
            "trackway_webhooks_disabled",
            "Webhooks that were switched off since nothing reached them",
            self.deliveries.disabled(),
        );
        page.counter(
            "trackway_webhook_deliveries_shed",
            "Deliveries that were given up since too many waited for one webhook",
            self.deliveries.shed_deliveries(),
        );
        page.gauge("trackway_webhook_requests", "Requests to webhooks that wait for their answer", self.deliveries.under_way());
        let now = self.app.clock.now();
        // Where the store is away, `trackway_ready` says so.
        let Ok(backlog) = self.app.store.outbox().backlog(now).await else { return };
        page.gauge("trackway_webhook_backlog", "Deliveries that are still to be tried, to webhooks that are switched on", backlog.waiting);
        let lag = backlog.due_since.map_or(0.0, |since| now.duration_since(since).as_secs_f64());
        page.seconds("trackway_webhook_lag", "How long the delivery has been due that is due for the longest, 0 where none is", lag);
    }

    fn process(&self, page: &mut Page) {
        page.info("trackway_build", "The program that runs", "version", env!("CARGO_PKG_VERSION"));
        let started = self.started.as_duration().as_secs_f64();
        page.seconds("process_start_time", "When the process started, since 1970", started);
        // A system without /proc shows neither.
        if let Some(bytes) = process::resident_bytes() {
            page.bytes("process_resident_memory", "Memory that the process holds", bytes);
        }
        if let Some(files) = process::open_files() {
            page.gauge("process_open_fds", "File descriptors that the process has open, connections included", files);
        }
    }
}

/// Looks at these numbers.
pub(super) fn look(sources: Sources) -> Look {
    let sources = Arc::new(sources);
    Arc::new(move || {
        let sources = Arc::clone(&sources);
        Box::pin(async move { sources.page().await })
    })
}

/// What the main listener serves of them: something where a token is set.
pub(super) fn on_main_listener(configuration: &Configuration, look: &Look) -> Router {
    configuration.metrics_token.as_ref().map_or_else(Router::new, |token| endpoint::behind(token.reveal(), Arc::clone(look)))
}

/// A listener that serves nothing else.
pub(super) struct Listener {
    listener: TcpListener,
    pub(super) address: SocketAddr,
}

impl Listener {
    /// Listens where the settings say so.
    pub(super) async fn bind(configuration: &Configuration) -> anyhow::Result<Option<Self>> {
        let Some(wanted) = configuration.metrics_listen else { return Ok(None) };
        let listener = TcpListener::bind(wanted).await.with_context(|| format!("cannot listen on {wanted} for metrics"))?;
        Ok(Some(Self { address: listener.local_addr()?, listener }))
    }

    /// Answers until the process is to stop.
    pub(super) async fn serve(self, look: Look, stopped: watch::Receiver<bool>) {
        let router = endpoint::open(look);
        let limits = Limits { connections: CONNECTIONS.get(), ..Limits::default() };
        accept::serve(self.listener, Plain, limits, stopped, move |_, seat| {
            let router = router.clone();
            service_fn(move |request| {
                let (router, answering) = (router.clone(), seat.answering());
                async move {
                    let answer = router.oneshot(request).await;
                    drop(answering);
                    answer
                }
            })
        })
        .await;
    }
}

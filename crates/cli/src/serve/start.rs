//! Wiring the house together, running it, and taking it down without losing a click.

use crate::configuration::{AddressPrivacyMode, Configuration, DurabilityMode};
use crate::installation::{self, Folder};
use crate::output;
use crate::serve::metrics::{self, Sources};
use crate::serve::{router, signals};
use anyhow::{Context as _, anyhow};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::clicks::enrich::{AddressPrivacy, Enrichment};
use trackway_app::clicks::ingest::Ingestion;
use trackway_app::clicks::progress::Progress;
use trackway_app::clicks::quarantine::Quarantine;
use trackway_app::clicks::salts::PeriodSalts;
use trackway_app::geography::Geography;
use trackway_app::links::let_through::Doorkeeper;
use trackway_app::public_url::PublicUrl;
use trackway_app::random::{SystemRandom, bytes};
use trackway_app::{App, cache, workspaces};
use trackway_edge::{Edge, Front, People, RouteCache};
use trackway_journal::{Durability, Journal, Options};
use trackway_web::accept::{self, Limits};
use trackway_web::client::TrustedProxies;
use trackway_web::metrics::requests::Requests;

/// How many passes of a link with a cap are taken from the store at once.
const PASSES_AT_ONCE: NonZeroU32 = NonZeroU32::new(16).unwrap();

pub(super) async fn run(configuration: Configuration) -> anyhow::Result<()> {
    let stopped = signals::listen()?;
    let folder = Folder::prepare(&configuration.data)?;
    let journal = Arc::new(open_journal(&folder, &configuration)?);
    let listener = TcpListener::bind(configuration.listen).await.with_context(|| format!("cannot listen on {}", configuration.listen))?;
    let address = listener.local_addr()?;
    let metrics_listener = metrics::Listener::bind(&configuration).await?;
    let routes = Arc::new(RouteCache::new(configuration.link_cache_bytes));
    let public_url = public_url(&configuration, address)?;
    let (app, workspace) = installation::for_server(folder.open_store()?, public_url, Arc::<RouteCache>::clone(&routes)).await?;
    let app = Arc::new(app);
    let tokens = folder.token_issuer(&app).await?;
    let knowledge = Knowledge::gather(&configuration)?;

    let (progress, quarantine) = (Arc::<Progress>::default(), Arc::new(Quarantine::new(folder.quarantine())));
    let ingestion = match configuration.ingestion {
        true => Some(Ingesting::start(&app, &journal, (&progress, &quarantine), &knowledge, &configuration)?),
        false => None,
    };
    let doorkeeper = Arc::new(Doorkeeper::taking(PASSES_AT_ONCE));
    let followed = Arc::clone(&app);
    let following = tokio::spawn(async move { cache::follow(&followed).await });
    let edge = Edge {
        app: Arc::clone(&app),
        cache: Arc::clone(&routes),
        journal: Arc::clone(&journal),
        geography: knowledge.geography,
        people: People { agents: knowledge.agents, data_centers: knowledge.data_centers, doorkeeper: Arc::clone(&doorkeeper) },
        click_tokens: folder.click_tokens()?,
        shows_click_ids: configuration.click_id_header,
    };
    let (requests, checks, started) = (Requests::default(), router::checks(&app, &journal), app.clock.now());
    let look = metrics::look(Sources {
        app: Arc::clone(&app),
        journal: Arc::clone(&journal),
        routes,
        progress,
        quarantine,
        requests: requests.clone(),
        checks: Arc::clone(&checks),
        started,
    });
    let shown = metrics::on_main_listener(&configuration, &look);
    let router = router::router(&app, checks, tokens, &requests, shown, &configuration);
    let front = Arc::new(Front::new(edge, router, TrustedProxies::new(configuration.trusted_proxy.clone())));

    if let Some(secret) = workspaces::found::first_key(&app, &workspace).await? {
        output::line(&format!("This is a new installation. Its admin key, shown only this once:\n\n    {}\n", secret.reveal()));
    }
    output::line(&format!("public URL {}", app.public_url.as_str()));
    let watched = metrics_listener.map(|listener| {
        output::line(&format!("metrics on http://{}/metrics", listener.address));
        tokio::spawn(listener.serve(look, stopped.clone()))
    });
    output::line(&format!("listening on http://{address}"));
    let limits = Limits { connections: configuration.connections.get(), ..Limits::default() };
    accept::serve(listener, limits, stopped, move |peer, seat| {
        let front = Arc::clone(&front);
        hyper::service::service_fn(move |request| front.answer(request, peer.ip(), &seat))
    })
    .await;

    following.abort();
    if let Some(watched) = watched {
        // Its connections end as those of the main listener do; a panic was reported when it happened.
        let _ = watched.await;
    }
    if let Err(error) = doorkeeper.close(&app).await {
        tracing::warn!(%error, "links with a cap let fewer people through than they might");
    }
    journal.close();
    if let Some(ingestion) = ingestion {
        ingestion.finish().await;
    }
    tracing::info!("stopped");
    Ok(())
}

fn open_journal(folder: &Folder, configuration: &Configuration) -> anyhow::Result<Journal> {
    let mut options = Options::new(folder.journal(), || bytes(&SystemRandom));
    options.durability = match configuration.durability {
        DurabilityMode::Os => Durability::Os { flush_interval: Duration::from_millis(configuration.flush_interval_ms) },
        DurabilityMode::Fsync => Durability::Fsync,
    };
    options.backlog_bytes = configuration.backlog_bytes;
    Journal::open(options).context("cannot open the click journal")
}

fn public_url(configuration: &Configuration, address: SocketAddr) -> anyhow::Result<PublicUrl> {
    let text = match &configuration.public_url {
        Some(text) => text.clone(),
        // Nobody can open the unspecified address that a server may listen on.
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    };
    PublicUrl::parse(&text).ok_or_else(|| anyhow!("public_url: '{text}' is no http or https address without a query"))
}

/// What is known of visitors: the program's own lists and the operator's files.
struct Knowledge {
    agents: Arc<Agents>,
    geography: Arc<Geography>,
    data_centers: Arc<DataCenters>,
}

impl Knowledge {
    fn gather(configuration: &Configuration) -> anyhow::Result<Self> {
        let data_centers = configuration.data_centers.as_deref().map(DataCenters::open).transpose()?.unwrap_or_default();
        let geography = Arc::new(geography(configuration)?);
        Ok(Self { agents: Arc::new(Agents::published()), geography, data_centers: Arc::new(data_centers) })
    }
}

fn geography(configuration: &Configuration) -> anyhow::Result<Geography> {
    let Some(file) = &configuration.geoip else {
        tracing::info!("no GeoIP file is given: countries are unknown");
        return Ok(Geography::default());
    };
    Geography::open(file).with_context(|| format!("cannot read the GeoIP file {}", file.display()))
}

/// The thread that takes clicks in.
struct Ingesting {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Ingesting {
    fn start(
        app: &Arc<App>,
        journal: &Arc<Journal>,
        (progress, quarantine): (&Arc<Progress>, &Arc<Quarantine>),
        knowledge: &Knowledge,
        configuration: &Configuration,
    ) -> anyhow::Result<Self> {
        let privacy = match configuration.address_privacy {
            AddressPrivacyMode::Truncated => AddressPrivacy::Truncated,
            AddressPrivacyMode::Full => AddressPrivacy::Full,
        };
        let stop = Arc::new(AtomicBool::new(false));
        let ingestion = Ingestion {
            app: Arc::clone(app),
            runtime: Handle::current(),
            journal: Arc::clone(journal),
            enrichment: Enrichment::new(
                Arc::clone(&knowledge.agents),
                Arc::clone(&knowledge.geography),
                Arc::clone(&knowledge.data_centers),
                privacy,
            ),
            salts: PeriodSalts::every(configuration.visitor_days),
            quarantine: Arc::clone(quarantine),
            progress: Arc::clone(progress),
            stop: Arc::clone(&stop),
        };
        let thread = std::thread::Builder::new().name("ingestion".to_owned()).spawn(move || ingestion.run())?;
        Ok(Self { stop, thread })
    }

    /// Waits until what the journal holds has been taken in, or the store refuses.
    async fn finish(self) {
        self.stop.store(true, Ordering::Release);
        // A panic of the thread was reported when it happened; its clicks are in the journal for the next start.
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

//! What the server is made of, put together once from its settings.

use crate::configuration::{Configuration, DurabilityMode};
use crate::installation::{self, Folder};
use crate::records::NameServer;
use anyhow::{Context as _, anyhow};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use trackway_app::App;
use trackway_app::blocklist;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::clicks::live::Live;
use trackway_app::clicks::progress::Progress;
use trackway_app::clicks::quarantine::Quarantine;
use trackway_app::geography::Geography;
use trackway_app::links::let_through::Doorkeeper;
use trackway_app::public_url::PublicUrl;
use trackway_app::random::{SystemRandom, bytes};
use trackway_app::webhooks::reach::Reach;
use trackway_domain::blocklist::Blocklist;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::workspace::Workspace;
use trackway_edge::{Edge, GuessLimits, People, RouteCache};
use trackway_identity::TokenIssuer;
use trackway_journal::{Durability, Journal, Options};
use trackway_web::metrics::requests::Requests;
use trackway_webhooks::progress::Progress as Deliveries;

/// How many passes of a link with a cap are taken from the store at once.
const PASSES_AT_ONCE: NonZeroU32 = NonZeroU32::new(16).unwrap();

/// Everything that more than one room of the server needs.
pub(super) struct Parts {
    pub(super) app: Arc<App>,
    pub(super) workspace: Workspace,
    pub(super) journal: Arc<Journal>,
    pub(super) routes: Arc<RouteCache>,
    pub(super) tokens: Arc<TokenIssuer>,
    /// Signs what stores hand on to the apps they install, and knows it again.
    pub(super) click_tokens: ClickTokenKey,
    pub(super) doorkeeper: Arc<Doorkeeper>,
    /// Who looks on while clicks come in.
    pub(super) live: Arc<Live>,
    pub(super) progress: Arc<Progress>,
    pub(super) quarantine: Arc<Quarantine>,
    /// Bytes of clicks that may wait in the journal.
    pub(super) backlog_limit: u64,
    pub(super) requests: Requests,
    /// What webhooks were told.
    pub(super) deliveries: Arc<Deliveries>,
    pub(super) started: Timestamp,
    pub(super) agents: Arc<Agents>,
    pub(super) geography: Arc<Geography>,
    pub(super) data_centers: Arc<DataCenters>,
}

impl Parts {
    pub(super) async fn assemble(
        configuration: &Configuration,
        folder: &Folder,
        journal: Journal,
        address: SocketAddr,
    ) -> anyhow::Result<Self> {
        let routes = Arc::new(RouteCache::new(configuration.link_cache_bytes));
        let public_url = public_url(configuration, address)?;
        let records = Arc::new(NameServer::at(configuration.name_server));
        let (app, workspace) =
            installation::for_server(folder.open_store()?, public_url, Arc::<RouteCache>::clone(&routes), records).await?;
        let app = App { reach: Reach::with(configuration.webhook_allow.clone()), ..app };
        app.blocklist.replace(blocklist(configuration)?);
        Ok(Self {
            tokens: Arc::new(folder.token_issuer(&app).await?),
            click_tokens: folder.click_tokens()?,
            started: app.clock.now(),
            app: Arc::new(app),
            workspace,
            journal: Arc::new(journal),
            routes,
            doorkeeper: Arc::new(Doorkeeper::taking(PASSES_AT_ONCE)),
            live: Arc::default(),
            progress: Arc::default(),
            quarantine: Arc::new(Quarantine::new(folder.quarantine())),
            backlog_limit: configuration.backlog_bytes,
            requests: Requests::default(),
            deliveries: Arc::default(),
            agents: agents()?,
            geography: Arc::new(geography(configuration)?),
            data_centers: Arc::new(data_centers(configuration)?),
        })
    }

    /// The redirect over these parts.
    pub(super) fn edge(&self, configuration: &Configuration) -> Edge {
        let people = People {
            agents: Arc::clone(&self.agents),
            data_centers: Arc::clone(&self.data_centers),
            doorkeeper: Arc::clone(&self.doorkeeper),
        };
        Edge {
            app: Arc::clone(&self.app),
            cache: Arc::clone(&self.routes),
            journal: Arc::clone(&self.journal),
            geography: Arc::clone(&self.geography),
            people,
            guesses: GuessLimits::default(),
            click_tokens: self.click_tokens.clone(),
            shows_click_ids: configuration.click_id_header,
        }
    }
}

pub(super) fn open_journal(folder: &Folder, configuration: &Configuration) -> anyhow::Result<Journal> {
    let mut options = Options::new(folder.journal(), || bytes(&SystemRandom));
    options.durability = match configuration.durability {
        DurabilityMode::Os => Durability::Os { flush_interval: Duration::from_millis(configuration.flush_interval_ms) },
        DurabilityMode::Fsync => Durability::Fsync,
    };
    options.backlog_bytes = configuration.backlog_bytes;
    Journal::open(options).context("cannot open the click journal")
}

pub(super) fn public_url(configuration: &Configuration, address: SocketAddr) -> anyhow::Result<PublicUrl> {
    let text = match &configuration.public_url {
        Some(text) => text.clone(),
        // Nobody can open the unspecified address that a server may listen on.
        None if address.ip().is_unspecified() => format!("http://localhost:{}", address.port()),
        None => format!("http://{address}"),
    };
    PublicUrl::parse(&text).ok_or_else(|| anyhow!("public_url: '{text}' is no http or https address without a query"))
}

/// The lists of user agents, which are read while the server starts: neither waits for the other, and the first click finds them.
fn agents() -> anyhow::Result<Arc<Agents>> {
    let agents = Arc::new(Agents::published());
    let read = Arc::clone(&agents);
    std::thread::Builder::new().name("agents".to_owned()).spawn(move || drop(read.of("")))?;
    Ok(agents)
}

pub(super) fn geography(configuration: &Configuration) -> anyhow::Result<Geography> {
    let Some(file) = &configuration.geoip else {
        tracing::info!("no GeoIP file is given: countries are unknown");
        return Ok(Geography::default());
    };
    Geography::open(file).with_context(|| format!("cannot read the GeoIP file {}", file.display()))
}

pub(super) fn blocklist(configuration: &Configuration) -> anyhow::Result<Blocklist> {
    Ok(configuration.blocklist.as_deref().map(blocklist::open).transpose()?.unwrap_or_default())
}

pub(super) fn data_centers(configuration: &Configuration) -> anyhow::Result<DataCenters> {
    Ok(configuration.data_centers.as_deref().map(DataCenters::open).transpose()?.unwrap_or_default())
}

//! The folder that holds an installation, and opening it: for the server, and for commands beside a running server.

use crate::arguments::Place;
use crate::secrets;
use anyhow::{Context as _, bail, ensure};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use trackway_app::cache::{Caches, NoCaches};
use trackway_app::clock::{Clock, SystemClock};
use trackway_app::domains::records::{NoRecords, TextRecords};
use trackway_app::ids::Ids;
use trackway_app::public_url::PublicUrl;
use trackway_app::random::{Random, SystemRandom, bytes};
use trackway_app::users::passwords::Passwords;
use trackway_app::webhooks::reach::Reach;
use trackway_app::{App, accounts, ids, workspaces};
use trackway_domain::audit::{Action, AuditEntry, Doer};
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::workspace::{Workspace, WorkspaceId};
use trackway_identity::TokenIssuer;
use trackway_store::Store;
use trackway_store_sqlite::SqliteStore;

/// The name under which the server's public URL is kept, for commands that print short URLs.
const PUBLIC_URL: &str = "public_url";

/// The name under which the installation's own id is kept: whom its tokens are for.
const INSTALLATION_ID: &str = "installation_id";

/// What a public URL is before a server has said otherwise.
const DEFAULT_PUBLIC_URL: &str = "http://127.0.0.1:8080";

/// The number of the node that a server's ids carry; commands beside it take another.
const SERVER_NODE: u16 = 0;

/// Threads that read the embedded store.
const READERS: usize = 4;

/// The folder of an installation.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The folder, made with its rooms where it is missing, for its owner only.
    pub(crate) fn prepare(path: &Path) -> anyhow::Result<Self> {
        let folder = Self(path.to_owned());
        for room in [path.to_owned(), folder.journal(), folder.secrets()] {
            if !room.is_dir() {
                let made = DirBuilder::new().recursive(true).mode(0o700).create(&room);
                made.with_context(|| format!("cannot make the folder {}", room.display()))?;
            }
        }
        Ok(folder)
    }

    /// The folder of an installation that is there.
    pub(crate) fn existing(path: &Path) -> anyhow::Result<Self> {
        let folder = Self(path.to_owned());
        ensure!(folder.database().exists(), "there is no installation in {}; `trackway serve` makes one", path.display());
        Ok(folder)
    }

    /// True where somebody has made an installation before.
    pub(crate) fn holds_installation(path: &Path) -> bool {
        Self(path.to_owned()).database().exists()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("trackway.db")
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.0.join("journal")
    }

    pub(crate) fn secrets(&self) -> PathBuf {
        self.0.join("secrets")
    }

    /// Where certificates are kept that an ACME server has given, made where it is missing.
    #[cfg(feature = "tls")]
    pub(crate) fn certificates(&self) -> anyhow::Result<PathBuf> {
        let room = self.0.join("certificates");
        if !room.is_dir() {
            let made = DirBuilder::new().mode(0o700).create(&room);
            made.with_context(|| format!("cannot make the folder {}", room.display()))?;
        }
        Ok(room)
    }

    pub(crate) fn quarantine(&self) -> PathBuf {
        self.0.join("quarantine.ndjson")
    }

    pub(crate) fn open_store(&self) -> anyhow::Result<SqliteStore> {
        let file = self.database();
        SqliteStore::open(&file, READERS).with_context(|| format!("cannot open {}", file.display()))
    }

    pub(crate) fn click_tokens(&self) -> anyhow::Result<ClickTokenKey> {
        let file = self.secrets().join("click-token.key");
        let secret = secrets::load_or_create(&file, || Ok(bytes::<32>(&SystemRandom).to_vec()))?;
        let secret = secret.as_slice().try_into().with_context(|| format!("{} does not hold 32 bytes", file.display()))?;
        Ok(ClickTokenKey::new(secret))
    }

    /// Who signs tokens. Before keys were in the store, there was one in a file; it is taken over.
    pub(crate) async fn token_issuer(&self, app: &App) -> anyhow::Result<TokenIssuer> {
        let file = self.secrets().join("token-signing.pem");
        let kept_in_file = file.exists().then(|| std::fs::read_to_string(&file)).transpose();
        let kept_in_file = kept_in_file.with_context(|| format!("the signing key in {}", file.display()))?;
        let new_id = ids::uuid(&*app.clock, &*app.random).to_string();
        let audience = app.store.settings().get_or_put(INSTALLATION_ID, &new_id).await?;
        let issuer = app.public_url.as_str().to_owned();
        TokenIssuer::open(Arc::clone(&app.store), issuer, audience, kept_in_file, app.clock.now())
            .await
            .context("the keys that sign tokens")
    }
}

/// The server's use cases: it says what the public URL is. The default account's page follows it, where nobody has given it another.
pub(crate) async fn for_server(
    store: SqliteStore,
    public_url: PublicUrl,
    caches: Arc<dyn Caches>,
    records: Arc<dyn TextRecords>,
) -> anyhow::Result<(App, Workspace)> {
    let before = store.settings().get(PUBLIC_URL).await?;
    if before.as_deref() != Some(public_url.as_str()) {
        store.audited(public_url_set(&public_url)).settings().put(PUBLIC_URL, public_url.as_str()).await?;
    }
    let app = App { records, ..app(store, public_url, caches, SERVER_NODE) };
    app.domains.read(&app).await?;
    let workspace = workspaces::found::first_or_found(&app).await?;
    accounts::follow_public_url::follow(&app, &workspace, before.as_deref().unwrap_or(DEFAULT_PUBLIC_URL)).await?;
    Ok((app, workspace))
}

fn public_url_set(public_url: &PublicUrl) -> AuditEntry {
    AuditEntry {
        at: SystemClock.now(),
        workspace: None,
        doer: Doer::Server,
        action: Action::SettingChanged,
        subject: PUBLIC_URL.to_owned(),
        details: [("value".to_owned(), public_url.as_str().into())].into_iter().collect(),
    }
}

/// The use cases of a command that is for the whole installation, beside a running server or without one.
pub(crate) async fn for_house(data: &Path) -> anyhow::Result<(Folder, App)> {
    open(Folder::existing(data)?).await
}

/// The use cases of a command that works in one workspace, and which it is.
pub(crate) async fn for_command(place: &Place) -> anyhow::Result<(Folder, App, Workspace)> {
    within(Folder::existing(&place.data)?, place).await
}

/// The use cases of a new installation whose past is made up, by a clock and by chance of its own.
pub(crate) async fn for_story(data: &Path, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> anyhow::Result<(App, Workspace)> {
    let store = Folder::prepare(data)?.open_store()?;
    let public_url = PublicUrl::parse(DEFAULT_PUBLIC_URL).context("the usual public URL")?;
    let app = App { clock, random, ..app(store, public_url, Arc::new(NoCaches), SERVER_NODE) };
    let workspace = workspaces::found::first_or_found(&app).await?;
    Ok((app, workspace))
}

/// The same for commands that make something: they may be the first to do so.
pub(crate) async fn for_first_command(place: &Place) -> anyhow::Result<(Folder, App, Workspace)> {
    within(Folder::prepare(&place.data)?, place).await
}

async fn within(folder: Folder, place: &Place) -> anyhow::Result<(Folder, App, Workspace)> {
    let (folder, app) = open(folder).await?;
    let first = workspaces::found::first_or_found(&app).await?;
    let workspace = match place.workspace.map(WorkspaceId) {
        None => first,
        Some(id) => app.store.workspaces().find(id).await?.with_context(|| format!("--workspace: there is no workspace {id}"))?,
    };
    Ok((folder, app, workspace))
}

async fn open(folder: Folder) -> anyhow::Result<(Folder, App)> {
    let store = folder.open_store()?;
    let public_url = store.settings().get(PUBLIC_URL).await?;
    let Some(public_url) = PublicUrl::parse(public_url.as_deref().unwrap_or(DEFAULT_PUBLIC_URL)) else {
        bail!("the store holds a public URL that is none");
    };
    let node = 1 + u16::from_le_bytes(bytes(&SystemRandom)) % (Snowflake::NODES - 1);
    let app = app(store, public_url, Arc::new(NoCaches), node);
    app.domains.read(&app).await?;
    Ok((folder, app))
}

fn app(store: SqliteStore, public_url: PublicUrl, caches: Arc<dyn Caches>, node: u16) -> App {
    App {
        store: Arc::new(store),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        ids: Ids::new(node),
        public_url,
        passwords: Passwords::default(),
        blocklist: Arc::default(),
        domains: Arc::default(),
        records: Arc::new(NoRecords),
        reach: Reach::default(),
        caches,
    }
}

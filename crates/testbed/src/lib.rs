//! A small Trackway for tests: a real store in a folder of its own, a clock that stands until it is moved, randomness that repeats.
//! The same script of requests therefore always gets the same answers, to the byte.

pub mod documents;
pub mod failing;
pub mod faltering;
pub mod recorded;
mod replaced;
pub mod samples;
pub mod transcript;

use failing::{FailingLinks, Trouble};
use faltering::{FalteringClicks, Moment};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use replaced::Replaced;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use trackway_app::accounts::create::NewAccount;
use trackway_app::cache::NoCaches;
use trackway_app::clock::Clock;
use trackway_app::domains::records::NoRecords;
use trackway_app::ids::Ids;
use trackway_app::keys::create::NewKey;
use trackway_app::public_url::PublicUrl;
use trackway_app::random::Random;
use trackway_app::users::passwords::Passwords;
use trackway_app::webhooks::reach::Reach;
use trackway_app::{App, accounts, keys, workspaces};
use trackway_domain::account::{Account, Handle};
use trackway_domain::audit::Doer;
use trackway_domain::destination::Destination;
use trackway_domain::key::KeyScopes;
use trackway_domain::template::Template;
use trackway_domain::text::Name;
use trackway_domain::workspace::Workspace;
use trackway_store_sqlite::SqliteStore;

/// The instant at which every testbed starts: 2026-03-21T04:08:45Z.
pub const START: i64 = 1_774_066_125_000;

/// A clock that stands until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Moves the clock, back too.
    pub fn move_by(&self, duration: SignedDuration) {
        self.0.fetch_add(i64::try_from(duration.as_millis()).expect("a short duration"), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("a time")
    }
}

/// Randomness that repeats.
struct Repeating(Mutex<StdRng>);

impl Random for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// A founded installation.
pub struct Testbed {
    /// Its use cases' surroundings.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Its first workspace.
    pub workspace: Workspace,
    _folder: TempDir,
}

impl Testbed {
    /// A new installation at `https://go.example.com`, with what the first start makes.
    pub async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("trackway.db"), 1).expect("a store");
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let app = Arc::new(App {
            store: Arc::new(store),
            clock: Arc::<TestClock>::clone(&clock),
            random: Arc::new(Repeating(Mutex::new(StdRng::seed_from_u64(7)))),
            ids: Ids::new(0),
            public_url: PublicUrl::parse("https://go.example.com").expect("a URL"),
            passwords: Passwords::default(),
            blocklist: Arc::default(),
            domains: Arc::default(),
            records: Arc::new(NoRecords),
            reach: Reach::default(),
            caches: Arc::new(NoCaches),
        });
        let workspace = workspaces::found::first_or_found(&app).await.expect("a workspace");
        Self { app, clock, workspace, _folder: folder }
    }

    /// A new key with these scopes, such as `links:read links:write`.
    pub async fn key(&self, scopes: &str) -> String {
        let new =
            NewKey { name: Name::parse("test").expect("a name"), scopes: KeyScopes::parse(scopes).expect("scopes"), expires_at: None };
        keys::create::create(&self.app, &self.workspace, Doer::CommandLine, new).await.expect("a key").1.reveal().to_owned()
    }

    /// A new account with the profile `https://profile.example.com/<handle>`.
    pub async fn account(&self, handle: &str) -> Account {
        let new = NewAccount {
            handle: Handle::parse(handle).expect("a handle"),
            profile: Destination::parse(&format!("https://profile.example.com/{handle}")).expect("a URL"),
            name: None,
            email: None,
            country: None,
        };
        accounts::create::create(&self.app, self.workspace.id, Doer::CommandLine, new).await.expect("an account")
    }

    /// The workspace's default template.
    pub async fn template(&self) -> Template {
        self.app.store.templates().list(self.workspace.id).await.expect("templates").swap_remove(0)
    }

    /// The same installation, but for a store in which every third transaction fails on the way of clicks.
    pub fn with_faltering_clicks(&self, moment: Moment) -> Arc<App> {
        let faltering = FalteringClicks::new(Arc::clone(&self.app.store), moment);
        self.with_store(Replaced {
            clicks: Some(Arc::new(faltering.clone())),
            salts: Some(Arc::new(faltering)),
            ..Replaced::nothing_of(&self.app.store)
        })
    }

    /// The same installation, but for a store that fails whenever it is asked for links.
    pub fn with_failing_links(&self, trouble: Trouble) -> Arc<App> {
        self.with_store(Replaced {
            links: Some(Arc::new(FailingLinks(trouble))),
            ping: Err(trouble.error()),
            ..Replaced::nothing_of(&self.app.store)
        })
    }

    fn with_store(&self, store: Replaced) -> Arc<App> {
        Arc::new(App {
            store: Arc::new(store),
            clock: Arc::clone(&self.app.clock),
            random: Arc::clone(&self.app.random),
            ids: Ids::new(1),
            public_url: self.app.public_url.clone(),
            passwords: Passwords::default(),
            blocklist: Arc::default(),
            domains: Arc::default(),
            records: Arc::new(NoRecords),
            reach: Reach::default(),
            caches: Arc::new(NoCaches),
        })
    }
}

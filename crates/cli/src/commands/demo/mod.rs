//! `trackway demo`: an installation with three months of made-up clicks, people, sales and installs, and the server over it. Everything goes in
//! by the ways of real clicks and reports, so every number adds up; the same seed tells the same story, up to the present day.

mod chance;
mod fans;
mod installs;
mod links;
mod traffic;
mod visits;

use crate::installation::{self, Folder};
use crate::{output, serve};
use anyhow::{Context as _, ensure};
use chance::Chance;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use trackway_app::clock::{Clock, SystemClock};
use trackway_app::error::Error;
use trackway_app::random::SystemRandom;
use trackway_app::users::create::NewUser;
use trackway_app::{Actor, App, ids, users, workspaces};
use trackway_domain::audit::Doer;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Password, Role};
use trackway_domain::workspace::Workspace;

/// How long the story is, in days.
const DAYS: i64 = 90;

/// Who signs in.
const EMAIL: &str = "demo@example.com";

/// Letters of the password, which is another one each time.
const PASSWORD_LENGTH: usize = 12;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trackway demo
  trackway demo --data /tmp/demo --clicks 1000000 --listen 127.0.0.1:9000")]
pub(crate) struct Options {
    /// The folder for it; one that a demo has made before is served as it is
    #[arg(long, value_name = "DIR", default_value = "./demo")]
    data: PathBuf,
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// About how many clicks
    #[arg(long, value_name = "N", default_value_t = 120_000)]
    clicks: u32,
    /// Another number tells another story
    #[arg(long, value_name = "N", default_value_t = 7)]
    seed: u64,
    /// Make the data and do not serve it
    #[arg(long)]
    no_serve: bool,
}

pub(crate) fn run(options: Options) -> anyhow::Result<()> {
    let password = super::block_on(prepare(&options))?;
    output::line(&format!("\nSign in as {EMAIL} with the password {password}\n"));
    if options.no_serve {
        return Ok(());
    }
    serve::run(serve::Options::at(options.data, options.listen))
}

/// Makes the data where there is none, and somebody who can sign in; gives his password.
async fn prepare(options: &Options) -> anyhow::Result<String> {
    if !Folder::holds_installation(&options.data) {
        make(options).await?;
    }
    let (_, app) = installation::for_house(&options.data).await?;
    let workspace = workspaces::found::first_or_found(&app).await?;
    // A password is set below: in nobody's own installation.
    ensure!(app.store.settings().get(MARK).await?.is_some(), "{} holds an installation that is no demo", options.data.display());
    let password = ids::letters(&SystemRandom, PASSWORD_LENGTH);
    let email = Email::parse(EMAIL).context("the demo's address")?;
    match users::find::by_email(&app, workspace.id, &email).await {
        Ok(member) => users::set_password::set_password(&app, Doer::CommandLine, &member, Password::new(&password)?).await?,
        Err(Error::NotFound(_)) => {
            let new = NewUser { email, name: Name::parse("Demo")?, role: Role::Owner, password: Password::new(&password)? };
            users::create::create(&app, &workspace, Doer::CommandLine, new).await?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(password)
}

/// The setting that says what the folder is.
const MARK: &str = "demo_seed";

async fn make(options: &Options) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let clock = Arc::new(StoryClock::at(now - SignedDuration::from_hours(24 * (DAYS + 1))));
    let chance = Arc::new(Chance::new(options.seed));
    let (app, workspace) = installation::for_story(&options.data, Arc::<StoryClock>::clone(&clock), Arc::<Chance>::clone(&chance)).await?;
    let story = Story { app, workspace, clock, chance, until: now };
    let links = links::make(&story).await?;
    let clicks = visits::make(&story, &links, options.clicks).await?;
    let reports = fans::make(&story, &clicks).await?;
    let installs = installs::make(&story, &links, &clicks).await?;
    // Last: what was broken off half-way is no demo.
    story.app.store.settings().put(MARK, &options.seed.to_string()).await?;
    let (links, clicks) = (links.len(), clicks.len());
    output::line(&format!("{links} links, {clicks} clicks, {reports} conversions, {installs} installs in {}", options.data.display()));
    Ok(())
}

/// What the story is told with.
struct Story {
    app: App,
    workspace: Workspace,
    clock: Arc<StoryClock>,
    chance: Arc<Chance>,
    until: Timestamp,
}

impl Story {
    /// Whoever makes the links.
    fn actor(&self) -> Actor {
        let scopes = KeyScopes::new(vec![KeyScope::Admin]);
        Actor { workspace: self.workspace.id, user: self.workspace.owner, account: None, key: None, scopes }
    }

    /// The beginning of a day of the story.
    fn day(&self, number: i64) -> Timestamp {
        self.until - SignedDuration::from_hours(24 * (DAYS - number))
    }
}

/// A clock that the story moves.
struct StoryClock(AtomicI64);

impl StoryClock {
    fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millisecond()))
    }

    fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

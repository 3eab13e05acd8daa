//! Use cases: what Trackway does, one file per verb.
//!
//! A use case takes what a dialect has parsed and whoever acts, asks the store's ports, and gives domain types back. It knows no wire.
//! Time and randomness come in as [`clock::Clock`] and [`random::Random`]; nothing here asks the system itself but
//! [`clock::SystemClock`] and [`random::SystemRandom`].

pub mod accounts;
pub mod actor;
pub mod app_config;
pub mod attribution;
pub mod audit;
pub mod blocklist;
pub mod cache;
pub mod clicks;
pub mod clock;
pub mod conversions;
pub mod domains;
pub mod error;
pub mod geography;
pub mod ids;
pub mod inbound;
pub mod installs;
pub mod keys;
pub mod links;
pub mod oauth;
pub mod persons;
pub mod projects;
pub mod public_url;
pub mod qr;
pub mod random;
pub mod raw_log;
pub mod returns;
pub mod sessions;
pub mod shares;
pub mod simulate;
pub mod stats;
pub mod templates;
pub mod tokens;
pub mod users;
pub mod webhooks;
pub mod workspaces;

pub use actor::Actor;
pub use error::Error;

use blocklist::CurrentBlocklist;
use cache::Caches;
use clock::Clock;
use domains::records::TextRecords;
use domains::served::ServedDomains;
use ids::Ids;
use public_url::PublicUrl;
use random::Random;
use std::sync::Arc;
use trackway_store::Store;
use users::passwords::Passwords;
use webhooks::reach::Reach;

/// What every use case works with.
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where randomness comes from.
    pub random: Arc<dyn Random>,
    /// Makes ids.
    pub ids: Ids,
    /// Where visitors reach this installation.
    pub public_url: PublicUrl,
    /// Hashes passwords, a few at once.
    pub passwords: Passwords,
    /// Where no link may lead.
    pub blocklist: Arc<CurrentBlocklist>,
    /// Which host names are whose.
    pub domains: Arc<ServedDomains>,
    /// Looks up what DNS says of names.
    pub records: Arc<dyn TextRecords>,
    /// Which addresses webhooks may have.
    pub reach: Reach,
    /// What must forget when something changes.
    pub caches: Arc<dyn Caches>,
}

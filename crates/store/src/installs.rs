//! Installs: recorded once however often an app reports itself, with the click that led to each; and what is done in the apps.

use crate::error::StoreError;
use crate::page::Page;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::install::address::{AddressHash, Hour};
use trackway_domain::install::decision::{Decision, Rule};
use trackway_domain::install::event::AppEvent;
use trackway_domain::install::report::{AppReport, DeviceHash, Fingerprint, FingerprintKey};
use trackway_domain::install::{InstallEventId, InstallId};
use trackway_domain::link::LinkId;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::platform::Platform;
use trackway_domain::project::ProjectId;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// An app that reports itself.
#[derive(Clone, Debug)]
pub struct NewInstall {
    /// The id of the install, where it is a new one.
    pub id: InstallId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Now.
    pub at: Timestamp,
    /// When the phone began to load the app; now, where nobody says.
    pub begun_at: Timestamp,
    /// The device, where the app names it.
    pub device: Option<DeviceHash>,
    /// By what it is known again: under today's key, and under yesterday's.
    pub fingerprints: Vec<Fingerprint>,
    /// What the app says.
    pub report: AppReport,
    /// Where to look for traces; None where the workspace does not compare.
    pub search: Option<Search>,
}

/// Where traces of an install's click would be.
#[derive(Clone, Debug)]
pub struct Search {
    /// The address, under the key of each hour that counts.
    pub addresses: Vec<(Hour, AddressHash)>,
    /// How old a click may be.
    pub cap: AttributionWindow,
}

/// An install as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Install {
    /// Its id.
    pub id: InstallId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// When the app first reported itself.
    pub opened_at: Timestamp,
    /// When the phone began to load it.
    pub begun_at: Timestamp,
    /// When it last reported itself.
    pub last_opened_at: Timestamp,
    /// How often it has.
    pub launches: u32,
    /// By what it was known first.
    pub fingerprint: Fingerprint,
    /// What the app said then.
    pub report: AppReport,
    /// Which click led to it, and why.
    pub decision: Decision,
}

/// Something that an app says was done in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// Its id, where it is new.
    pub id: InstallEventId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Now.
    pub received_at: Timestamp,
    /// True where a key came with it that may report conversions: only then its money counts.
    pub is_vouched: bool,
    /// What was done.
    pub event: AppEvent,
}

/// Of which installs and of what time the numbers are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallQuestion {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// One link only.
    pub link: Option<LinkId>,
    /// The links of one project only.
    pub project: Option<ProjectId>,
    /// From this instant.
    pub from: Timestamp,
    /// Up to this one, which is not included.
    pub to: Timestamp,
}

/// Which installs to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallList {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Only those that a click led to, or only the others.
    pub is_credited: Option<bool>,
    /// Only those behind this one in the list: a cursor that stays true while installs come in.
    pub behind: Option<InstallId>,
    /// How many to give.
    pub limit: u32,
}

/// Installs, and those of them that a click led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstallCount {
    /// All.
    pub installs: u64,
    /// Those with a click.
    pub credited: u64,
}

/// A link with its installs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkInstalls {
    /// The link, as the main API names it.
    pub link: Uuid,
    /// Its code.
    pub code: String,
    /// What its maker calls it.
    pub name: Option<String>,
    /// How many it led to.
    pub installs: u64,
}

/// Installs by what people ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstallNumbers {
    /// All of the question.
    pub total: InstallCount,
    /// By day of UTC, the first day first; days without any are left out.
    pub days: Vec<(UtcDay, InstallCount)>,
    /// By platform, the most first.
    pub platforms: Vec<(Platform, InstallCount)>,
    /// Those with a click by how it was found, the most first.
    pub rules: Vec<(Rule, u64)>,
    /// The ten links that led to most.
    pub links: Vec<LinkInstalls>,
}

/// From clicks to money, each step counted by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Persons' clicks on the links.
    pub clicks: u64,
    /// Installs that these links led to.
    pub installs: u64,
    /// Of the installs, those in which anything was reported.
    pub active_installs: u64,
    /// Of the installs, those in which money was.
    pub paying_installs: u64,
    /// What was reported in them.
    pub events: u64,
    /// The money of it that counts, by currency.
    pub revenue: Vec<(Currency, Mills)>,
}

/// Installs, and what is done in them.
#[async_trait]
pub trait Installs: Send + Sync {
    /// Records an install, or finds the one that reports itself again; its click is looked for, decided on and taken in the same
    /// transaction, so that no two installs get one click. An install without a click that names one later is decided anew.
    async fn record(&self, new: NewInstall) -> Result<Install, StoreError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: InstallId) -> Result<Option<Install>, StoreError>;
    /// A portion of a workspace's, the last to be opened first. Behind an install that the workspace has not there is nothing.
    async fn list(&self, asked: InstallList) -> Result<Page<Install>, StoreError>;
    /// The newest of a workspace's that was known by this first.
    async fn find_by_fingerprint(&self, workspace: WorkspaceId, fingerprint: Fingerprint) -> Result<Option<Install>, StoreError>;
    /// The key of a day (its number since 1970), `fresh` where it has none yet, and that of the day before where there is one. Older keys are
    /// thrown away.
    async fn fingerprint_keys(&self, day: i64, fresh: FingerprintKey) -> Result<(FingerprintKey, Option<FingerprintKey>), StoreError>;
    /// Keeps what was done, or finds it where the same was sent before. None where the workspace has no such install.
    async fn record_event(&self, new: NewEvent) -> Result<Option<InstallEventId>, StoreError>;
    /// Installs of a time.
    async fn numbers(&self, question: InstallQuestion) -> Result<InstallNumbers, StoreError>;
    /// From clicks to money in a time.
    async fn funnel(&self, question: InstallQuestion) -> Result<Funnel, StoreError>;
    /// The link that an app has made for the same content before: `link` where there is none, or where it is deleted.
    async fn keep_app_link(&self, workspace: WorkspaceId, content: [u8; 32], link: LinkId) -> Result<LinkId, StoreError>;
    /// The link that an app has made for this content, if it is not deleted.
    async fn app_link(&self, workspace: WorkspaceId, content: [u8; 32]) -> Result<Option<LinkId>, StoreError>;
}

//! All that is kept about one person: to be shown to him, or to be erased.

use crate::clicks::ClickRow;
use crate::error::StoreError;
use crate::inbound::InboundEvent;
use crate::persons::Remarks;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::AccountId;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::Conversion;
use trackway_domain::person::{ExternalId, Person, PersonId};
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// All that is kept about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// He himself.
    pub person: Person,
    /// The links that he opened, the first first.
    pub visits: Vec<Visit>,
    /// What he did, in the order in which it was reported.
    pub conversions: Vec<Conversion>,
    /// His clicks that are still in the log.
    pub clicks: Vec<ClickRow>,
    /// Clicks that were named as his and have not arrived.
    pub awaited: Vec<ClickId>,
    /// What platforms sent that names him and was not understood.
    pub events: Vec<InboundEvent>,
    /// What apps said that names him, by the account's id of him.
    pub app_events: Vec<NamingEvent>,
}

/// Something that was done in an app, of which the app's data name a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamingEvent {
    /// What the app calls it.
    pub name: String,
    /// When it was done.
    pub at: Timestamp,
    /// What the app said of it: a JSON object as text.
    pub data: String,
}

/// That he opened a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The link, as the main API names it.
    pub link: Uuid,
    /// Its code.
    pub code: String,
    /// When.
    pub at: Timestamp,
    /// The click; None where somebody only said so.
    pub click: Option<ClickId>,
    /// What it said besides.
    pub remarks: Remarks,
}

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Visits that lead to nobody now.
    pub visits: u64,
    /// Conversions that nobody did now.
    pub conversions: u64,
    /// Clicks that lead to nobody now.
    pub clicks: u64,
    /// Events of platforms that are gone.
    pub events: u64,
    /// What was done in apps, of which nothing is left but what it was and when.
    pub app_events: u64,
}

/// Dossiers.
#[async_trait]
pub trait Dossiers: Send + Sync {
    /// Those whom accounts of a workspace know under this id; where an account is named, whom that one does.
    async fn named(&self, workspace: WorkspaceId, account: Option<AccountId>, id: &ExternalId) -> Result<Vec<Person>, StoreError>;
    /// All that is kept about one of a workspace's persons.
    async fn open(&self, workspace: WorkspaceId, person: PersonId) -> Result<Option<Dossier>, StoreError>;
    /// Erases whatever tells who a person is: in his clicks first ([`crate::upkeep::Upkeep::forget`]), then all the rest in one transaction, so
    /// that whoever is still there can be erased again. What he did stays as what `nobody` did, a person without a name whom nothing leads to,
    /// so that nothing changes that was credited. Reports under keys that were his stay duplicates. None where there is no such person.
    async fn erase(&self, workspace: WorkspaceId, person: PersonId, nobody: PersonId) -> Result<Option<Erased>, StoreError>;
}

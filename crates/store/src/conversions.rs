//! What persons did: recorded once, with all that follows from it.

use crate::error::StoreError;
use crate::page::Order;
use async_trait::async_trait;
use jiff::Timestamp;
use std::collections::BTreeMap;
use trackway_domain::account::AccountId;
use trackway_domain::attribution::{Event, Model, Rules, Touch};
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Conversion, ConversionId, ConversionKind, Report};
use trackway_domain::link::LinkId;
use trackway_domain::person::{ExternalId, PersonId};
use trackway_domain::stats::Filter;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// A report on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConversion {
    /// Its id, where it is new.
    pub id: ConversionId,
    /// The id of its person, where he is new.
    pub person: PersonId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Now.
    pub recorded_at: Timestamp,
    /// What was reported.
    pub report: Report,
}

/// Who has the largest part in a conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The link, as the main API names it.
    pub link: Uuid,
    /// The click; None where somebody only said that the link was opened.
    pub click: Option<ClickId>,
    /// The name of the model that decided.
    pub model: String,
}

/// What the reporter is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The conversion.
    pub id: ConversionId,
    /// Who got the credit when it was recorded. That may change as more becomes known; the answer to a replay does not.
    pub attribution: Option<Attribution>,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recording {
    /// It is recorded now.
    Recorded(Answer),
    /// It was before; nothing was done, and this is what was answered then.
    Duplicate(Answer),
    /// Another report came under this key; nothing was done.
    Conflict,
    /// It cannot be recorded; nothing was done.
    Refused(Refusal),
}

/// Why a report cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing tells with which account it was done.
    #[error("the account cannot be told: name it in accountId")]
    AccountUnclear,
    /// What is named belongs to different accounts.
    #[error("the click, the link and the account do not belong together")]
    Contradiction,
}

/// A conversion with the credit that it has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionView {
    /// What was reported.
    pub conversion: Conversion,
    /// Who has the largest part.
    pub attribution: Option<Attribution>,
}

/// Which conversions to list, in the order in which they were recorded or the other way round.
#[derive(Clone, Debug)]
pub struct ConversionQuery {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Only those of one account.
    pub account: Option<AccountId>,
    /// Only those of these kinds; of any kind where none is named.
    pub kinds: Vec<ConversionKind>,
    /// Only those of whoever an account knows under this id.
    pub person: Option<ExternalId>,
    /// Only what occurred at or after this.
    pub from: Option<Timestamp>,
    /// Only what occurred before this.
    pub before: Option<Timestamp>,
    /// What must hold for the visit that has the largest part in each, all of it, as for credits ([`crate::credits::CreditQuestion`]). What no visit
    /// led to has no value of anything.
    pub filters: Vec<Filter>,
    /// In which order.
    pub order: Order,
    /// Only those behind this one, in that order.
    pub behind: Option<ConversionId>,
    /// How many.
    pub limit: u32,
}

impl ConversionQuery {
    /// All of them, newest first, up to `limit`.
    #[must_use]
    pub fn all(workspace: WorkspaceId, account: Option<AccountId>, limit: u32) -> Self {
        let (kinds, filters, order) = (Vec::new(), Vec::new(), Order::NewestFirst);
        Self { workspace, account, kinds, person: None, from: None, before: None, filters, order, behind: None, limit }
    }
}

/// Some conversions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionPage {
    /// In the order that was asked for; where few fit the filters, fewer than asked for, and perhaps none, since each page is a bounded piece of work.
    pub items: Vec<ConversionView>,
    /// Behind which one to go on; None where there are no more.
    pub go_on: Option<ConversionId>,
}

/// A conversion's person, as the rules of attribution see him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCase {
    /// The conversion.
    pub conversion: Conversion,
    /// The rules of its workspace.
    pub rules: Rules,
    /// True where his account knows him by an id.
    pub is_identified: bool,
    /// The links that he opened.
    pub touches: Vec<Touch>,
    /// What he did.
    pub events: Vec<Event>,
    /// Those links, deleted ones too: what the main API calls each, its code, and how long it may be credited.
    pub links: BTreeMap<LinkId, CreditedLink>,
}

/// A link in a [`CreditCase`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditedLink {
    /// Its id for everybody.
    pub uuid: Uuid,
    /// Its code.
    pub code: String,
    /// True where it is deleted.
    pub is_deleted: bool,
    /// How long it may be credited; None is for ever.
    pub window: Option<AttributionWindow>,
}

/// What persons did.
#[async_trait]
pub trait Conversions: Send + Sync {
    /// Records reports in their order, in one transaction: each one's key, person, touch and conversion, and what that changes in the
    /// numbers of links by the workspace's model. One that is refused keeps the others from nothing.
    async fn record(&self, reports: Vec<NewConversion>) -> Result<Vec<Recording>, StoreError>;
    /// One of a workspace's; where an account is named, one of that account's. Its credit is that of the workspace's model unless
    /// another is named.
    async fn find(
        &self,
        workspace: WorkspaceId,
        account: Option<AccountId>,
        id: ConversionId,
        model: Option<Model>,
    ) -> Result<Option<ConversionView>, StoreError>;
    /// All that an explanation of a conversion needs; where an account is named, of one of that account's.
    async fn case(&self, workspace: WorkspaceId, account: Option<AccountId>, id: ConversionId) -> Result<Option<CreditCase>, StoreError>;
    /// A portion of those of a workspace.
    async fn list(&self, query: ConversionQuery, model: Option<Model>) -> Result<ConversionPage, StoreError>;
    /// How many a workspace has.
    async fn count(&self, workspace: WorkspaceId) -> Result<u64, StoreError>;
}

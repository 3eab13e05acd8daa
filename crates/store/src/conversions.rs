//! What persons did: recorded once, with all that follows from it.

use crate::error::StoreError;
use crate::page::Page;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::AccountId;
use trackway_domain::attribution::Model;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Conversion, ConversionId, Report};
use trackway_domain::person::PersonId;
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

/// What persons did.
#[async_trait]
pub trait Conversions: Send + Sync {
    /// Records reports in their order, in one transaction: each one's key, person, touch and conversion, and what that changes in the
    /// numbers of links. One that is refused keeps the others from nothing.
    async fn record(&self, reports: Vec<NewConversion>, model: Model) -> Result<Vec<Recording>, StoreError>;
    /// One of a workspace's; where an account is named, one of that account's.
    async fn find(
        &self,
        workspace: WorkspaceId,
        account: Option<AccountId>,
        id: ConversionId,
        model: Model,
    ) -> Result<Option<ConversionView>, StoreError>;
    /// Those of a workspace behind one of them, the last recorded first.
    async fn list(
        &self,
        workspace: WorkspaceId,
        account: Option<AccountId>,
        behind: Option<ConversionId>,
        limit: u32,
        model: Model,
    ) -> Result<Page<ConversionView>, StoreError>;
}

//! Links, and what a path leads to.

use crate::error::{CreateError, EditError, StoreError};
use crate::page::Page;
use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::custom_domain::Hostname;
use trackway_domain::destination::Destination;
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::project::ProjectId;
use trackway_domain::template::{Slug, Template, TemplateId};
use trackway_domain::text::Tag;
use trackway_domain::totals::LinkTotals;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// Whose links a question is about. What lies outside is not there, to the asker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// One account of it, or all.
    pub account: Option<AccountId>,
}

/// The names that a link goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKey {
    /// The snowflake.
    Id(LinkId),
    /// The uuid.
    Uuid(Uuid),
    /// The code.
    Code(String),
}

/// A link as it is shown: with what it borrows and what it has counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The link.
    pub link: Link,
    /// Its account.
    pub account: Account,
    /// The slug of its template.
    pub template_slug: Option<Slug>,
    /// Its numbers.
    pub totals: LinkTotals,
}

/// What people call a link, which may have been deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCaption {
    /// Its uuid.
    pub uuid: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it leads: its own destination, or its account's profile.
    pub destination: Destination,
    /// The host name in its short URL, where it is not the installation's.
    pub domain: Option<Hostname>,
    /// True where it asks something of visitors before it sends them on.
    pub is_guarded: bool,
    /// True where it has been deleted.
    pub is_deleted: bool,
}

/// In which order links are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkOrder {
    /// The last made first.
    #[default]
    Newest,
    /// The first made first.
    Oldest,
    /// Those with most first, and of those with as many the newest.
    Most(LinkNumber),
    /// Those with fewest first, and of those with as few the newest.
    Fewest(LinkNumber),
}

/// A number that a link carries, as [`LinkTotals`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkNumber {
    /// Human clicks.
    Clicks,
    /// Every recorded visit.
    Visits,
    /// Persons identified.
    Claims,
    /// Follows credited.
    Follows,
    /// Subscriptions credited.
    Subscriptions,
    /// What was spent.
    Gross,
    /// What of it reached the account.
    Net,
}

impl LinkNumber {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Clicks, Self::Visits, Self::Claims, Self::Follows, Self::Subscriptions, Self::Gross, Self::Net];

    /// Its name on wires.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clicks => "clicks",
            Self::Visits => "visits",
            Self::Claims => "claims",
            Self::Follows => "follows",
            Self::Subscriptions => "subscriptions",
            Self::Gross => "gross",
            Self::Net => "net",
        }
    }
}

/// Which links to list.
#[derive(Clone, Debug)]
pub struct LinkQuery {
    /// Whose.
    pub within: Within,
    /// A text in the code, name or destination, in any case.
    pub search: Option<String>,
    /// Only working ones, or only paused ones.
    pub is_paused: Option<bool>,
    /// Only those put away, or only the others.
    pub is_archived: Option<bool>,
    /// Only those of one template.
    pub template: Option<TemplateId>,
    /// Only those of one project.
    pub project: Option<ProjectId>,
    /// Only those with that tag.
    pub tag: Option<Tag>,
    /// Only those made at or after this.
    pub created_from: Option<Timestamp>,
    /// Only those made before this.
    pub created_before: Option<Timestamp>,
    /// In which order.
    pub order: LinkOrder,
    /// Only those behind this one in the list, which is then that of the newest first: a cursor that stays true while links are added.
    pub behind: Option<LinkId>,
    /// How many to pass over.
    pub offset: u32,
    /// How many to give.
    pub limit: u32,
}

impl LinkQuery {
    /// All of them, up to `limit`.
    #[must_use]
    pub fn all(within: Within, limit: u32) -> Self {
        Self {
            within,
            search: None,
            is_paused: None,
            is_archived: None,
            template: None,
            project: None,
            tag: None,
            created_from: None,
            created_before: None,
            order: LinkOrder::Newest,
            behind: None,
            offset: 0,
            limit,
        }
    }
}

/// What stands behind a segment of the redirect host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A link, with what it borrows.
    Link(Box<Signpost>),
    /// An account's handle.
    Account(Box<Account>),
}

/// A link with what its route is compiled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signpost {
    /// The link.
    pub link: Link,
    /// Its account.
    pub account: Account,
    /// Its template.
    pub template: Option<Template>,
}

/// Changes a link's settings in place, inside the transaction that read them.
pub type Edit = Box<dyn FnOnce(&mut LinkSettings) + Send>;

/// Links, and what a path leads to.
#[async_trait]
pub trait Links: Send + Sync {
    /// Makes a link and takes its code.
    async fn create(&self, link: &Link) -> Result<(), CreateError>;
    /// One that is not deleted.
    async fn find(&self, within: Within, key: &LinkKey) -> Result<Option<LinkView>, StoreError>;
    /// A portion of those that are not deleted.
    async fn list(&self, query: &LinkQuery) -> Result<Page<LinkView>, StoreError>;
    /// How many a list would give in all; counting stops at `up_to`.
    async fn count(&self, query: &LinkQuery, up_to: u32) -> Result<u32, StoreError>;
    /// Changes one that is not deleted, and gives it as it is then.
    async fn update(&self, within: Within, key: &LinkKey, at: Timestamp, edit: Edit) -> Result<Option<LinkView>, EditError>;
    /// Deletes one: it is not found any more, its code stays taken, its clicks stay. Gives it as it was.
    async fn delete(&self, within: Within, key: &LinkKey, at: Timestamp) -> Result<Option<Link>, StoreError>;
    /// The tags of links that are not deleted, in their order, and how many links have each.
    async fn tags(&self, within: Within) -> Result<Vec<(Tag, u64)>, StoreError>;
    /// What people call those of a workspace's links that are named, deleted ones too, in any order.
    async fn captions(&self, workspace: WorkspaceId, uuids: Vec<Uuid>) -> Result<Vec<LinkCaption>, StoreError>;
    /// What a path segment leads to; deleted links lead nowhere.
    async fn resolve(&self, segment: &str) -> Result<Option<Resolved>, StoreError>;
}

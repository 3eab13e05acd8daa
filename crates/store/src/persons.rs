//! Identified visitors, as accounts ask about them.

use crate::error::StoreError;
use crate::links::Within;
use crate::page::Page;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::AccountId;
use trackway_domain::link::LinkId;
use trackway_domain::person::{Person, PersonId};
use trackway_domain::utm::Utm;

/// A person beside a link that he opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPerson {
    /// The person.
    pub person: Person,
    /// When he last opened the link.
    pub clicked_at: Timestamp,
    /// True where he is of the hundredth of his account's persons who spent most.
    pub is_top_spender: bool,
}

/// Where a portion of a link's persons ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BehindPerson {
    /// When the last one had opened the link.
    pub clicked_at: Timestamp,
    /// Who that was.
    pub person: PersonId,
}

/// Which persons of a link to list, the last to open it first.
#[derive(Clone, Copy, Debug)]
pub struct PersonQuery {
    /// The link.
    pub link: LinkId,
    /// Only those who last opened it at or after this.
    pub clicked_from: Option<Timestamp>,
    /// Only those who last opened it before this.
    pub clicked_before: Option<Timestamp>,
    /// Only those behind this one.
    pub behind: Option<BehindPerson>,
    /// How many.
    pub limit: u32,
}

/// What a click said besides that it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Campaign parameters.
    pub utm: Utm,
    /// `metadata[…]`, names and values.
    pub metadata: Vec<(String, String)>,
}

/// Which persons to list, the last to be known first.
#[derive(Clone, Debug)]
pub struct PeopleQuery {
    /// Whose.
    pub within: Within,
    /// A text in the external id, the handle or the name, in any case.
    pub search: Option<String>,
    /// Only those who follow, or only those who subscribe.
    pub fan: Option<FanKind>,
    /// Only those behind this one.
    pub behind: Option<PersonId>,
    /// How many.
    pub limit: u32,
}

/// What somebody is to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FanKind {
    /// He follows.
    Follower,
    /// He subscribes.
    Subscriber,
}

/// How many fans an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FanCounts {
    /// Who follow now.
    pub followers: u64,
    /// Who subscribe now.
    pub subscribers: u64,
}

/// Identified visitors.
#[async_trait]
pub trait Persons: Send + Sync {
    /// A portion of the persons with an id of an account's own, whether they opened a link or not.
    async fn list(&self, query: &PeopleQuery) -> Result<Page<Person>, StoreError>;
    /// A portion of the persons with an id of the account's own who opened a link.
    async fn of_link(&self, query: PersonQuery) -> Result<Page<LinkPerson>, StoreError>;
    /// What the latest click of a person on a link said; None where he never opened it.
    async fn remarks(&self, link: LinkId, person: PersonId) -> Result<Option<Remarks>, StoreError>;
    /// Those with an id of the account's own, and those who had one until they were erased.
    async fn count_fans(&self, account: AccountId) -> Result<FanCounts, StoreError>;
}

//! A recorded visit.

use crate::link::LinkId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// Names a click: a uuid v7, unguessable, so that who holds it may claim the click.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClickId(pub Uuid);

impl std::fmt::Display for ClickId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(out)
    }
}

/// Which of its destinations a link chose for a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum DestinationKind {
    /// The link's own.
    Original = 0,
    /// The account's profile.
    Profile = 1,
    /// The page for the web.
    WebFallback = 2,
    /// The App Store.
    IosStore = 3,
    /// The Play Store.
    AndroidStore = 4,
    /// iOS's way into the app.
    UniversalLink = 5,
    /// Android's way into the app.
    AppLink = 6,
    /// The page that tries the app's own scheme.
    AppScheme = 7,
    /// The link's card, for a fetcher of previews.
    Preview = 8,
}

impl DestinationKind {
    /// All kinds, by number.
    pub const ALL: [Self; 9] = [
        Self::Original,
        Self::Profile,
        Self::WebFallback,
        Self::IosStore,
        Self::AndroidStore,
        Self::UniversalLink,
        Self::AppLink,
        Self::AppScheme,
        Self::Preview,
    ];

    /// Its name in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Profile => "profile",
            Self::WebFallback => "web_fallback",
            Self::IosStore => "ios_store",
            Self::AndroidStore => "android_store",
            Self::UniversalLink => "universal_link",
            Self::AppLink => "app_link",
            Self::AppScheme => "app_scheme",
            Self::Preview => "preview",
        }
    }

    /// The kind with that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// A click as the redirect saw it: what the journal keeps until it is enriched and stored. Texts are cut to their bounds here,
/// at the door; a request's header cannot make a record of more than a few kilobytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Click<'a> {
    /// Its id.
    pub id: ClickId,
    /// The link.
    pub link: LinkId,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// The visitor's full address. Stores keep less of it.
    pub address: IpAddr,
    /// Where the visitor was sent.
    pub destination: DestinationKind,
    /// What the request itself says about who made it.
    pub signals: Signals,
    /// `User-Agent`, at most [`Click::USER_AGENT_MAX`] bytes.
    pub user_agent: &'a str,
    /// `Accept-Language`, at most [`Click::HEADER_MAX`] bytes.
    pub accept_language: &'a str,
    /// `Referer`, at most [`Click::HEADER_MAX`] bytes.
    pub referrer: &'a str,
    /// The link's query as it was opened, at most [`Click::QUERY_MAX`] bytes.
    pub query: &'a str,
}

impl Click<'_> {
    /// Longest user agent kept, in bytes.
    pub const USER_AGENT_MAX: usize = 512;
    /// Longest other header kept, in bytes.
    pub const HEADER_MAX: usize = 512;
    /// Longest query kept, in bytes.
    pub const QUERY_MAX: usize = 2_048;
}

/// What a request says about who made it, besides its user agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// The method was HEAD: nobody looks at the answer.
    pub is_head: bool,
    /// A browser asked ahead of a click that may never come (`Sec-Purpose`, `Purpose`, `X-Moz`).
    pub is_prefetch: bool,
    /// `Sec-GPC: 1`: the visitor objects to being told apart.
    pub objects_to_tracking: bool,
}

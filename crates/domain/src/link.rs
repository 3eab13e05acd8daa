//! A link: one code, one account, and what its maker chose.

use crate::account::AccountId;
use crate::code::Code;
use crate::cost::Cost;
use crate::custom_domain::Hostname;
use crate::deep_link::DeepLink;
use crate::destination::Destination;
use crate::preview::Preview;
use crate::project::ProjectId;
use crate::snowflake::Snowflake;
use crate::social::SocialPlatform;
use crate::targeting::Targeting;
use crate::template::{PlatformDestinations, TemplateId, TemplateSettings};
use crate::text::{Description, Name, Tag};
use crate::user::PasswordHash;
use crate::utm::Utm;
use crate::window::AttributionWindow;
use crate::workspace::{UserId, WorkspaceId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use uuid::Uuid;

/// Names a link: compact in the click log, and in time order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LinkId(pub Snowflake);

impl std::fmt::Display for LinkId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// A link as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its id inside, and for Fansly's clients.
    pub id: LinkId,
    /// Its id for everybody else.
    pub uuid: Uuid,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The account it belongs to.
    pub account: AccountId,
    /// The user whose key made it.
    pub owner: UserId,
    /// What a visitor opens. Never changes, and stays taken when the link is deleted.
    pub code: Code,
    /// What its maker chose.
    pub settings: LinkSettings,
    /// When it was made: the time in its id, so that the order of links is the order of their times.
    pub created_at: Timestamp,
    /// When its settings last changed.
    pub updated_at: Timestamp,
}

/// What the maker of a link may choose, and change later.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkSettings {
    /// Title or label.
    pub name: Option<Name>,
    /// What it is for.
    pub description: Option<Description>,
    /// The template whose defaults it took, and whose slug may stand before its code.
    pub template: Option<TemplateId>,
    /// The project it is grouped under.
    pub project: Option<ProjectId>,
    /// The workspace's own host name in its short URL; the installation's where it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<Hostname>,
    /// Where it leads; the account's profile where it says nothing.
    pub destination: Option<Destination>,
    /// Where it leads per platform.
    pub destinations: PlatformDestinations,
    /// What it opens in an app.
    pub deep_link: DeepLink,
    /// How long it may be credited; without one there is no bound.
    pub window: Option<AttributionWindow>,
    /// Campaign parameters it appends.
    pub utm: Utm,
    /// Whom it is for.
    pub targeting: Targeting,
    /// What it shows of itself where it is pasted.
    pub preview: Preview,
    /// Where a creator posts it.
    pub social_platform: SocialPlatform,
    /// The maker's own id of the user that the link was made for.
    pub external_user_id: Option<String>,
    /// Appends the click's id to the destination.
    pub append_click_id: bool,
    /// Passes the visitor's own query on.
    pub forward_query: bool,
    /// False while paused: it then answers as if it did not exist.
    pub is_paused: bool,
    /// Put away: it still works, and its maker wants to see it no more.
    pub is_archived: bool,
    /// When it stops.
    pub expires_at: Option<Timestamp>,
    /// How many people it lets through in all; then it has expired.
    pub max_clicks: Option<NonZeroU32>,
    /// Where it leads afterwards.
    pub expired_destination: Option<Destination>,
    /// What is kept of the password that it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock: Option<PasswordHash>,
    /// Says where it leads, and asks, before it sends anybody on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub warns: bool,
    /// Labels, sorted, each once; at most [`LinkSettings::TAGS_MAX`].
    pub tags: Vec<Tag>,
    /// What it costs its maker.
    pub cost: Option<Cost>,
}

impl LinkSettings {
    /// The most tags of a link.
    pub const TAGS_MAX: usize = 50;

    /// Every address that they name.
    pub fn addresses(&self) -> impl Iterator<Item = &Destination> {
        self.destination.iter().chain(self.destinations.all()).chain(&self.expired_destination)
    }

    /// How long the link may be credited: what was chosen, else the default of links that come from a template; None for no bound.
    #[must_use]
    pub fn effective_window(&self) -> Option<AttributionWindow> {
        self.window.or(self.template.map(|_| AttributionWindow::DEFAULT))
    }

    /// With what a template supplies where these leave it open, for a link made at `now`.
    #[must_use]
    pub fn with_defaults(mut self, template: TemplateId, defaults: &TemplateSettings, now: Timestamp) -> Self {
        self.template = Some(template);
        self.destinations = self.destinations.or(&defaults.destinations);
        self.destination = self.destination.or_else(|| defaults.destinations.web_fallback.clone());
        self.window = self.window.or(defaults.window).or(Some(AttributionWindow::DEFAULT));
        self.utm = self.utm.or(&defaults.utm);
        if self.targeting.is_empty() {
            self.targeting = defaults.targeting.clone();
        }
        self.deep_link.scheme = self.deep_link.scheme.or_else(|| defaults.deep_link.scheme.clone());
        self.deep_link.path = self.deep_link.path.or_else(|| defaults.deep_link.path.clone());
        if self.deep_link.parameters.is_empty() {
            self.deep_link.parameters = defaults.deep_link.parameters.clone();
        }
        let lifetime = defaults.expires_after_days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
        self.expires_at = self.expires_at.or_else(|| now.checked_add(lifetime?).ok());
        self
    }
}

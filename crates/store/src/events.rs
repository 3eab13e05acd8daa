//! What happened, as webhooks are told of it: in our own words, since a store outlives a wire. How it looks when it is sent is a dialect's.

use crate::clicks::ClickRow;
use crate::links::LinkView;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::net::IpAddr;
use trackway_domain::account::Account;
use trackway_domain::click::ClickId;
use trackway_domain::code::Code;
use trackway_domain::conversion::{Amount, ConversionId, ConversionKind};
use trackway_domain::destination::Destination;
use trackway_domain::event::EventId;
use trackway_domain::install::decision::Considered;
use trackway_domain::link::Link;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::webhook::{DisabledReason, WebhookEvent, WebhookId};
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id: whoever is told twice knows it again.
    pub id: EventId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub subject: Subject,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Subject {
    /// Somebody opened a link.
    Click(Box<ClickEvent>),
    /// Several clicks, for a webhook that wants them together.
    Clicks(Vec<ClickEvent>),
    /// An app was opened for the first time.
    Install(Box<InstallEvent>),
    /// Somebody did what a link was made for.
    Conversion(Box<ConversionEvent>),
    /// A link was made, changed or deleted.
    Link(Box<LinkEvent>),
    /// A webhook was switched off.
    Webhook(Box<WebhookEnd>),
    /// Nothing: somebody wants to see whether a webhook is told.
    Test,
}

impl Subject {
    /// What a webhook must want to be told of it; None for what is told to whoever asks.
    #[must_use]
    pub fn wanted_as(&self) -> Option<WebhookEvent> {
        match self {
            Self::Click(_) | Self::Clicks(_) => Some(WebhookEvent::Click),
            Self::Install(_) => Some(WebhookEvent::Install),
            Self::Conversion(_) => Some(WebhookEvent::Conversion),
            Self::Link(_) => Some(WebhookEvent::Link),
            Self::Webhook(_) => Some(WebhookEvent::Webhook),
            Self::Test => None,
        }
    }

    /// The name of the event on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.wanted_as().map_or("test_event", WebhookEvent::as_str)
    }
}

/// A click, with what is told of its link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClickEvent {
    /// The click.
    pub id: ClickId,
    /// The link, as the main API names it.
    pub link: Uuid,
    /// The link's code.
    pub code: Code,
    /// Where the link leads by itself.
    pub destination: Destination,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// As much of the visitor's address as is kept.
    pub address: Option<IpAddr>,
    /// The user agent in full.
    pub user_agent: Box<str>,
    /// The visitor's system, where his user agent says it.
    pub system: Option<Box<str>>,
    /// The visitor's platform.
    pub platform: Platform,
    /// Where the address is.
    pub place: Place,
    /// Campaign parameters of the link as it was opened.
    pub utm: Utm,
    /// The host of the page that the visitor came from.
    pub referrer: Option<Box<str>>,
    /// Human or not, and why.
    pub traffic: TrafficClass,
}

impl ClickEvent {
    /// What is told of a click on this link of that account.
    #[must_use]
    pub fn of(click: &ClickRow, link: &Link, account: &Account) -> Self {
        Self {
            id: click.id,
            link: link.uuid,
            code: link.code.clone(),
            destination: link.settings.destination.as_ref().unwrap_or(&account.profile).clone(),
            at: click.at,
            address: click.address,
            user_agent: click.user_agent.text.clone(),
            system: click.user_agent.agent.system.clone(),
            platform: click.platform,
            place: Place::clone(&click.place),
            utm: click.utm.clone(),
            referrer: click.referrer.as_deref().map(Box::from),
            traffic: click.traffic,
        }
    }
}

/// An app that was opened for the first time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstallEvent {
    /// The install.
    pub id: Uuid,
    /// By what it was known first, in hexadecimal digits.
    pub fingerprint: String,
    /// When the app was opened.
    pub at: Timestamp,
    /// The link that led to it, where one did.
    pub credit: Option<InstallCredit>,
    /// The user agent that the app says, in full.
    pub user_agent: String,
    /// The phone's platform.
    pub platform: Platform,
}

/// Which link led to an install, and how that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstallCredit {
    /// The link as it was then.
    pub view: LinkView,
    /// The click, and what it had in common with the install.
    pub considered: Considered,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConversionEvent {
    /// The conversion.
    pub id: ConversionId,
    /// The install that it came from.
    pub install: Option<Uuid>,
    /// The link that has the largest part in it, as far as was known when it was recorded.
    pub link: Option<Uuid>,
    /// The click that it is credited to.
    pub click: Option<ClickId>,
    /// What was done.
    pub kind: ConversionKind,
    /// What the reporter calls it.
    pub name: Option<String>,
    /// Whatever else the reporter said.
    pub data: Option<Map<String, Value>>,
    /// The account's own id of the person.
    pub external_id: Option<String>,
    /// For how much.
    pub amount: Option<Amount>,
    /// When it was done.
    pub at: Timestamp,
}

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkEvent {
    /// What was done to it.
    pub action: LinkAction,
    /// The link as it was then; a deleted one as it was before.
    pub view: LinkView,
}

/// What is done to links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkAction {
    /// Made.
    Created,
    /// Changed.
    Updated,
    /// Deleted.
    Deleted,
}

impl LinkAction {
    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// That a webhook is told nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WebhookEnd {
    /// The webhook.
    pub id: WebhookId,
    /// What people call it.
    pub name: String,
    /// Where it was told.
    pub url: Destination,
    /// Why it ended.
    pub reason: DisabledReason,
}

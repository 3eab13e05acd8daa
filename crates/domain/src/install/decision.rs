//! What was decided about an install, and why: kept with it, since what it was decided by is thrown away.

use crate::click::ClickId;
use crate::link::LinkId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a click can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The app handed its id back.
    ClickId,
    /// The store handed its signed token to the app.
    InstallReferrer,
    /// It came from the same address, from a phone that could be the same.
    Fingerprint,
}

impl Rule {
    /// Its name in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClickId => "click_id",
            Self::InstallReferrer => "install_referrer",
            Self::Fingerprint => "fingerprint",
        }
    }
}

/// What an install and a click may have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// The full address; of IPv6 the network of 64 bits.
    Ip,
    /// Platform and system, as far as the browser says.
    UserAgent,
    /// The phone's time zone and that of the click's address.
    Timezone,
    /// The phone's language and the browser's first.
    Language,
    /// The click's id.
    ClickId,
    /// The click's signed token.
    InstallReferrer,
}

impl Factor {
    /// Its name in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ip => "ip",
            Self::UserAgent => "user_agent",
            Self::Timezone => "timezone",
            Self::Language => "language",
            Self::ClickId => "click_id",
            Self::InstallReferrer => "install_referrer",
        }
    }

    /// What it is worth.
    #[must_use]
    pub fn points(self) -> u8 {
        match self {
            Self::Ip => 40,
            Self::UserAgent => 30,
            Self::Timezone | Self::Language => 10,
            Self::ClickId | Self::InstallReferrer => 100,
        }
    }
}

/// Something that both sides said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// What.
    pub factor: Factor,
    /// What it is worth where they agree.
    pub points: u8,
    /// Whether they agree.
    pub is_match: bool,
}

/// Why a click was not credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It came after the install had begun: somebody claims what was not his.
    AfterInstall,
    /// Its link's window had ended.
    OutsideWindow,
    /// It is older than the workspace lets fingerprints be.
    OutsideCap,
    /// Another install has it.
    Taken,
    /// Its phone is another.
    OtherPhone,
    /// Clicks of several links fit, so that none is believed.
    Ambiguous,
}

impl Refusal {
    /// Its name in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AfterInstall => "after_install",
            Self::OutsideWindow => "outside_window",
            Self::OutsideCap => "outside_cap",
            Self::Taken => "taken",
            Self::OtherPhone => "other_phone",
            Self::Ambiguous => "ambiguous",
        }
    }
}

/// A click that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// The click.
    pub click: ClickId,
    /// Its link.
    pub link: LinkId,
    /// When it was made.
    pub at: Timestamp,
    /// How it was found.
    pub rule: Rule,
    /// What was compared.
    pub compared: Vec<Compared>,
    /// From 1 to 100.
    pub confidence: u8,
    /// Why it was not credited; None for the one that was, and for others of its link that fit.
    pub refusal: Option<Refusal>,
}

/// What became of an install.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A click led to it: the one among the considered with this id.
    Credited(ClickId),
    /// The app names a click that has not been taken in yet; when it is, this is decided.
    Awaiting(ClickId),
    /// The click that the app names was refused, and nothing else is asked then.
    NamedRefused,
    /// Clicks of several links fit.
    Ambiguous,
    /// No click fits.
    NoneFits,
    /// The app names no click, and the workspace does not compare fingerprints.
    NothingNamed,
}

impl Outcome {
    /// Its name in answers.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Credited(_) => "credited",
            Self::Awaiting(_) => "awaiting_click",
            Self::NamedRefused => "named_click_refused",
            Self::Ambiguous => "ambiguous",
            Self::NoneFits => "no_click_fits",
            Self::NothingNamed => "no_click_named",
        }
    }
}

/// What was decided, by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The outcome.
    pub outcome: Outcome,
    /// The clicks that were looked at, the newest first.
    pub considered: Vec<Considered>,
}

impl Decision {
    /// How many considered clicks are kept: at a busy address there may be thousands.
    pub const KEPT: usize = 20;

    /// True while the click that the app names is awaited.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.outcome, Outcome::Awaiting(_))
    }

    /// Who gets the credit.
    #[must_use]
    pub fn credited(&self) -> Option<&Considered> {
        let Outcome::Credited(click) = self.outcome else { return None };
        self.considered.iter().find(|considered| considered.click == click)
    }
}

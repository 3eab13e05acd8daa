//! What a recent click leaves behind, so that an install can be compared with it.

use super::phone::{Phone, Timezone};
use super::system_version::BrowserSystem;
use crate::click::ClickId;
use crate::link::LinkId;
use crate::platform::Platform;
use crate::targeting::Language;
use crate::window::AttributionWindow;
use jiff::Timestamp;

/// A person's click on a phone: what its browser said, and nothing that tells who it was but the hash that it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The click.
    pub click: ClickId,
    /// Its link.
    pub link: LinkId,
    /// When.
    pub at: Timestamp,
    /// On which platform.
    pub platform: Platform,
    /// On which version of its system.
    pub system: BrowserSystem,
    /// The browser's first language.
    pub language: Option<Language>,
    /// The time zone of the place where the address is.
    pub timezone: Option<Timezone>,
}

impl Trace {
    /// True where the click may have been made on this phone, as far as both say.
    #[must_use]
    pub fn may_be_of(&self, phone: &Phone) -> bool {
        self.platform == phone.platform && phone.platform != Platform::Web && self.system.fits(phone.version)
    }
}

/// A trace, and what is known of its click and link now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The trace.
    pub trace: Trace,
    /// How long its link may be credited; None for no bound.
    pub window: Option<AttributionWindow>,
    /// Another install has the click already.
    pub is_taken: bool,
}

/// A click that the app itself names, and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedClick {
    /// The click.
    pub click: ClickId,
    /// Its link.
    pub link: LinkId,
    /// When.
    pub at: Timestamp,
    /// How long its link may be credited; None for no bound.
    pub window: Option<AttributionWindow>,
    /// Another install has the click already.
    pub is_taken: bool,
}

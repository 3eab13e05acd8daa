//! One request to a link, before any decision.

use crate::platform::{Platform, is_in_app_browser};
use crate::preview::is_preview_fetcher;
use crate::targeting::{Country, Language};
use jiff::Timestamp;

/// What is known of a visitor when the destination is chosen. What needs work to know is worked out only where a link asks.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// Now.
    pub at: Timestamp,
    /// `User-Agent`, or nothing.
    pub user_agent: &'a str,
    /// `Accept-Language`, or nothing.
    pub accept_language: &'a str,
    /// The country of the visitor's address, where a rule asks for it and it is known.
    pub country: Option<Country>,
}

impl Visit<'_> {
    /// The visitor's platform.
    #[must_use]
    pub fn platform(&self) -> Platform {
        Platform::of(self.user_agent)
    }

    /// The visitor's first language.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        Language::first_accepted(self.accept_language)
    }

    /// True inside a browser that an app embeds.
    #[must_use]
    pub fn is_in_app(&self) -> bool {
        is_in_app_browser(self.user_agent)
    }

    /// True for the fetcher of a link preview.
    #[must_use]
    pub fn fetches_preview(&self) -> bool {
        is_preview_fetcher(self.user_agent)
    }
}

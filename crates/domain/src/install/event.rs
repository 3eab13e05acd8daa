//! What is done in an installed app, as the app reports it.

use super::InstallId;
use super::report::digest;
use crate::click::ClickId;
use crate::conversion::Amount;
use crate::person::Identity;
use crate::text::Name;
use jiff::Timestamp;
use uuid::Uuid;

/// Something that was done, checked as far as it can be without looking anything up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppEvent {
    /// The install that it was done in.
    pub install: InstallId,
    /// What the app calls it.
    pub name: Name,
    /// What the app says of it: a JSON object as text, at most [`AppEvent::DATA_MAX`] bytes.
    pub data: String,
    /// When it was done, where the app says so.
    pub at: Option<Timestamp>,
    /// The app's own name for one opening of it.
    pub session: Option<String>,
    /// The link that opened the app, as the main API names links.
    pub link: Option<Uuid>,
    /// The click that did.
    pub click: Option<ClickId>,
    /// Who did it, where the app says so.
    pub person: Option<Identity>,
    /// For how much.
    pub amount: Option<Amount>,
}

impl AppEvent {
    /// Longest data, in bytes of JSON.
    pub const DATA_MAX: usize = 32_768;

    /// By what an event is known again that is sent twice; None where the app does not say when it was done, since then two may be alike.
    #[must_use]
    pub fn identity(&self) -> Option<[u8; 32]> {
        let at = self.at?.as_millisecond().to_string();
        Some(digest(self.install.0.as_bytes(), &[self.name.as_str(), &at, &self.data]))
    }
}

//! That a person opened a link.

use crate::click::ClickId;
use crate::link::LinkId;
use crate::window::AttributionWindow;
use jiff::{SignedDuration, Timestamp};

/// A link that a person opened. Of two at one instant the order is that of the links, so that no answer depends on who came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Touch {
    /// When.
    pub at: Timestamp,
    /// The link.
    pub link: LinkId,
    /// The click; None where somebody only said so.
    pub click: Option<ClickId>,
}

impl Touch {
    /// True where something that happened `at` may be credited to this touch: not before it, and not later than the link's window allows.
    #[must_use]
    pub fn reaches(&self, at: Timestamp, window: Option<AttributionWindow>) -> bool {
        let since = at.duration_since(self.at);
        let in_window = |window: AttributionWindow| since <= SignedDuration::from_hours(i64::from(window.hours()));
        !since.is_negative() && window.is_none_or(in_window)
    }
}

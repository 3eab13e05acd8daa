//! The numbers that a link carries.

use crate::money::Mills;
use serde::{Deserialize, Serialize};

/// What has been counted for a link so far. Clicks follow the journal; the others follow the conversions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkTotals {
    /// Human clicks.
    pub clicks: u64,
    /// Every recorded visit, whatever its traffic class.
    pub visits: u64,
    /// Persons identified after clicking.
    pub claims: u64,
    /// Follows credited.
    pub follows: u64,
    /// New subscriptions credited.
    pub subscriptions: u64,
    /// Persons whose first click was on this link and who followed.
    pub acquired_followers: u64,
    /// Persons whose first click was on this link and who subscribed.
    pub acquired_subscribers: u64,
    /// Persons who clicked this link and follow now.
    pub current_followers: u64,
    /// Persons who clicked this link and subscribe now.
    pub current_subscribers: u64,
    /// What the persons credited to the link spent, in US dollars.
    pub gross: Mills,
    /// What of it reached the account, in US dollars.
    pub net: Mills,
    /// True once any money was credited, even if refunds took it back to zero.
    pub has_earned: bool,
}

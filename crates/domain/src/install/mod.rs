//! Installs: an app's first open on a phone, and which click led to it.
//!
//! What the app says of its phone is [`phone::Phone`]; what a click left behind for comparing is [`trace::Trace`]; [`decide::decide`] puts
//! them together. Finding the traces and keeping the install are the store's.

pub mod address;
pub mod app_link;
pub mod decide;
pub mod decision;
pub mod event;
pub mod phone;
pub mod points;
pub mod referrer;
pub mod report;
pub mod system_version;
pub mod trace;

use crate::workspace::uuid_ids;

uuid_ids! {
    /// Names an install.
    InstallId,
    /// Names something that was done in an installed app.
    InstallEventId,
}

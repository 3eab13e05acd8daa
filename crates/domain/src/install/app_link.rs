//! Links that apps make for their users: one for each user and content, however often the app asks.

use super::report::digest;
use crate::link::LinkSettings;

/// For whom a link is and what it says, as a hash; None where it is for nobody in particular, or has a password: nobody can tell then whether
/// the same is meant.
#[must_use]
pub fn content(settings: &LinkSettings) -> Option<[u8; 32]> {
    let user = settings.external_user_id.as_deref()?;
    if settings.lock.is_some() {
        return None;
    }
    let said = serde_json::to_string(settings).unwrap_or_default();
    Some(digest(&[0; 16], &[user, &said]))
}

//! Keeping what a platform sent and nobody could make anything of.

use crate::{App, Error};
use trackway_domain::account::AccountId;
use trackway_domain::inbound::InboundPlatform;
use trackway_store::inbound::InboundEvent;

/// Keeps an event with why it changed nothing. False where it was kept before.
///
/// # Errors
/// The store's trouble.
pub async fn keep(
    app: &App,
    account: AccountId,
    platform: InboundPlatform,
    key: String,
    reason: &str,
    body: String,
) -> Result<bool, Error> {
    let event = InboundEvent { account, platform, key, received_at: app.clock.now(), reason: reason.to_owned(), body };
    Ok(app.store.inbound().keep(&event).await?)
}

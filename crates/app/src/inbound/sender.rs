//! Whose reports come in at an address, and how it is told that they are the platform's.

use crate::{App, Error};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};

/// The account and the secret that it shares with the platform; None where it shares none, or is not there.
///
/// # Errors
/// The store's trouble.
pub async fn sender(app: &App, account: AccountId, platform: InboundPlatform) -> Result<Option<(Account, InboundSecret)>, Error> {
    Ok(app.store.inbound().secret(account, platform).await?)
}

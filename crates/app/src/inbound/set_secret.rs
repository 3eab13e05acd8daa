//! Agreeing on a secret with a platform.

use crate::error::Thing;
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::account::Account;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};

/// Letters of a secret that is made here.
const LENGTH: usize = 40;

/// Sets the secret of an account with a platform; without one a new one is made. The secret before it is forgotten.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone, or the store's trouble.
pub async fn set_secret(
    app: &App,
    doer: Doer,
    account: &Account,
    platform: InboundPlatform,
    given: Option<InboundSecret>,
) -> Result<InboundSecret, Error> {
    let made = || InboundSecret::parse(&ids::letters(&*app.random, LENGTH)).expect("forty letters are a secret");
    let secret = given.unwrap_or_else(made);
    let details = json!({"platform": platform.as_str()});
    let store = audit::noting(app, account.workspace, doer, Action::InboundSecretSet, &account.id, details);
    let is_set = store.inbound().set_secret(account.workspace, account.id, platform, &secret).await?;
    if is_set { Ok(secret) } else { Err(Error::NotFound(Thing::Account)) }
}

//! Giving an account another page.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::account::Account;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::destination::Destination;
use trackway_store::changes::Change;

/// Sets where the account's links lead that name no destination of their own. The next visitor is sent there.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone, [`Error::Blocked`] for the page, or the store's trouble.
pub async fn set_profile(app: &App, doer: Doer, account: &Account, profile: &Destination) -> Result<(), Error> {
    app.blocklist.check([profile])?;
    let details = json!({"profile": profile.as_str()});
    let store = audit::noting(app, account.workspace, doer, Action::ProfileSet, &account.id, details);
    let is_set = store.accounts().set_profile(account.workspace, account.id, profile).await?;
    app.caches.forget(&Change::Account(account.id));
    if is_set { Ok(()) } else { Err(Error::NotFound(Thing::Account)) }
}

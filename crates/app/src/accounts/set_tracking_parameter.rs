//! Telling an account's own page which link led there.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::account::{Account, TrackingParameter};
use trackway_domain::audit::{Action, Doer};
use trackway_store::changes::Change;

/// Sets the parameter; None takes it away. The next visitor is sent accordingly.
///
/// # Errors
/// [`Error::NotFound`] where the account is gone, or the store's trouble.
pub async fn set_tracking_parameter(app: &App, doer: Doer, account: &Account, parameter: Option<&TrackingParameter>) -> Result<(), Error> {
    let details = json!({"parameter": parameter.map(TrackingParameter::as_str)});
    let store = audit::noting(app, account.workspace, doer, Action::TrackingParameterSet, &account.id, details);
    let is_set = store.accounts().set_tracking_parameter(account.workspace, account.id, parameter).await?;
    app.caches.forget(&Change::Account(account.id));
    if is_set { Ok(()) } else { Err(Error::NotFound(Thing::Account)) }
}

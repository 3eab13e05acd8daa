//! Making an account.

use crate::error::Thing;
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::account::{Account, AccountId, Handle};
use trackway_domain::audit::{Action, Doer};
use trackway_domain::destination::Destination;
use trackway_domain::targeting::Country;
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::changes::Change;
use trackway_store::error::CreateError;

/// What is said of a new account.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name in paths.
    pub handle: Handle,
    /// Where its links lead by default.
    pub profile: Destination,
    /// What people call it; its handle where nothing is said.
    pub name: Option<Name>,
    /// The creator's mail address.
    pub email: Option<String>,
    /// The creator's country.
    pub country: Option<Country>,
}

/// Makes an account.
///
/// # Errors
/// [`Error::Taken`] where the handle is in use, [`Error::Blocked`] for its page, or the store's trouble.
pub async fn create(app: &App, workspace: WorkspaceId, doer: Doer, new: NewAccount) -> Result<Account, Error> {
    app.blocklist.check([&new.profile])?;
    let account = assemble(app, workspace, new, false);
    let details = json!({"handle": account.handle.as_str()});
    let store = audit::noting(app, workspace, doer, Action::AccountCreated, &account.id, details);
    match store.accounts().create(&account).await {
        Ok(()) => {
            app.caches.forget(&Change::Path(account.handle.as_str().to_owned()));
            Ok(account)
        }
        Err(CreateError::PathTaken) => Err(Error::Taken(account.handle.as_str().to_owned())),
        Err(CreateError::TemplateGone) => Err(Error::NotFound(Thing::Template)),
        Err(CreateError::Store(error)) => Err(error.into()),
    }
}

pub(crate) fn assemble(app: &App, workspace: WorkspaceId, new: NewAccount, is_default: bool) -> Account {
    let NewAccount { handle, profile, name, email, country } = new;
    // A handle has the form of a name, so this always finds one.
    let name = name.or_else(|| Name::parse(handle.as_str()).ok()).expect("a handle is a name");
    Account {
        id: AccountId(ids::uuid(&*app.clock, &*app.random)),
        number: app.ids.snowflake(&*app.clock),
        workspace,
        handle,
        name,
        profile,
        tracking_parameter: None,
        email,
        country,
        is_default,
        created_at: app.clock.now(),
    }
}

//! Which account a workspace's key acts for in a dialect whose credentials belong to one account.

use crate::accounts::find;
use crate::{Actor, App, Error};
use trackway_domain::account::Account;

/// The account named by handle or public id or uuid; without a name the only one. The account that the workspace was made with does
/// not count beside others: nobody chose it. None where it cannot be told.
///
/// # Errors
/// The store's trouble.
pub async fn acting_for(app: &App, actor: &Actor, named: Option<&str>) -> Result<Option<Account>, Error> {
    Ok(choose(find::list(app, actor).await?, named))
}

pub(crate) fn choose(accounts: Vec<Account>, named: Option<&str>) -> Option<Account> {
    if let Some(name) = named {
        let is_named = |account: &Account| {
            account.handle.as_str() == name || account.id.public() == name || account.id.to_string().eq_ignore_ascii_case(name)
        };
        return accounts.into_iter().find(is_named);
    }
    let (defaults, mut chosen): (Vec<_>, Vec<_>) = accounts.into_iter().partition(|account| account.is_default);
    match chosen.len() {
        0 => defaults.into_iter().next(),
        1 => chosen.pop(),
        _ => None,
    }
}

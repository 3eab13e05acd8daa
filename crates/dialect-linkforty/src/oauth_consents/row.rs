//! The row of an OAuth consent.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_app::oauth::list_consents::Allowed;
use trackway_domain::account::AccountId;
use trackway_domain::oauth::scope::Scope;
use trackway_domain::user::Email;

/// A consent as admins see it, with the names of whom it is about.
pub(crate) fn row(Allowed { consent, user, client, account }: &Allowed) -> Row {
    with_twins(ConsentRow {
        id: consent.id.to_string(),
        user_id: consent.user.to_string(),
        user_email: user.as_ref().and_then(|user| user.email.as_ref()).map(Email::as_str),
        client_id: consent.client.to_string(),
        client_name: client.as_ref().map(|client| client.name.as_str()),
        account_id: consent.account.to_string(),
        account_handle: account.as_ref().map(|account| account.handle.as_str()),
        creator_ids: consent.creators.iter().map(AccountId::to_string).collect(),
        scopes: consent.scopes.as_slice().iter().map(|scope| Scope::as_str(*scope)).collect(),
        created_at: time(consent.created_at),
    })
}

#[derive(Serialize)]
struct ConsentRow<'a> {
    id: String,
    user_id: String,
    user_email: Option<&'a str>,
    client_id: String,
    client_name: Option<&'a str>,
    account_id: String,
    account_handle: Option<&'a str>,
    creator_ids: Vec<String>,
    scopes: Vec<&'static str>,
    created_at: String,
}

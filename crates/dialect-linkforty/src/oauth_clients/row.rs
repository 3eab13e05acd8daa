//! The row of an OAuth client.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::Scope;
use trackway_domain::secret::Secret;

/// A client as admins see it; its secret only when it is new.
pub(crate) fn row(client: &OauthClient, secret: Option<&Secret>) -> Row {
    with_twins(ClientRow {
        client_id: client.id.to_string(),
        client_secret: secret.map(Secret::reveal),
        name: client.name.as_str(),
        redirect_uris: client.redirect_uris.iter().map(RedirectUri::as_str).collect(),
        scopes: client.scopes.as_slice().iter().map(|scope| Scope::as_str(*scope)).collect(),
        is_public: client.secret.is_none(),
        acts_for_workspace: client.acts_for_workspace,
        created_at: time(client.created_at),
    })
}

#[derive(Serialize)]
struct ClientRow<'a> {
    client_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    name: &'a str,
    redirect_uris: Vec<&'a str>,
    scopes: Vec<&'static str>,
    is_public: bool,
    acts_for_workspace: bool,
    created_at: String,
}

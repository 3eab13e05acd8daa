//! Registering a client.

use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::oauth::client::{ClientId, ClientKind, OauthClient};
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::secret::Secret;
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;

/// What is said of a new client.
#[derive(Clone, Debug)]
pub struct NewClient {
    /// What people call it.
    pub name: Name,
    /// App or script, with or without a secret.
    pub kind: ClientKind,
    /// What it may ask for.
    pub scopes: ScopeSet,
}

/// Registers a client. Its secret, where it has one, is in the answer and nowhere else.
///
/// # Errors
/// The store's trouble.
pub async fn register_client(
    app: &App,
    workspace: WorkspaceId,
    doer: Doer,
    new: NewClient,
) -> Result<(OauthClient, Option<Secret>), Error> {
    let make = || Secret::new(OauthClient::SECRET_PREFIX, &ids::letters(&*app.random, Secret::LENGTH));
    let secret = (!new.kind.is_public()).then(make);
    let client = OauthClient {
        id: ClientId(ids::uuid(&*app.clock, &*app.random)),
        workspace,
        name: new.name,
        secret: secret.as_ref().map(Secret::hash),
        redirect_uris: new.kind.redirect_uris().to_vec(),
        scopes: new.scopes,
        acts_for_workspace: new.kind.acts_for_workspace(),
        created_at: app.clock.now(),
        revoked_at: None,
    };
    let details = json!({"name": client.name.as_str()});
    audit::noting(app, workspace, doer, Action::ClientRegistered, &client.id, details).oauth_clients().create(&client).await?;
    Ok((client, secret))
}

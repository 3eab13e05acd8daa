//! Making a key.

use crate::{App, Error, audit, ids};
use jiff::Timestamp;
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::key::{ApiKey, KeyId, KeyScopes, KeySecret};
use trackway_domain::text::Name;
use trackway_domain::workspace::Workspace;

/// What is said of a new key.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What people call it.
    pub name: Name,
    /// What it allows.
    pub scopes: KeyScopes,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// Makes a key that acts as the workspace's owner. The secret is in the answer and nowhere else.
///
/// # Errors
/// The store's trouble.
pub async fn create(app: &App, workspace: &Workspace, doer: Doer, new: NewKey) -> Result<(ApiKey, KeySecret), Error> {
    let secret = KeySecret::new(&ids::letters(&*app.random, KeySecret::LENGTH));
    let key = ApiKey {
        id: KeyId(ids::uuid(&*app.clock, &*app.random)),
        workspace: workspace.id,
        user: workspace.owner,
        name: new.name,
        prefix: secret.prefix(),
        hash: secret.hash(),
        scopes: new.scopes,
        created_at: app.clock.now(),
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    let details = json!({"name": key.name.as_str(), "scopes": key.scopes.to_string()});
    audit::noting(app, workspace.id, doer, Action::KeyCreated, &key.id, details).keys().create(&key).await?;
    Ok((key, secret))
}

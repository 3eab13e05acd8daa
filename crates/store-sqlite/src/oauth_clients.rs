//! Programs that people can allow something.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, time, time_option, to_document, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use trackway_domain::oauth::client::{ClientId, OauthClient};
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::oauth_clients::OauthClients;

#[async_trait]
impl OauthClients for SqliteStore {
    async fn create(&self, client: &OauthClient) -> Result<(), StoreError> {
        let client = client.clone();
        let insert = "INSERT INTO oauth_clients
            (id, workspace, name, secret, redirect_uris, scopes, acts_for_workspace, created_at, revoked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.write(move |transaction| {
            let row = params![
                bytes(&client.id.0),
                bytes(&client.workspace.0),
                client.name.as_str(),
                client.secret,
                to_document(&client.redirect_uris.iter().map(RedirectUri::as_str).collect::<Vec<_>>())?,
                client.scopes.to_string(),
                client.acts_for_workspace,
                client.created_at.as_millisecond(),
                client.revoked_at.map(Timestamp::as_millisecond),
            ];
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
        })
        .await
    }

    async fn find(&self, id: ClientId) -> Result<Option<OauthClient>, StoreError> {
        let select = "SELECT * FROM oauth_clients WHERE id = ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_row([bytes(&id.0)], client).optional()).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<OauthClient>, StoreError> {
        let select = "SELECT * FROM oauth_clients WHERE workspace = ? ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], client)?.collect()).await
    }

    async fn revoke(&self, workspace: WorkspaceId, id: ClientId, at: Timestamp) -> Result<bool, StoreError> {
        let at = at.as_millisecond();
        self.write(move |transaction| {
            let update = "UPDATE oauth_clients SET revoked_at = ? WHERE id = ? AND workspace = ? AND revoked_at IS NULL";
            if transaction.execute(update, (at, bytes(&id.0), bytes(&workspace.0))).map_err(broken)? == 0 {
                return Ok(false);
            }
            let end = "UPDATE consents SET ended_at = ? WHERE client = ? AND ended_at IS NULL";
            transaction.execute(end, (at, bytes(&id.0))).map(|_| true).map_err(broken)
        })
        .await
    }
}

fn client(row: &Row<'_>) -> rusqlite::Result<OauthClient> {
    let uris = |text: String| {
        let texts = serde_json::from_str::<Vec<String>>(&text).ok()?;
        Some(texts.into_iter().map(RedirectUri::stored).collect())
    };
    Ok(OauthClient {
        id: ClientId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        secret: row.get("secret")?,
        redirect_uris: parsed(row, "redirect_uris", uris)?,
        scopes: parsed(row, "scopes", |text: String| ScopeSet::parse(&text).ok())?,
        acts_for_workspace: row.get("acts_for_workspace")?,
        created_at: time(row, "created_at")?,
        revoked_at: time_option(row, "revoked_at")?,
    })
}

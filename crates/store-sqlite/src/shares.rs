//! Numbers that others may look at.

use crate::SqliteStore;
use crate::column::{broken, bytes, missing, parsed_option, time, time_option, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use trackway_domain::link::LinkId;
use trackway_domain::secret::SecretHash;
use trackway_domain::share::{Share, ShareId, Shown};
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::{Name, Tag};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::shares::Shares;

#[async_trait]
impl Shares for SqliteStore {
    async fn create(&self, share: &Share) -> Result<(), StoreError> {
        let share = share.clone();
        self.write(move |transaction| {
            let (link, tag) = match &share.shown {
                Shown::Link(link) => (Some(link.0.to_i64()), None),
                Shown::Tag(tag) => (None, Some(tag.as_str())),
            };
            let row = params![
                bytes(&share.id.0),
                bytes(&share.workspace.0),
                share.hash,
                share.name.as_str(),
                link,
                tag,
                share.hides_money,
                share.created_at.as_millisecond(),
                share.revoked_at.map(Timestamp::as_millisecond),
            ];
            let insert = "INSERT INTO shares (id, workspace, hash, name, link, tag, hides_money, created_at, revoked_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
        })
        .await
    }

    async fn open(&self, hash: SecretHash) -> Result<Option<Share>, StoreError> {
        let select = "SELECT * FROM shares WHERE hash = ? AND revoked_at IS NULL";
        self.read(move |connection| connection.prepare_cached(select)?.query_row([hash], share).optional()).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Share>, StoreError> {
        let select = "SELECT * FROM shares WHERE workspace = ? ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], share)?.collect()).await
    }

    async fn revoke(&self, workspace: WorkspaceId, id: ShareId, at: Timestamp) -> Result<bool, StoreError> {
        let update = "UPDATE shares SET revoked_at = ? WHERE id = ? AND workspace = ? AND revoked_at IS NULL";
        let select = "SELECT 1 FROM shares WHERE id = ? AND workspace = ?";
        self.write(move |transaction| {
            let (id, workspace) = (bytes(&id.0), bytes(&workspace.0));
            transaction.execute(update, (at.as_millisecond(), id, workspace)).map_err(broken)?;
            transaction.prepare_cached(select).and_then(|mut select| select.exists((id, workspace))).map_err(broken)
        })
        .await
    }
}

fn share(row: &Row<'_>) -> rusqlite::Result<Share> {
    let link = row.get::<_, Option<i64>>("link")?.map(|link| Shown::Link(LinkId(Snowflake::from_i64(link))));
    let tag = parsed_option(row, "tag", |text: String| Tag::parse(&text).ok())?.map(Shown::Tag);
    Ok(Share {
        id: ShareId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        hash: row.get("hash")?,
        name: Name::parse(&row.get::<_, String>("name")?).map_err(|_| missing("name"))?,
        shown: link.or(tag).ok_or_else(|| missing("link"))?,
        hides_money: row.get("hides_money")?,
        created_at: time(row, "created_at")?,
        revoked_at: time_option(row, "revoked_at")?,
    })
}

//! Creators and apps.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, parsed_option, time, uuid};
use crate::paths::{self, Taken};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::account::{Account, AccountId, Handle, TrackingParameter};
use trackway_domain::destination::Destination;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::Country;
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::accounts::Accounts;
use trackway_store::changes::Change;
use trackway_store::error::CreateError;

#[async_trait]
impl Accounts for SqliteStore {
    async fn create(&self, account: &Account) -> Result<(), CreateError> {
        let account = account.clone();
        self.write(move |transaction| insert(transaction, &account)).await
    }

    async fn find(&self, workspace: WorkspaceId, id: AccountId) -> Result<Option<Account>, StoreError> {
        let select = "SELECT * FROM accounts WHERE id = ? AND workspace = ?";
        self.read(move |connection| connection.query_row(select, (bytes(&id.0), bytes(&workspace.0)), account).optional()).await
    }

    async fn find_anywhere(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let select = "SELECT * FROM accounts WHERE id = ?";
        self.read(move |connection| connection.query_row(select, [bytes(&id.0)], account).optional()).await
    }

    async fn find_by_handle(&self, workspace: WorkspaceId, handle: &str) -> Result<Option<Account>, StoreError> {
        let (select, handle) = ("SELECT * FROM accounts WHERE handle = ? AND workspace = ?", handle.to_owned());
        self.read(move |connection| connection.query_row(select, (handle, bytes(&workspace.0)), account).optional()).await
    }

    async fn set_profile(&self, workspace: WorkspaceId, id: AccountId, profile: &Destination) -> Result<bool, StoreError> {
        let profile = profile.as_str().to_owned();
        self.write(move |transaction| {
            let update = "UPDATE accounts SET profile = ? WHERE id = ? AND workspace = ?";
            let changed = transaction.execute(update, (profile, bytes(&id.0), bytes(&workspace.0))).map_err(broken)?;
            paths::log(transaction, &Change::Account(id))?;
            Ok(changed > 0)
        })
        .await
    }

    async fn set_tracking_parameter(
        &self,
        workspace: WorkspaceId,
        id: AccountId,
        parameter: Option<&TrackingParameter>,
    ) -> Result<bool, StoreError> {
        let parameter = parameter.map(|parameter| parameter.as_str().to_owned());
        self.write(move |transaction| {
            let update = "UPDATE accounts SET tracking_parameter = ? WHERE id = ? AND workspace = ?";
            let changed = transaction.execute(update, (parameter, bytes(&id.0), bytes(&workspace.0))).map_err(broken)?;
            paths::log(transaction, &Change::Account(id))?;
            Ok(changed > 0)
        })
        .await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Account>, StoreError> {
        let select = "SELECT * FROM accounts WHERE workspace = ? ORDER BY created_at, number";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], account)?.collect()).await
    }
}

pub(crate) fn insert(connection: &Connection, account: &Account) -> Result<(), CreateError> {
    let Account { id, number, workspace, handle, name, profile, tracking_parameter, email, country, is_default, created_at } = account;
    paths::take(connection, handle.as_str(), Taken::Account(bytes(&id.0)))?;
    let row = params![
        bytes(&id.0),
        number.to_i64(),
        bytes(&workspace.0),
        handle.as_str(),
        name.as_str(),
        profile.as_str(),
        tracking_parameter.as_ref().map(TrackingParameter::as_str),
        email,
        country.as_ref().map(Country::as_str),
        is_default,
        created_at.as_millisecond(),
    ];
    let insert =
        "INSERT INTO accounts (id, number, workspace, handle, name, profile, tracking_parameter, email, country, is_default, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.execute(insert, row).map_err(broken)?;
    Ok(())
}

pub(crate) fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: AccountId(uuid(row, "id")?),
        number: Snowflake::from_i64(row.get("number")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        handle: Handle::stored(row.get("handle")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        profile: parsed(row, "profile", |text: String| Destination::parse(&text).ok())?,
        tracking_parameter: parsed_option(row, "tracking_parameter", |text: String| TrackingParameter::parse(&text))?,
        email: row.get("email")?,
        country: parsed_option(row, "country", |text: String| Country::parse(&text))?,
        is_default: row.get("is_default")?,
        created_at: time(row, "created_at")?,
    })
}

/// An account that a row of another table names: it is there, or the store is broken.
pub(crate) fn load(connection: &Connection, id: AccountId) -> rusqlite::Result<Account> {
    connection.prepare_cached("SELECT * FROM accounts WHERE id = ?")?.query_row([bytes(&id.0)], account)
}

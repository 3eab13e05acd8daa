//! Tenants, and how they come to be.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, time, uuid};
use crate::{accounts, templates, users};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::text::Name;
use trackway_domain::workspace::{UserId, Workspace, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::error::CreateError;
use trackway_store::users::EmailError;
use trackway_store::workspaces::{Founding, Workspaces};

#[async_trait]
impl Workspaces for SqliteStore {
    async fn found_first(&self, founding: &Founding) -> Result<bool, StoreError> {
        let founding = founding.clone();
        let founded = self.write(move |transaction| {
            if transaction.query_row("SELECT count(*) FROM workspaces", [], |row| row.get::<_, i64>(0)).map_err(broken)? > 0 {
                return Ok(false);
            }
            found(transaction, founding).map(|()| true)
        });
        founded.await.map_err(|error| match error {
            CreateError::Store(error) => error,
            CreateError::PathTaken => StoreError::Broken("a path is taken before there is a workspace".to_owned()),
            CreateError::TemplateGone => StoreError::Broken("a template is gone before there is a workspace".to_owned()),
        })
    }

    async fn found(&self, founding: &Founding) -> Result<(), CreateError> {
        let founding = founding.clone();
        self.write(move |transaction| found(transaction, founding)).await
    }

    async fn list(&self) -> Result<Vec<Workspace>, StoreError> {
        let select = "SELECT * FROM workspaces ORDER BY created_at, id";
        self.read(|connection| connection.prepare_cached(select)?.query_map([], workspace)?.collect()).await
    }

    async fn find(&self, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
        let select = "SELECT * FROM workspaces WHERE id = ?";
        self.read(move |connection| connection.query_row(select, [bytes(&id.0)], workspace).optional()).await
    }
}

fn found(connection: &Connection, founding: Founding) -> Result<(), CreateError> {
    let Founding { workspace, owner, account, template } = founding;
    let row = params![bytes(&workspace.id.0), workspace.name.as_str(), bytes(&workspace.owner.0), workspace.created_at.as_millisecond()];
    connection.execute("INSERT INTO workspaces (id, name, owner, created_at) VALUES (?, ?, ?, ?)", row).map_err(broken)?;
    users::insert(connection, &owner).map_err(unintroduced)?;
    accounts::insert(connection, &account)?;
    templates::insert(connection, &template)
}

fn unintroduced(error: EmailError) -> StoreError {
    match error {
        EmailError::Store(error) => error,
        EmailError::Taken => StoreError::Broken("an owner without an address has one that is taken".to_owned()),
    }
}

fn workspace(row: &Row<'_>) -> rusqlite::Result<Workspace> {
    Ok(Workspace {
        id: WorkspaceId(uuid(row, "id")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        owner: UserId(uuid(row, "owner")?),
        created_at: time(row, "created_at")?,
    })
}

//! People who sign in, and the workspaces they are members of.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, parsed_option, time, time_option, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, params};
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Member, PasswordHash, Role, User};
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::users::{EmailError, Users};

#[async_trait]
impl Users for SqliteStore {
    async fn create(&self, member: &Member) -> Result<(), EmailError> {
        let member = member.clone();
        self.write(move |transaction| insert(transaction, &member)).await
    }

    async fn introduce(&self, user: &User) -> Result<bool, EmailError> {
        let user = user.clone();
        let update = "UPDATE users SET email = ?, name = ?, password = ? WHERE id = ? AND email IS NULL";
        self.write(move |transaction| {
            let (email, password) = (user.email.as_ref().map(Email::as_str), user.password.as_ref().map(PasswordHash::as_str));
            let row = params![email, user.name.as_str(), password, bytes(&user.id.0)];
            transaction.execute(update, row).map(|changed| changed > 0).map_err(taken)
        })
        .await
    }

    async fn find(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let select = "SELECT * FROM users WHERE id = ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_row([bytes(&id.0)], user).optional()).await
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError> {
        let (select, email) = ("SELECT * FROM users WHERE email = ?", email.as_str().to_owned());
        self.read(move |connection| connection.query_row(select, [email], user).optional()).await
    }

    async fn member(&self, workspace: WorkspaceId, id: UserId) -> Result<Option<Member>, StoreError> {
        let select = "SELECT * FROM members JOIN users ON users.id = user WHERE workspace = ? AND user = ?";
        self.read(move |connection| connection.query_row(select, (bytes(&workspace.0), bytes(&id.0)), member).optional()).await
    }

    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<Member>, StoreError> {
        let select = "SELECT * FROM members JOIN users ON users.id = user WHERE workspace = ? ORDER BY created_at, id";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], member)?.collect()).await
    }

    async fn memberships(&self, id: UserId) -> Result<Vec<(WorkspaceId, Role)>, StoreError> {
        let select = "SELECT workspace, role FROM members JOIN workspaces ON workspaces.id = workspace WHERE user = ?
            ORDER BY created_at, workspace";
        let membership =
            |row: &Row<'_>| Ok((WorkspaceId(uuid(row, "workspace")?), parsed(row, "role", |text: String| Role::parse(&text))?));
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&id.0)], membership)?.collect()).await
    }

    async fn join(&self, workspace: WorkspaceId, id: UserId, role: Role) -> Result<bool, StoreError> {
        let insert = "INSERT INTO members (workspace, user, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        let row = (*bytes(&workspace.0), *bytes(&id.0), role.as_str());
        self.write(move |transaction| transaction.execute(insert, row).map(|made| made > 0).map_err(broken)).await
    }

    async fn leave(&self, workspace: WorkspaceId, id: UserId, at: Timestamp) -> Result<bool, StoreError> {
        let (workspace, user) = (*bytes(&workspace.0), *bytes(&id.0));
        self.write(move |transaction| {
            let end = "UPDATE consents SET ended_at = ? WHERE workspace = ? AND user = ? AND ended_at IS NULL";
            transaction.execute(end, (at.as_millisecond(), workspace, user)).map_err(broken)?;
            let delete = "DELETE FROM members WHERE workspace = ? AND user = ?";
            transaction.execute(delete, (workspace, user)).map(|gone| gone > 0).map_err(broken)
        })
        .await
    }

    async fn set_password(&self, id: UserId, password: &PasswordHash) -> Result<bool, StoreError> {
        let password = password.as_str().to_owned();
        self.write(move |transaction| {
            end_sessions(transaction, id)?;
            let update = "UPDATE users SET password = ? WHERE id = ?";
            transaction.execute(update, (password, bytes(&id.0))).map(|changed| changed > 0).map_err(broken)
        })
        .await
    }

    async fn set_role(&self, workspace: WorkspaceId, id: UserId, role: Role) -> Result<bool, StoreError> {
        let update = "UPDATE members SET role = ? WHERE workspace = ? AND user = ?";
        let row = (role.as_str(), *bytes(&workspace.0), *bytes(&id.0));
        self.write(move |transaction| transaction.execute(update, row).map(|changed| changed > 0).map_err(broken)).await
    }

    async fn disable(&self, id: UserId, at: Timestamp) -> Result<bool, StoreError> {
        self.write(move |transaction| {
            let (user, at) = (bytes(&id.0), at.as_millisecond());
            end_sessions(transaction, id)?;
            let end = "UPDATE consents SET ended_at = ? WHERE user = ? AND ended_at IS NULL";
            transaction.execute(end, (at, user)).map_err(broken)?;
            let update = "UPDATE users SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL";
            transaction.execute(update, (at, user)).map(|changed| changed > 0).map_err(broken)
        })
        .await
    }
}

pub(crate) fn insert(connection: &Connection, member: &Member) -> Result<(), EmailError> {
    let Member { workspace, user, role } = member;
    let row = params![
        bytes(&user.id.0),
        user.email.as_ref().map(Email::as_str),
        user.name.as_str(),
        user.password.as_ref().map(PasswordHash::as_str),
        user.created_at.as_millisecond(),
        user.disabled_at.map(Timestamp::as_millisecond),
    ];
    let insert = "INSERT INTO users (id, email, name, password, created_at, disabled_at) VALUES (?, ?, ?, ?, ?, ?)";
    connection.execute(insert, row).map_err(taken)?;
    let insert = "INSERT INTO members (workspace, user, role) VALUES (?, ?, ?)";
    connection.execute(insert, (bytes(&workspace.0), bytes(&user.id.0), role.as_str())).map_err(broken)?;
    Ok(())
}

fn end_sessions(connection: &Connection, user: UserId) -> Result<(), StoreError> {
    connection.execute("DELETE FROM sessions WHERE user = ?", [bytes(&user.0)]).map(|_| ()).map_err(broken)
}

/// The address is the only thing of a person that somebody else may have.
fn taken(error: rusqlite::Error) -> EmailError {
    let is_email = error.to_string().contains("users.email");
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) if is_email => EmailError::Taken,
        _ => EmailError::Store(broken(error)),
    }
}

fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    let role = parsed(row, "role", |text: String| Role::parse(&text))?;
    Ok(Member { workspace: WorkspaceId(uuid(row, "workspace")?), user: user(row)?, role })
}

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: UserId(uuid(row, "id")?),
        email: parsed_option(row, "email", |text: String| Email::parse(&text).ok())?,
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        password: row.get::<_, Option<String>>("password")?.map(PasswordHash::stored),
        created_at: time(row, "created_at")?,
        disabled_at: time_option(row, "disabled_at")?,
    })
}

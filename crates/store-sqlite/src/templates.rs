//! Defaults for links.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, parsed, parsed_option, time, to_document, uuid};
use crate::paths::{self, Taken};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::template::{Slug, Template, TemplateId};
use trackway_domain::text::{Description, Name};
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::changes::Change;
use trackway_store::error::CreateError;
use trackway_store::templates::{Deletion, Edit, Templates};

#[async_trait]
impl Templates for SqliteStore {
    async fn create(&self, template: &Template) -> Result<(), CreateError> {
        let template = template.clone();
        self.write(move |transaction| insert(transaction, &template)).await
    }

    async fn find(&self, workspace: WorkspaceId, id: TemplateId) -> Result<Option<Template>, StoreError> {
        self.read(move |connection| find(connection, workspace, id)).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Template>, StoreError> {
        let select = "SELECT * FROM templates WHERE workspace = ? ORDER BY is_default DESC, name, created_at";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], template)?.collect()).await
    }

    async fn update(&self, workspace: WorkspaceId, id: TemplateId, at: Timestamp, edit: Edit) -> Result<Option<Template>, StoreError> {
        self.write(move |transaction| {
            let Some(before) = find(transaction, workspace, id).map_err(broken)? else { return Ok(None) };
            let mut template = before.clone();
            edit(&mut template);
            let Template { name, description, settings, is_default, .. } = template;
            let template = Template { name, description, settings, is_default: is_default || before.is_default, updated_at: at, ..before };
            if is_default {
                dethrone(transaction, workspace)?;
            }
            replace(transaction, &template)?;
            paths::log(transaction, &Change::Template(id))?;
            Ok(Some(template))
        })
        .await
    }

    async fn delete(&self, workspace: WorkspaceId, id: TemplateId) -> Result<Deletion, StoreError> {
        self.write(move |transaction| {
            let Some(template) = find(transaction, workspace, id).map_err(broken)? else { return Ok(Deletion::NotFound) };
            let count = "SELECT count(*) FROM links WHERE template = ? AND deleted_at IS NULL";
            match transaction.query_row(count, [bytes(&id.0)], |row| row.get(0)).map_err(broken)? {
                0 if template.is_default => return Ok(Deletion::IsDefault),
                0 => {}
                links => return Ok(Deletion::InUse(links)),
            }
            // Deleted links name it still, in their columns too.
            transaction.execute("UPDATE links SET template = NULL WHERE template = ?", [bytes(&id.0)]).map_err(broken)?;
            transaction.execute("DELETE FROM templates WHERE id = ?", [bytes(&id.0)]).map_err(broken)?;
            paths::log(transaction, &Change::Template(id))?;
            Ok(Deletion::Done)
        })
        .await
    }
}

fn find(connection: &Connection, workspace: WorkspaceId, id: TemplateId) -> rusqlite::Result<Option<Template>> {
    let select = "SELECT * FROM templates WHERE id = ? AND workspace = ?";
    connection.prepare_cached(select)?.query_row((bytes(&id.0), bytes(&workspace.0)), template).optional()
}

fn replace(connection: &Connection, template: &Template) -> Result<(), StoreError> {
    let row = params![
        template.name.as_str(),
        template.description.as_ref().map(Description::as_str),
        template.is_default,
        to_document(&template.settings)?,
        template.updated_at.as_millisecond(),
        bytes(&template.id.0),
    ];
    let update = "UPDATE templates SET name = ?, description = ?, is_default = ?, settings = ?, updated_at = ? WHERE id = ?";
    connection.execute(update, row).map(|_| ()).map_err(broken)
}

/// Makes room for another default.
fn dethrone(connection: &Connection, workspace: WorkspaceId) -> Result<(), StoreError> {
    let dethrone = "UPDATE templates SET is_default = 0 WHERE workspace = ? AND is_default";
    connection.execute(dethrone, [bytes(&workspace.0)]).map(|_| ()).map_err(broken)
}

pub(crate) fn insert(connection: &Connection, template: &Template) -> Result<(), CreateError> {
    let Template { id, workspace, owner, name, slug, description, is_default, settings, created_at, updated_at } = template;
    paths::take(connection, slug.as_str(), Taken::Template(bytes(&id.0)))?;
    if *is_default {
        dethrone(connection, *workspace)?;
    }
    let row = params![
        bytes(&id.0),
        bytes(&workspace.0),
        bytes(&owner.0),
        name.as_str(),
        slug.as_str(),
        description.as_ref().map(Description::as_str),
        is_default,
        to_document(settings)?,
        created_at.as_millisecond(),
        updated_at.as_millisecond(),
    ];
    let insert = "INSERT INTO templates (id, workspace, owner, name, slug, description, is_default, settings, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.execute(insert, row).map_err(broken)?;
    Ok(())
}

fn template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: TemplateId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        owner: UserId(uuid(row, "owner")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        slug: Slug::stored(row.get("slug")?),
        description: parsed_option(row, "description", |text: String| Description::parse(&text).ok())?,
        is_default: row.get("is_default")?,
        settings: document(row, "settings")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

/// A template that a link names: it is there, or the store is broken.
pub(crate) fn load(connection: &Connection, id: TemplateId) -> rusqlite::Result<Template> {
    connection.prepare_cached("SELECT * FROM templates WHERE id = ?")?.query_row([bytes(&id.0)], template)
}

//! Making a template.

use crate::error::Thing;
use crate::{Actor, App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::template::{Template, TemplateId, TemplateSettings};
use trackway_domain::text::{Description, Name};
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::error::CreateError;

/// What is said of a new template.
#[derive(Clone, Debug)]
pub struct NewTemplate {
    /// What people call it.
    pub name: Name,
    /// What it is for.
    pub description: Option<Description>,
    /// Whether it becomes the workspace's default.
    pub is_default: bool,
    /// The defaults it supplies.
    pub settings: TemplateSettings,
}

/// Makes a template with a random slug; one that becomes the default takes that place from the one before.
///
/// # Errors
/// [`Error::Blocked`] for an address that links would lead to, or the store's trouble.
pub async fn create(app: &App, actor: &Actor, new: NewTemplate) -> Result<Template, Error> {
    app.blocklist.check(new.settings.destinations.all())?;
    let mut template = assemble(app, actor.workspace, actor.user, new);
    let details = json!({"name": template.name.as_str()});
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::TemplateCreated, &template.id, details);
    loop {
        match store.templates().create(&template).await {
            Ok(()) => return Ok(template),
            Err(CreateError::PathTaken) => template.slug = ids::slug(&*app.random),
            Err(CreateError::TemplateGone) => return Err(Error::NotFound(Thing::Template)),
            Err(CreateError::Store(error)) => return Err(error.into()),
        }
    }
}

pub(crate) fn assemble(app: &App, workspace: WorkspaceId, owner: UserId, new: NewTemplate) -> Template {
    let NewTemplate { name, description, is_default, settings } = new;
    let now = app.clock.now();
    Template {
        id: TemplateId(ids::uuid(&*app.clock, &*app.random)),
        workspace,
        owner,
        name,
        slug: ids::slug(&*app.random),
        description,
        is_default,
        settings,
        created_at: now,
        updated_at: now,
    }
}

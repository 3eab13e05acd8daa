//! Making workspaces, each with a default account and a default template; and the key that its first administrator begins with.

use crate::accounts::create::{self as create_account, NewAccount};
use crate::error::Thing;
use crate::keys::create::{self as create_key, NewKey};
use crate::templates::create::{self as create_template, NewTemplate};
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::account::Handle;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::destination::Destination;
use trackway_domain::key::{KeyScope, KeyScopes, KeySecret};
use trackway_domain::template::TemplateSettings;
use trackway_domain::text::Name;
use trackway_domain::user::{Member, Role, User};
use trackway_domain::workspace::{UserId, Workspace, WorkspaceId};
use trackway_store::changes::Change;
use trackway_store::error::CreateError;
use trackway_store::workspaces::Founding;

/// What is said of a new workspace.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// What people call it.
    pub name: Name,
    /// Its default account.
    pub account: NewAccount,
}

impl NewWorkspace {
    fn first(app: &App) -> Self {
        let account = NewAccount {
            handle: Handle::parse("main").expect("a handle"),
            profile: Destination::parse(app.public_url.as_str()).expect("the public URL is a destination"),
            name: Some(name("Main")),
            email: None,
            country: None,
        };
        Self { name: name("Workspace"), account }
    }
}

/// The first workspace; it is made where there is none.
///
/// # Errors
/// The store's trouble.
pub async fn first_or_found(app: &App) -> Result<Workspace, Error> {
    app.store.workspaces().found_first(&founding(app, NewWorkspace::first(app))).await?;
    app.store.workspaces().list().await?.into_iter().next().ok_or(Error::NotFound(Thing::Workspace))
}

/// One more workspace. Nothing of the others is seen from it, and nothing of it from them.
///
/// # Errors
/// [`Error::Taken`] where the handle is in use, or the store's trouble.
pub async fn another(app: &App, new: NewWorkspace) -> Result<Workspace, Error> {
    let handle = new.account.handle.as_str().to_owned();
    let founding = founding(app, new);
    let Workspace { id, name, .. } = &founding.workspace;
    let store = audit::noting(app, *id, Doer::CommandLine, Action::WorkspaceCreated, id, json!({"name": name.as_str()}));
    match store.workspaces().found(&founding).await {
        Ok(()) => {
            app.caches.forget(&Change::Path(handle));
            Ok(founding.workspace)
        }
        Err(CreateError::PathTaken) => Err(Error::Taken(handle)),
        Err(CreateError::TemplateGone) => Err(Error::NotFound(Thing::Template)),
        Err(CreateError::Store(error)) => Err(error.into()),
    }
}

/// An admin key, where the workspace has never had a key: shown once, it is how a new operator begins.
///
/// # Errors
/// The store's trouble.
pub async fn first_key(app: &App, workspace: &Workspace) -> Result<Option<KeySecret>, Error> {
    if !app.store.keys().list(workspace.id).await?.is_empty() {
        return Ok(None);
    }
    let new = NewKey { name: name("First key"), scopes: KeyScopes::new(vec![KeyScope::Admin]), expires_at: None };
    Ok(Some(create_key::create(app, workspace, Doer::Server, new).await?.1))
}

fn founding(app: &App, new: NewWorkspace) -> Founding {
    let uuid = || ids::uuid(&*app.clock, &*app.random);
    let workspace = Workspace { id: WorkspaceId(uuid()), name: new.name, owner: UserId(uuid()), created_at: app.clock.now() };
    let owner =
        User { id: workspace.owner, email: None, name: name("Owner"), password: None, created_at: workspace.created_at, disabled_at: None };
    let template = NewTemplate { name: name("Default"), description: None, is_default: true, settings: TemplateSettings::default() };
    Founding {
        owner: Member { workspace: workspace.id, user: owner, role: Role::Owner },
        account: create_account::assemble(app, workspace.id, new.account, true),
        template: create_template::assemble(app, workspace.id, workspace.owner, template),
        workspace,
    }
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

//! The first start: a workspace with a default account, a default template and a key.

use crate::accounts::create::{self as create_account, NewAccount};
use crate::keys::create::{self as create_key, NewKey};
use crate::templates::create::{self as create_template, NewTemplate};
use crate::{App, Error, ids};
use trackway_domain::account::Handle;
use trackway_domain::destination::Destination;
use trackway_domain::key::{KeyScope, KeyScopes, KeySecret};
use trackway_domain::template::TemplateSettings;
use trackway_domain::text::Name;
use trackway_domain::workspace::{UserId, Workspace, WorkspaceId};
use trackway_store::workspaces::Founding;

/// Makes the first workspace where there is none. Gives it, and the one admin key that it starts with.
///
/// # Errors
/// The store's trouble.
pub async fn found_first(app: &App) -> Result<Option<(Workspace, KeySecret)>, Error> {
    let founding = founding(app);
    if !app.store.workspaces().found_first(&founding).await? {
        return Ok(None);
    }
    let new = NewKey { name: name("First key"), scopes: KeyScopes::new(vec![KeyScope::Admin]), expires_at: None };
    let (_, secret) = create_key::create(app, &founding.workspace, new).await?;
    Ok(Some((founding.workspace, secret)))
}

/// The only workspace, or the first of several.
///
/// # Errors
/// The store's trouble.
pub async fn first(app: &App) -> Result<Option<Workspace>, Error> {
    Ok(app.store.workspaces().list().await?.into_iter().next())
}

fn founding(app: &App) -> Founding {
    let uuid = || ids::uuid(&*app.clock, &*app.random);
    let workspace =
        Workspace { id: WorkspaceId(uuid()), name: name("Workspace"), owner: UserId(uuid()), created_at: app.clock.now() };
    let account = NewAccount {
        handle: Handle::parse("main").expect("a handle"),
        profile: Destination::parse(app.public_url.as_str()).expect("the public URL is a destination"),
        name: Some(name("Main")),
        email: None,
        country: None,
    };
    let template = NewTemplate { name: name("Default"), description: None, is_default: true, settings: TemplateSettings::default() };
    Founding {
        account: create_account::assemble(app, workspace.id, account, true),
        template: create_template::assemble(app, workspace.id, workspace.owner, template),
        workspace,
    }
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

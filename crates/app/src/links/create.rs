//! Making a link, whatever the dialect.

use crate::error::Thing;
use crate::links::resolve::compile;
use crate::{Actor, App, Error, accounts, domains, ids, projects};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::code::Code;
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::targeting::Targeting;
use trackway_domain::template::{Template, TemplateId};
use trackway_domain::totals::LinkTotals;
use trackway_store::changes::Change;
use trackway_store::error::CreateError;
use trackway_store::links::{LinkView, Signpost};

/// What is asked of a new link.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The account it belongs to; the default one where none is named.
    pub account: Option<AccountId>,
    /// The template that fills in what is left open.
    pub template: Option<TemplateId>,
    /// Its code.
    pub code: CodeChoice,
    /// What its maker chose.
    pub settings: LinkSettings,
    /// True where its maker said that it is for everybody, whatever its template says.
    pub is_for_everybody: bool,
}

/// How a link gets its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeChoice {
    /// Eight random letters and digits.
    Random,
    /// `fv-` and a number.
    Numbered,
    /// What its maker chose.
    Custom(Code),
}

/// Makes a link.
///
/// # Errors
/// [`Error::NotFound`] for the account, the template, the project or the host name, [`Error::Blocked`] for where it would lead, [`Error::Taken`] for a
/// chosen code, or the store's trouble.
pub async fn create(app: &App, actor: &Actor, new: NewLink) -> Result<LinkView, Error> {
    let choice = new.code.clone();
    let Signpost { mut link, account, template } = draft(app, actor, new).await?;
    loop {
        match app.store.links().create(&link).await {
            Ok(()) => break,
            Err(CreateError::PathTaken) if matches!(choice, CodeChoice::Custom(_)) => return Err(Error::Taken(link.code.to_string())),
            Err(CreateError::PathTaken) => link.code = pick(app, &choice),
            Err(CreateError::TemplateGone) => return Err(Error::NotFound(Thing::Template)),
            Err(CreateError::Store(error)) => return Err(error.into()),
        }
    }
    // Someone may have opened the code before it was a link, and that it was none is remembered.
    app.caches.forget(&Change::Path(link.code.to_string()));
    Ok(LinkView { link, account, template_slug: template.map(|template| template.slug), totals: LinkTotals::default() })
}

/// The link that would be made, with what it borrows. Nothing is kept, and its code may be taken.
///
/// # Errors
/// [`Error::NotFound`] for the account, the template, the project or the host name, [`Error::Blocked`] for where it would lead, or the store's trouble.
pub async fn draft(app: &App, actor: &Actor, new: NewLink) -> Result<Signpost, Error> {
    let template = match new.template {
        Some(id) => Some(app.store.templates().find(actor.workspace, id).await?.ok_or(Error::NotFound(Thing::Template))?),
        None => None,
    };
    let account = match new.account {
        Some(id) => accounts::find::find(app, actor, id).await?,
        None => accounts::find::default(app, actor).await?,
    };
    if let Some(id) = new.settings.project {
        projects::find::find(app, actor, id).await?;
    }
    if let Some(host) = &new.settings.domain {
        domains::find::check(app, actor.workspace, host).await?;
    }
    let mut link = assemble(app, actor, &account, template.as_ref(), new.settings, pick(app, &new.code));
    if new.is_for_everybody {
        link.settings.targeting = Targeting::default();
    }
    app.blocklist.check(link.settings.addresses())?;
    let signpost = Signpost { link, account, template };
    match app.blocklist.blocked_hosts(&compile(app, &signpost)).into_iter().next() {
        Some(host) => Err(Error::Blocked(host)),
        None => Ok(signpost),
    }
}

fn pick(app: &App, choice: &CodeChoice) -> Code {
    match choice {
        CodeChoice::Random => ids::code(&*app.random),
        CodeChoice::Numbered => ids::numbered_code(&*app.random),
        CodeChoice::Custom(code) => code.clone(),
    }
}

fn assemble(app: &App, actor: &Actor, account: &Account, template: Option<&Template>, settings: LinkSettings, code: Code) -> Link {
    let id = app.ids.snowflake(&*app.clock);
    // The id's time and not the clock's, which may have been set back: the order of links is that of their times.
    let now = id.made_at();
    Link {
        id: LinkId(id),
        uuid: ids::uuid(&*app.clock, &*app.random),
        workspace: actor.workspace,
        account: account.id,
        owner: actor.user,
        code,
        settings: match template {
            Some(template) => settings.with_defaults(template.id, &template.settings, now),
            None => settings,
        },
        created_at: now,
        updated_at: now,
    }
}

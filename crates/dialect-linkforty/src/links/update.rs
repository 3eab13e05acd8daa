//! `PUT` and `PATCH /api/links/{id}`: only what is named changes.

use crate::LinkForty;
use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::Fields;
use crate::links::fields;
use crate::links::row::row;
use crate::patch::Patch;
use crate::request::{Body, Segment, Writer};
use crate::row::Row;
use crate::values::{text, url, uuid};
use axum::Json;
use axum::extract::State;
use trackway_app::{Actor, links, projects, templates};
use trackway_domain::account::AccountId;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::user::PasswordHash;
use trackway_store::links::{LinkKey, LinkView};
use trackway_web::body::Object;

/// Changes a link.
pub(crate) async fn update(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    id: Segment,
    Body(object): Body,
) -> Result<Json<Row>, Failure> {
    let change = Change::read(&state, &object).await?;
    let view = change.apply(&state, &actor, id.link()?).await?;
    Ok(Json(row(&state.app, &view)))
}

/// A change as a client described it.
pub(crate) struct Change {
    patch: Patch<LinkSettings>,
    /// The password's hash, or that there is to be none.
    lock: Option<Option<PasswordHash>>,
    /// What the request says of a link's code, and under which name.
    codes: Vec<(&'static str, String)>,
    /// What it says of its account.
    account: Option<AccountId>,
}

impl Change {
    /// Reads a change that names at least one field.
    pub(crate) async fn read(state: &LinkForty, object: &Object) -> Result<Self, Failure> {
        let mut fields = Fields::new(object);
        let patch = fields::read(&mut fields);
        let password = fields::password(&mut fields);
        let mut code = |name| fields.said(&[name], text(255)).into_iter().flatten().map(move |code| (name, code));
        let codes = code("customCode").chain(code("shortCode")).collect();
        if matches!(fields.said(&["originalUrl"], url).as_slice(), [first, rest @ ..] if first.is_none() && rest.iter().all(Option::is_none))
        {
            fields.require("originalUrl");
        }
        let account = fields.one(&["accountId"], uuid).map(AccountId);
        let mut change = fields.finish(Self { patch, lock: None, codes, account })?;
        if change.is_empty() && !password.is_said() {
            return Err(Failure::NoChange);
        }
        change.lock = password.lock(&state.app).await?;
        Ok(change)
    }

    fn is_empty(&self) -> bool {
        self.patch.is_empty() && self.codes.is_empty() && self.account.is_none()
    }

    /// Changes one link.
    pub(crate) async fn apply(&self, state: &LinkForty, actor: &Actor, key: LinkKey) -> Result<LinkView, Failure> {
        let link = links::find::find(&state.app, actor.within(), &key).await?.link;
        self.check_fixed(&link)?;
        let LinkSettings { template, project, .. } = self.patch.applied(link.settings.clone());
        if let Some(id) = template.filter(|_| template != link.settings.template) {
            templates::find::find(&state.app, actor, id).await?;
        }
        if let Some(id) = project.filter(|_| project != link.settings.project) {
            projects::find::find(&state.app, actor, id).await?;
        }
        let (patch, lock) = (self.patch.clone(), self.lock.clone());
        let edit = move |settings: &mut LinkSettings| {
            patch.apply(settings);
            if let Some(lock) = &lock {
                settings.lock.clone_from(lock);
            }
        };
        Ok(links::update::update(&state.app, actor.within(), actor.doer(), &key, edit).await?)
    }

    /// A link's code and account are for ever; naming them as they are is no fault.
    fn check_fixed(&self, link: &Link) -> Result<(), Faults> {
        let mut faults = Faults::default();
        for (name, _) in self.codes.iter().filter(|(_, code)| code != link.code.as_str()) {
            faults.add(name, Fault::of("cannot be changed"));
        }
        if self.account.is_some_and(|account| account != link.account) {
            faults.add("accountId", Fault::of("cannot be changed"));
        }
        faults.or(())
    }
}

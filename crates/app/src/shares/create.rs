//! Making a share.

use crate::error::Thing;
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::secret::Secret;
use trackway_domain::share::{Share, ShareId, Shown};
use trackway_domain::text::{Name, Tag};
use trackway_store::links::{LinkKey, Within};

/// What is said of a new share.
#[derive(Clone, Debug)]
pub struct NewShare {
    /// What it is called.
    pub name: Name,
    /// Whose numbers it shows.
    pub of: Of,
    /// True where no money is to be shown.
    pub hides_money: bool,
}

/// Whose numbers.
#[derive(Clone, Debug)]
pub enum Of {
    /// Those of a link.
    Link(LinkKey),
    /// Those of all links with a tag.
    Tag(Tag),
}

/// Makes a share. Its secret is in the answer and nowhere else.
///
/// # Errors
/// [`Error::NotFound`] for the link, or the store's trouble.
pub async fn create(app: &App, within: Within, doer: Doer, new: NewShare) -> Result<(Share, Secret), Error> {
    let shown = match new.of {
        Of::Link(key) => Shown::Link(app.store.links().find(within, &key).await?.ok_or(Error::NotFound(Thing::Link))?.link.id),
        Of::Tag(tag) => Shown::Tag(tag),
    };
    let secret = Secret::new(Share::PREFIX, &ids::letters(&*app.random, Secret::LENGTH));
    let share = Share {
        id: ShareId(ids::uuid(&*app.clock, &*app.random)),
        workspace: within.workspace,
        hash: secret.hash(),
        name: new.name,
        shown,
        hides_money: new.hides_money,
        created_at: app.clock.now(),
        revoked_at: None,
    };
    let shown = match &share.shown {
        Shown::Link(link) => json!({"link": link.to_string()}),
        Shown::Tag(tag) => json!({"tag": tag.as_str()}),
    };
    audit::noting(app, within.workspace, doer, Action::ShareCreated, &share.id, shown).shares().create(&share).await?;
    Ok((share, secret))
}

//! Why an install was credited, or was not: what was decided when it was, with the names that clients have for links.

use crate::error::Thing;
use crate::{App, Error};
use std::collections::BTreeMap;
use trackway_domain::install::InstallId;
use trackway_domain::link::LinkId;
use trackway_store::installs::Install;
use trackway_store::links::{LinkKey, Within};
use uuid::Uuid;

/// An install with the links that were considered.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The install, and what was decided.
    pub install: Install,
    /// The links that are still there, as the main API names them.
    pub links: BTreeMap<LinkId, Uuid>,
}

/// Explains an install of the workspace.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn explain(app: &App, within: Within, id: InstallId) -> Result<Explanation, Error> {
    let install = app.store.installs().find(within.workspace, id).await?.ok_or(Error::NotFound(Thing::Install))?;
    let mut links = BTreeMap::new();
    for considered in &install.decision.considered {
        if !links.contains_key(&considered.link)
            && let Some(view) = app.store.links().find(within, &LinkKey::Id(considered.link)).await?
        {
            links.insert(considered.link, view.link.uuid);
        }
    }
    Ok(Explanation { install, links })
}

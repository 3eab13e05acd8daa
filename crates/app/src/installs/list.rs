//! Listing installs, with the links that led to them.

use crate::{App, Error};
use std::collections::BTreeMap;
use trackway_domain::link::LinkId;
use trackway_store::installs::{Install, InstallList};
use trackway_store::links::{LinkKey, LinkView, Within};
use trackway_store::page::Page;

/// Installs, and those of the links that led to them which are still there.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The installs, the last to be opened first.
    pub page: Page<Install>,
    /// The links that were credited.
    pub links: BTreeMap<LinkId, LinkView>,
}

/// A portion of a workspace's installs.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, asked: InstallList) -> Result<Listed, Error> {
    let within = Within { workspace: asked.workspace, account: None };
    let page = app.store.installs().list(asked).await?;
    let mut links = BTreeMap::new();
    for credited in page.items.iter().filter_map(|install| install.decision.credited()) {
        if !links.contains_key(&credited.link)
            && let Some(view) = app.store.links().find(within, &LinkKey::Id(credited.link)).await?
        {
            links.insert(credited.link, view);
        }
    }
    Ok(Listed { page, links })
}

//! Where nearly every case begins: an open store with its first workspace.

use super::{Place, samples};
use crate::error::CreateError;
use crate::links::{LinkView, Within};
use crate::workspaces::Founding;
use crate::{Store, StoreError};
use std::sync::Arc;
use trackway_domain::account::Account;
use trackway_domain::key::ApiKey;
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::template::Template;
use trackway_domain::totals::LinkTotals;
use trackway_domain::workspace::Workspace;

/// An open store with its first workspace, account 0 and template 0.
#[derive(Clone)]
pub(super) struct House {
    pub(super) store: Arc<dyn Store>,
    pub(super) workspace: Workspace,
    pub(super) account: Account,
    pub(super) template: Template,
}

impl House {
    pub(super) async fn found(place: &dyn Place) -> Result<Self, StoreError> {
        let store = place.open().await?;
        let founding = samples::founding(0);
        assert!(store.workspaces().found_first(&founding).await?, "a new place has no workspace");
        let Founding { workspace, account, template, .. } = founding;
        Ok(Self { store, workspace, account, template })
    }

    /// The same store, opened as another process would.
    pub(super) async fn again(&self, place: &dyn Place) -> Result<Self, StoreError> {
        Ok(Self { store: place.open().await?, ..self.clone() })
    }

    /// The whole workspace.
    pub(super) fn within(&self) -> Within {
        Within { workspace: self.workspace.id, account: None }
    }

    pub(super) fn link(&self, number: u32) -> Link {
        samples::link(&self.account, self.workspace.owner, number)
    }

    /// A link that is in the store.
    pub(super) async fn made(&self, number: u32, settings: LinkSettings) -> Result<Link, CreateError> {
        let link = Link { settings, ..self.link(number) };
        self.store.links().create(&link).await?;
        Ok(link)
    }

    /// Account 0 is there from the beginning.
    pub(super) fn account(&self, number: u32) -> Account {
        samples::account(&self.workspace, number)
    }

    /// Template 0 is there from the beginning.
    pub(super) fn template(&self, number: u32) -> Template {
        samples::template(&self.workspace, number)
    }

    pub(super) fn key(&self, number: u32) -> ApiKey {
        samples::key(&self.workspace, number)
    }

    /// A link of account 0 and no template as it is shown before anybody has opened it.
    pub(super) fn unopened(&self, link: Link) -> LinkView {
        LinkView { link, account: self.account.clone(), template_slug: None, totals: LinkTotals::default() }
    }
}

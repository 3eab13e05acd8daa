//! Everything that visitors were told, and what the database made of it.

use super::audit::Audit;
use super::load::Opened;
use super::site::Site;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Default)]
pub(crate) struct Books {
    pub(crate) acknowledged: BTreeSet<Uuid>,
    pub(crate) asked: usize,
    pub(crate) audit: Audit,
}

impl Books {
    pub(crate) fn enter(&mut self, opened: Opened) {
        for id in opened.acknowledged {
            assert!(self.acknowledged.insert(id), "two visits are told the same id {id}");
        }
        self.asked += opened.asked;
    }

    /// Everything that was answered has to be there, and nothing that was never asked for.
    pub(crate) fn balance(&mut self, site: &Site) {
        self.audit.wait_for(&site.installation, &self.acknowledged);
        assert!(self.audit.stored.len() <= self.asked, "more clicks than visits");
    }

    /// The same, after the server has ended in order: nothing can come behind it.
    pub(crate) fn close(&mut self, site: &mut Site) {
        site.take_server().stop();
        // Everything is read once more, from the first click on.
        let found = std::mem::replace(&mut self.audit, Audit::of(&site.installation));
        assert!(found.stored.is_subset(&self.audit.stored), "what was there is there");
        assert!(self.acknowledged.is_subset(&self.audit.stored) && self.audit.stored.len() <= self.asked);
    }
}

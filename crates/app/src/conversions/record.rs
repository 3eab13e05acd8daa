//! Recording what persons did.

use crate::error::Thing;
use crate::{App, Error, ids};
use std::collections::BTreeMap;
use trackway_domain::account::AccountId;
use trackway_domain::conversion::{ConversionId, Report};
use trackway_domain::link::LinkId;
use trackway_domain::person::PersonId;
use trackway_store::conversions::{NewConversion, Recording};
use trackway_store::links::{LinkKey, Within};

/// A report, and the link in it as the reporter names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Everything but the link.
    pub report: Report,
    /// The link.
    pub link: Option<LinkKey>,
}

/// What became of one report among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The store has decided.
    Recording(Recording),
    /// It names something that is not there; nothing was done.
    NotFound(Thing),
}

/// Records reports in their order. One that cannot be recorded keeps the others from nothing; where the store fails, none is recorded.
///
/// # Errors
/// The store's trouble.
pub async fn record(app: &App, within: Within, reports: Vec<Reported>) -> Result<Vec<Outcome>, Error> {
    let mut names = Names { app, within, links: BTreeMap::new(), accounts: BTreeMap::new() };
    let (mut outcomes, mut new) = (Vec::with_capacity(reports.len()), Vec::new());
    for reported in reports {
        match names.resolve(reported).await? {
            Ok(report) => {
                outcomes.push(None);
                new.push(assemble(app, within, report));
            }
            Err(thing) => outcomes.push(Some(Outcome::NotFound(thing))),
        }
    }
    let recorded = if new.is_empty() { Vec::new() } else { app.store.conversions().record(new).await? };
    let mut recorded = recorded.into_iter().map(Outcome::Recording);
    // The store answers each report that it was given.
    Ok(outcomes.into_iter().filter_map(|outcome| outcome.or_else(|| recorded.next())).collect())
}

fn assemble(app: &App, within: Within, report: Report) -> NewConversion {
    NewConversion {
        id: ConversionId(ids::uuid(&*app.clock, &*app.random)),
        person: PersonId(ids::uuid(&*app.clock, &*app.random)),
        workspace: within.workspace,
        recorded_at: app.clock.now(),
        report,
    }
}

/// What has been looked up for these reports; most name the same few links.
struct Names<'a> {
    app: &'a App,
    within: Within,
    links: BTreeMap<String, Option<LinkId>>,
    accounts: BTreeMap<AccountId, bool>,
}

impl Names<'_> {
    async fn resolve(&mut self, reported: Reported) -> Result<Result<Report, Thing>, Error> {
        let Reported { mut report, link } = reported;
        report.account = report.account.or(self.within.account);
        if let Some(account) = report.account
            && !self.has_account(account).await?
        {
            return Ok(Err(Thing::Account));
        }
        if let Some(key) = link {
            let Some(link) = self.link(&key).await? else { return Ok(Err(Thing::Link)) };
            report.link = Some(link);
        }
        Ok(Ok(report))
    }

    async fn link(&mut self, key: &LinkKey) -> Result<Option<LinkId>, Error> {
        let name = format!("{key:?}");
        if let Some(known) = self.links.get(&name) {
            return Ok(*known);
        }
        let found = self.app.store.links().find(self.within, key).await?.map(|view| view.link.id);
        self.links.insert(name, found);
        Ok(found)
    }

    async fn has_account(&mut self, id: AccountId) -> Result<bool, Error> {
        if let Some(known) = self.accounts.get(&id) {
            return Ok(*known);
        }
        let is_visible = self.within.account.is_none_or(|only| only == id);
        let is_there = is_visible && self.app.store.accounts().find(self.within.workspace, id).await?.is_some();
        self.accounts.insert(id, is_there);
        Ok(is_there)
    }
}

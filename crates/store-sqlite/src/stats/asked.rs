//! A question in the terms of what is kept: links by number, times in milliseconds, and whether sums of days can answer it.

use crate::column::bytes;
use crate::days::Whose;
use crate::links;
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use trackway_domain::link::Link;
use trackway_domain::stats::{Dimension, Filter, Question, Value};
use trackway_domain::traffic::TrafficClass;
use trackway_store::stats::link_values;
use uuid::Uuid;

/// A question about a workspace.
pub(crate) struct Asked {
    pub(super) workspace: [u8; 16],
    /// Milliseconds since 1970, the second not included.
    pub(crate) span: (i64, i64),
    /// What must hold for links.
    of_link: Vec<Filter>,
    /// What must hold for clicks.
    pub(super) of_click: Vec<Filter>,
    /// The only links that can count; None where filters do not say.
    pub(super) links: Option<BTreeSet<i64>>,
    owners: Arc<Owners>,
}

/// Which workspace a link belongs to, for links that have been asked about: it is for ever, and no link is ever removed.
#[derive(Default)]
pub(crate) struct Owners(RwLock<HashMap<i64, [u8; 16], RandomState>>);

impl Owners {
    /// None for a link that is not there.
    fn of(&self, connection: &Connection, link: i64) -> rusqlite::Result<Option<[u8; 16]>> {
        if let Some(owner) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&link) {
            return Ok(Some(*owner));
        }
        let select = "SELECT workspace FROM links WHERE id = ?";
        let owner = connection.prepare_cached(select)?.query_row([link], |row| row.get(0)).optional()?;
        if let Some(owner) = owner {
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(link, owner);
        }
        Ok(owner)
    }
}

/// Whom sums of days are kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Workspace,
    Link(i64),
}

impl Asked {
    pub(crate) fn of(connection: &Connection, question: Question, owners: Arc<Owners>) -> rusqlite::Result<Self> {
        let (of_link, of_click): (Vec<_>, Vec<_>) = question.filters.into_iter().partition(|filter| filter.by.is_of_link());
        let named = of_link.iter().find(|filter| filter.by == Dimension::Link && !filter.is_exclusion);
        let links = named.map(|filter| numbers(connection, &question.workspace.0, &filter.values)).transpose()?;
        let span = (question.span.from().as_millisecond(), question.span.before().as_millisecond());
        Ok(Self { workspace: *question.workspace.0.as_bytes(), span, of_link, of_click, links, owners })
    }

    /// Whose sums answer it where days count as a whole, and which of them. None where filters ask for more than is added up.
    pub(super) fn plainly(&self) -> Option<(Subject, Whose)> {
        let people = Filter::only(Dimension::Traffic, [Some(TrafficClass::Human.as_str().to_owned())]);
        let whose = match &self.of_click[..] {
            [] => Whose::Everybodys,
            [filter] if *filter == people => Whose::Peoples,
            _ => return None,
        };
        match (&self.of_link[..], &self.links) {
            ([], _) => Some((Subject::Workspace, whose)),
            ([_], Some(links)) if links.len() == 1 => links.first().map(|link| (Subject::Link(*link), whose)),
            _ => None,
        }
    }

    /// The lowest and the highest link that can count.
    pub(crate) fn links_between(&self) -> (i64, i64) {
        let bounds = |links: &BTreeSet<i64>| links.first().zip(links.last()).map(|(lowest, highest)| (*lowest, *highest));
        // Where no link can count, nothing lies between these.
        self.links.as_ref().map_or((i64::MIN, i64::MAX), |links| bounds(links).unwrap_or((i64::MAX, i64::MIN)))
    }

    /// False where no click of links and of times between these can count, all of these included.
    pub(crate) fn may_hold(&self, (lowest, highest): (i64, i64), (earliest, latest): (i64, i64)) -> bool {
        let (first, last) = self.links_between();
        lowest <= last && highest >= first && earliest < self.span.1 && latest >= self.span.0
    }
}

/// Links that have been asked about, and what they give their clicks.
#[derive(Default)]
pub(crate) struct Links(HashMap<i64, Option<Option<Link>>, RandomState>);

impl Links {
    /// True where a link's clicks can count. It is the link's workspace that matters, deleted or not.
    pub(super) fn admits(&mut self, connection: &Connection, asked: &Asked, link: i64) -> rusqlite::Result<bool> {
        if asked.links.as_ref().is_some_and(|links| !links.contains(&link)) {
            return Ok(false);
        }
        if let Some(known) = self.0.get(&link) {
            return Ok(known.is_some());
        }
        // The whole row is read only where it is looked at: most questions are about all links of a workspace.
        let admitted = if asked.of_link.is_empty() {
            (asked.owners.of(connection, link)? == Some(asked.workspace)).then_some(None)
        } else {
            let passes =
                |link: &Link| asked.of_link.iter().all(|filter| filter.admits(link_values(link, filter.by).iter().map(Option::as_deref)));
            find(connection, asked, link)?.filter(passes).map(Some)
        };
        let is_admitted = admitted.is_some();
        self.0.insert(link, admitted);
        Ok(is_admitted)
    }

    /// What an admitted link gives its clicks.
    pub(super) fn values(&mut self, connection: &Connection, asked: &Asked, link: i64, by: Dimension) -> rusqlite::Result<Vec<Value>> {
        if let Some(Some(Some(link))) = self.0.get(&link) {
            return Ok(link_values(link, by));
        }
        let found = find(connection, asked, link)?;
        let values = found.as_ref().map(|link| link_values(link, by)).unwrap_or_default();
        self.0.insert(link, found.map(Some));
        Ok(values)
    }
}

fn find(connection: &Connection, asked: &Asked, link: i64) -> rusqlite::Result<Option<Link>> {
    let select = "SELECT * FROM links WHERE id = ? AND workspace = ?";
    connection.prepare_cached(select)?.query_row((link, asked.workspace), links::link).optional()
}

/// The numbers of a workspace's links by their uuids.
fn numbers(connection: &Connection, workspace: &Uuid, values: &BTreeSet<Value>) -> rusqlite::Result<BTreeSet<i64>> {
    let mut select = connection.prepare_cached("SELECT id FROM links WHERE uuid = ? AND workspace = ?")?;
    let uuids = values.iter().flatten().filter_map(|value| Uuid::try_parse(value).ok().filter(|uuid| uuid.to_string() == *value));
    uuids.filter_map(|uuid| select.query_row((bytes(&uuid), bytes(workspace)), |row| row.get(0)).optional().transpose()).collect()
}

//! What clicks leave behind for workspaces that compare installs with them. Where none does, this is one question a batch.

use crate::App;
use crate::random::bytes;
use jiff::{SignedDuration, Timestamp};
use quick_cache::unsync::Cache;
use std::collections::BTreeMap;
use tokio::runtime::Handle;
use trackway_domain::click::Click;
use trackway_domain::install::address::{Hour, TraceKey};
use trackway_domain::install::phone::Timezone;
use trackway_domain::install::system_version::BrowserSystem;
use trackway_domain::install::trace::Trace;
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;
use trackway_store::traces::NewTrace;

/// How many links' owners are remembered.
const REMEMBERED: usize = 100_000;

/// Stands in the query of an app that asks what a link means.
const ASKED_BY_APP: &str = "fp_platform=";

/// Leaves traces, and remembers whose links are.
pub struct Traces {
    owners: Cache<LinkId, Option<WorkspaceId>>,
}

impl Default for Traces {
    fn default() -> Self {
        Self { owners: Cache::new(REMEMBERED) }
    }
}

impl Traces {
    /// Keeps what these clicks leave behind, before they are taken in themselves: a trace that is kept twice is kept once, and one that is
    /// missing is an install that nobody can explain.
    ///
    /// # Errors
    /// The store's trouble.
    pub fn leave<'a>(
        &mut self,
        clicks: impl Iterator<Item = (Click<'a>, &'a ClickRow)>,
        app: &App,
        runtime: &Handle,
    ) -> Result<(), StoreError> {
        let caps = runtime.block_on(app.store.traces().caps())?;
        if caps.is_empty() {
            return Ok(());
        }
        let phones = clicks.filter(|(click, row)| leaves_trace(click, row)).collect::<Vec<_>>();
        self.learn_owners(phones.iter().map(|(click, _)| click.link), app, runtime)?;
        let (now, caps) = (app.clock.now(), caps.into_iter().collect::<BTreeMap<_, _>>());
        let mut wanted = Vec::new();
        for (click, row) in phones {
            let owner = self.owners.get(&click.link).copied().flatten();
            if let Some((owner, cap)) = owner.and_then(|owner| Some((owner, *caps.get(&owner)?)))
                && is_recent(click.at, cap, now)
            {
                wanted.push((owner, click, row));
            }
        }
        let Some(first) = wanted.iter().map(|(_, click, _)| Hour::of(click.at)).min() else { return Ok(()) };
        let mut keys = runtime.block_on(app.store.traces().keys_from(first))?.into_iter().collect::<BTreeMap<Hour, TraceKey>>();
        let mut traces = Vec::with_capacity(wanted.len());
        for (owner, click, row) in wanted {
            let hour = Hour::of(click.at);
            let key = match keys.get(&hour) {
                Some(known) => *known,
                None => runtime.block_on(app.store.traces().key(hour, TraceKey(bytes(&*app.random))))?,
            };
            keys.insert(hour, key);
            traces.push(NewTrace { hour, address: key.hash(owner, click.address), trace: trace(&click, row) });
        }
        runtime.block_on(app.store.traces().remember(traces))
    }

    /// Looks up whose links are that nobody has asked about. A link never changes hands.
    fn learn_owners(&mut self, links: impl Iterator<Item = LinkId>, app: &App, runtime: &Handle) -> Result<(), StoreError> {
        let mut unknown = links.filter(|link| self.owners.peek(link).is_none()).collect::<Vec<_>>();
        unknown.sort_unstable();
        unknown.dedup();
        if unknown.is_empty() {
            return Ok(());
        }
        for link in &unknown {
            self.owners.insert(*link, None);
        }
        for (link, owner) in runtime.block_on(app.store.traces().owners(unknown))? {
            self.owners.insert(link, Some(owner));
        }
        Ok(())
    }
}

/// Only people with phones install apps, and not those who have the app already and ask from within it; and whoever objects to being told
/// apart is not.
fn leaves_trace(click: &Click<'_>, row: &ClickRow) -> bool {
    row.traffic == TrafficClass::Human
        && row.platform != Platform::Web
        && !click.signals.objects_to_tracking
        && !click.query.contains(ASKED_BY_APP)
}

/// A journal may hold clicks of days ago, which no install may ask for.
fn is_recent(at: Timestamp, cap: AttributionWindow, now: Timestamp) -> bool {
    now.duration_since(at) <= SignedDuration::from_hours(i64::from(cap.hours()))
}

fn trace(click: &Click<'_>, row: &ClickRow) -> Trace {
    Trace {
        click: click.id,
        link: click.link,
        at: click.at,
        platform: row.platform,
        system: BrowserSystem::of(row.platform, click.user_agent),
        language: row.language,
        timezone: row.place.time_zone.as_deref().and_then(Timezone::parse),
    }
}

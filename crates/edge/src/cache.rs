//! What path segments lead to, remembered: bounded by bytes, loaded once however many ask, and true.
//!
//! A load that began before a change is not kept: `changes` counts what was forgotten, and a load that sees it move leaves nothing
//! behind. Routes borrow from accounts and templates; a change of one of these makes the routes that borrowed from it stale, by a flag
//! that they share.

use crate::redirect::Edge;
use jiff::{SignedDuration, Timestamp};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use trackway_app::cache::Caches;
use trackway_app::links::resolve::{Target, resolve};
use trackway_domain::account::AccountId;
use trackway_domain::template::TemplateId;
use trackway_store::StoreError;
use trackway_store::changes::Change;

/// How long it is remembered that there is nothing.
const MISSING_FOR: SignedDuration = SignedDuration::from_secs(10);

/// How many segments that lead nowhere are remembered; they have a cache of their own, so that guessing codes pushes no link out.
const MISSING: usize = 10_000;

/// The routes of one process.
pub struct RouteCache {
    routes: Cache<String, Arc<Entry>, Bytes>,
    missing: Cache<String, Timestamp>,
    changes: AtomicU64,
    misses: AtomicU64,
    flags: Mutex<HashMap<Lender, Arc<AtomicBool>>>,
}

/// A target with what can make it stale.
pub(crate) struct Entry {
    pub(crate) target: Target,
    stale: [Option<Arc<AtomicBool>>; 2],
}

/// What a route borrows from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Lender {
    Account(AccountId),
    Template(TemplateId),
}

#[derive(Clone)]
struct Bytes;

impl Weighter<String, Arc<Entry>> for Bytes {
    fn weight(&self, key: &String, entry: &Arc<Entry>) -> u64 {
        let target = match &entry.target {
            Target::Link(route) => route.bytes(),
            Target::Profile { profile, .. } => profile.as_str().len() * 2 + 128,
        };
        (key.len() + target + 192) as u64
    }
}

impl RouteCache {
    /// A cache of about `bytes`.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        let routes = Cache::with_weighter(usize::try_from(bytes / 1_024).unwrap_or(1_024).max(1_024), bytes, Bytes);
        Self { routes, missing: Cache::new(MISSING), changes: AtomicU64::new(0), misses: AtomicU64::new(0), flags: Mutex::default() }
    }

    /// How many routes are at hand.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.routes.len()
    }

    /// How many bytes they take, about.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.routes.weight()
    }

    /// How often the store was asked since the start.
    #[must_use]
    pub fn misses(&self) -> u64 {
        self.misses.load(Ordering::Relaxed)
    }

    /// What a segment leads to, if it is remembered.
    pub(crate) fn get(&self, segment: &str) -> Option<Arc<Entry>> {
        self.routes.get(segment).filter(|entry| entry.is_fresh())
    }

    /// What a segment leads to, from the store if need be. Whoever asks for the same segment meanwhile waits for this answer.
    pub(crate) async fn load(&self, edge: &Edge, segment: &str) -> Result<Option<Arc<Entry>>, StoreError> {
        if self.is_missing(edge, segment) {
            return Ok(None);
        }
        // A stale entry would be found again; a change that comes after this is counted below.
        self.routes.remove_if(segment, |entry| !entry.is_fresh());
        let guard = match self.routes.get_value_or_guard_async(segment).await {
            Ok(entry) => return Ok(Some(entry)),
            Err(guard) => guard,
        };
        if self.is_missing(edge, segment) {
            return Ok(None);
        }
        self.misses.fetch_add(1, Ordering::Relaxed);
        let before = self.changes.load(Ordering::Acquire);
        let target = resolve(&edge.app, segment).await?;
        let is_true = || self.changes.load(Ordering::Acquire) == before;
        let Some(target) = target else {
            if is_true() {
                self.missing.insert(segment.to_owned(), edge.app.clock.now());
            }
            return Ok(None);
        };
        let entry = Arc::new(Entry { stale: self.flags_of(&target), target });
        if is_true() {
            // It is refused where the segment was forgotten meanwhile, which is right.
            let _ = guard.insert(Arc::clone(&entry));
        }
        Ok(Some(entry))
    }

    fn is_missing(&self, edge: &Edge, segment: &str) -> bool {
        self.missing.get(segment).is_some_and(|since| edge.app.clock.now().duration_since(since) < MISSING_FOR)
    }

    fn flags_of(&self, target: &Target) -> [Option<Arc<AtomicBool>>; 2] {
        let lenders = match target {
            Target::Link(route) => [Some(Lender::Account(route.account)), route.template.map(Lender::Template)],
            Target::Profile { account, .. } => [Some(Lender::Account(*account)), None],
        };
        let mut flags = self.flags.lock().unwrap_or_else(PoisonError::into_inner);
        lenders.map(|lender| lender.map(|lender| Arc::clone(flags.entry(lender).or_default())))
    }

    fn make_stale(&self, lender: Lender) {
        let flag = self.flags.lock().unwrap_or_else(PoisonError::into_inner).remove(&lender);
        if let Some(flag) = flag {
            flag.store(true, Ordering::Release);
        }
    }
}

impl Caches for RouteCache {
    fn forget(&self, change: &Change) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        match change {
            Change::Path(segment) => {
                self.routes.remove(segment);
                self.missing.remove(segment);
            }
            Change::Account(id) => self.make_stale(Lender::Account(*id)),
            Change::Template(id) => self.make_stale(Lender::Template(*id)),
            // No route has another's host name in it.
            Change::Domains => {}
        }
    }

    fn forget_all(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
        self.routes.clear();
        self.missing.clear();
    }
}

impl Entry {
    fn is_fresh(&self) -> bool {
        !self.stale.iter().flatten().any(|flag| flag.load(Ordering::Acquire))
    }
}

//! What is known of a user agent: worked out once, then remembered.
//!
//! One for the whole process: clicks that are taken in, rules that are applied anew and links that let only so many people through ask the
//! same, so that they cannot disagree.

use crate::clicks::crawlers::Crawlers;
use crate::clicks::user_agent::UserAgents;
use quick_cache::sync::Cache;
use std::sync::{Arc, OnceLock};
use trackway_domain::agent::UserAgent;
use trackway_domain::platform::Platform;
use trackway_domain::preview::is_preview_fetcher;
use trackway_domain::traffic::AgentKind;

/// How many user agents are remembered: some 10 MB.
const REMEMBERED: usize = 20_000;

/// The program's own lists, and what they have said.
pub struct Agents {
    lists: OnceLock<(Crawlers, UserAgents)>,
    known: Cache<Box<str>, Arc<KnownAgent>>,
}

/// What is known of one user agent.
pub struct KnownAgent {
    /// Itself, and what it says.
    pub user_agent: Arc<UserAgent>,
    /// The platform.
    pub platform: Platform,
    /// Who uses it.
    pub kind: AgentKind,
}

impl Agents {
    /// With the lists that the program was built with. They are read when they are first asked for, which takes some 200 ms.
    #[must_use]
    pub fn published() -> Self {
        Self { lists: OnceLock::new(), known: Cache::new(REMEMBERED) }
    }

    /// What is known of a user agent.
    #[must_use]
    pub fn of(&self, text: &str) -> Arc<KnownAgent> {
        if let Some(known) = self.known.get(text) {
            return known;
        }
        let known = Arc::new(self.read(text));
        self.known.insert(text.into(), Arc::clone(&known));
        known
    }

    fn read(&self, text: &str) -> KnownAgent {
        let (crawlers, user_agents) = self.lists.get_or_init(|| (Crawlers::published(), UserAgents::published()));
        KnownAgent {
            user_agent: Arc::new(UserAgent { text: text.into(), agent: user_agents.read(text) }),
            platform: Platform::of(text),
            kind: kind(text, crawlers),
        }
    }
}

fn kind(text: &str, crawlers: &Crawlers) -> AgentKind {
    if is_preview_fetcher(text) {
        AgentKind::PreviewFetcher
    } else if text.trim().is_empty() || crawlers.know(text) {
        AgentKind::Crawler
    } else {
        AgentKind::Browser
    }
}

//! A visit to a link, from its path to its answer.

use crate::answer;
use crate::cache::{Entry, RouteCache};
use crate::path::LinkPath;
use crate::visitor::{signals, text, wants_json};
use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::Full;
use hyper::body::Incoming;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use trackway_app::clicks::record;
use trackway_app::geography::Geography;
use trackway_app::links::resolve::Target;
use trackway_app::{App, ids};
use trackway_domain::click::{Click, ClickId, DestinationKind};
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::decide::{Decision, decide};
use trackway_domain::route::Route;
use trackway_domain::visit::Visit;
use trackway_journal::Journal;

/// What redirecting needs.
pub struct Edge {
    /// Time, randomness and, on a miss, the store.
    pub app: Arc<App>,
    /// Routes at hand.
    pub cache: Arc<RouteCache>,
    /// Where clicks go.
    pub clicks: ClickLog,
    /// Where addresses are.
    pub geography: Arc<Geography>,
    /// Signs what stores hand on to the apps they install.
    pub click_tokens: ClickTokenKey,
    /// Answers `X-Click-Id`, for tests that count.
    pub shows_click_ids: bool,
}

/// The journal, with a count of what it could not take.
pub struct ClickLog {
    journal: Arc<Journal>,
    unrecorded: AtomicU64,
}

impl ClickLog {
    /// Records into this journal.
    #[must_use]
    pub fn new(journal: Arc<Journal>) -> Self {
        Self { journal, unrecorded: AtomicU64::new(0) }
    }

    /// Clicks that were answered and not recorded since the start.
    #[must_use]
    pub fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    /// Records a click and returns when it is as safe as the journal makes it. A visitor is not turned away because a disk is full:
    /// what cannot be recorded is counted, and said once for a while in the log.
    async fn record(&self, click: &Click<'_>) {
        if let Err(error) = self.journal.append(|buffer| record::encode(click, buffer)).await {
            let count = self.unrecorded.fetch_add(1, Ordering::Relaxed) + 1;
            if count.is_power_of_two() {
                tracing::error!(%error, count, "clicks are not recorded");
            }
        }
    }
}

type Answer = Response<Full<Bytes>>;

impl Edge {
    /// Answers a visit.
    pub(crate) async fn answer(&self, path: LinkPath<'_>, request: &Request<Incoming>, client: IpAddr) -> Answer {
        let (segment, prefix) = match path {
            LinkPath::Segment(segment) | LinkPath::Preview(segment) => (segment, None),
            LinkPath::Prefixed { prefix, code } => (code, Some(prefix)),
        };
        let entry = match self.entry(segment).await {
            Ok(Some(entry)) => entry,
            Ok(None) => return answer::not_found(wants_json(request.headers())),
            Err(unavailable) => return unavailable,
        };
        match &entry.target {
            Target::Link(route) if prefix.is_some_and(|prefix| !route.prefixes.iter().any(|known| known == prefix)) => {
                answer::not_found(wants_json(request.headers()))
            }
            Target::Link(route) if matches!(path, LinkPath::Preview(_)) => answer::preview(route, &self.app.public_url),
            Target::Link(route) => self.visit(route, request, client).await,
            Target::Profile { .. } if prefix.is_some() || matches!(path, LinkPath::Preview(_)) => {
                answer::not_found(wants_json(request.headers()))
            }
            Target::Profile { profile, .. } => match code_of(request) {
                Some(code) => self.visit_of_account(segment, code, request, client).await,
                None => answer::redirect(profile.url().as_str()),
            },
        }
    }

    async fn entry(&self, segment: &str) -> Result<Option<Arc<Entry>>, Answer> {
        if let Some(entry) = self.cache.get(segment) {
            return Ok(Some(entry));
        }
        self.cache.load(self, segment).await.map_err(|error| {
            tracing::warn!(%error, "a link cannot be looked up");
            answer::unavailable()
        })
    }

    /// `/{handle}?c={code}`: the same as `/{handle}/{code}`.
    async fn visit_of_account(&self, handle: &str, code: &str, request: &Request<Incoming>, client: IpAddr) -> Answer {
        match self.entry(code).await {
            Ok(Some(entry)) => match &entry.target {
                Target::Link(route) if route.prefixes.iter().any(|known| known == handle) => self.visit(route, request, client).await,
                _ => answer::not_found(wants_json(request.headers())),
            },
            Ok(None) => answer::not_found(wants_json(request.headers())),
            Err(unavailable) => unavailable,
        }
    }

    async fn visit(&self, route: &Route, request: &Request<Incoming>, client: IpAddr) -> Answer {
        let headers = request.headers();
        let visit = Visit {
            at: self.app.clock.now(),
            user_agent: text(headers, header::USER_AGENT),
            accept_language: text(headers, header::ACCEPT_LANGUAGE),
            country: if route.asks_country() { self.geography.country(client) } else { None },
        };
        let decision = decide(route, &visit);
        let destination = match decision {
            Decision::Redirect(choice) => choice.kind,
            Decision::OpenApp { .. } => DestinationKind::AppScheme,
            Decision::ShowPreview => DestinationKind::Preview,
            Decision::Expired(instead) => return answer::expired(instead, wants_json(headers)),
            Decision::NotFound(_) => return answer::not_found(wants_json(headers)),
        };
        let query = request.uri().query();
        let click = Click {
            id: ClickId(ids::uuid_at(visit.at, &*self.app.random)),
            link: route.link,
            at: visit.at,
            address: client,
            destination,
            signals: signals(headers, request.method() == Method::HEAD),
            user_agent: visit.user_agent,
            accept_language: visit.accept_language,
            referrer: text(headers, header::REFERER),
            query: query.unwrap_or(""),
        };
        self.clicks.record(&click).await;
        let answer = self.decided(route, decision, click.id, query);
        if self.shows_click_ids { answer::showing(click.id, answer) } else { answer }
    }

    fn decided(&self, route: &Route, decision: Decision<'_>, click: ClickId, query: Option<&str>) -> Answer {
        let location = |choice| route.location(choice, click, query, || self.click_tokens.sign(click));
        match decision {
            Decision::Redirect(choice) => answer::redirect(&location(choice)),
            Decision::OpenApp { app, fallback } => answer::open_app(route, app, &location(fallback)),
            Decision::ShowPreview => answer::preview(route, &self.app.public_url),
            Decision::Expired(instead) => answer::expired(instead, false),
            Decision::NotFound(_) => answer::not_found(false),
        }
    }
}

/// The code in `?c=…`, as the links of one platform carry it.
fn code_of(request: &Request<Incoming>) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("c="))
}

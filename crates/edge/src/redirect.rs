//! A visit to a link, from its path to its answer.

use crate::answer::{self, Answer};
use crate::cache::{Entry, RouteCache};
use crate::path::LinkPath;
use crate::visitor::Visitor;
use http::{Method, Request};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::clicks::record;
use trackway_app::geography::Geography;
use trackway_app::links::let_through::{self, Doorkeeper};
use trackway_app::links::resolve::Target;
use trackway_app::{App, ids};
use trackway_domain::click::{Click, ClickId, DestinationKind};
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::decide::{Decision, decide};
use trackway_domain::route::Route;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visit::Visit;
use trackway_journal::{Commit, Journal};
use trackway_store::StoreError;

/// What redirecting needs.
pub struct Edge {
    /// Time, randomness and, on a miss, the store.
    pub app: Arc<App>,
    /// Routes at hand.
    pub cache: Arc<RouteCache>,
    /// Where clicks go. It counts, and says in the log, what it cannot take: a visitor is not turned away because a disk is full.
    pub journal: Arc<Journal>,
    /// Where addresses are.
    pub geography: Arc<Geography>,
    /// Tells people from programs, for links that let only so many people through.
    pub people: People,
    /// Signs what stores hand on to the apps they install.
    pub click_tokens: ClickTokenKey,
    /// Answers `X-Click-Id`, for tests that count.
    pub shows_click_ids: bool,
}

/// What it takes to know a person, and to count him at the door.
pub struct People {
    /// What user agents say.
    pub agents: Arc<Agents>,
    /// Addresses where nobody lives.
    pub data_centers: Arc<DataCenters>,
    /// Counts at the door.
    pub doorkeeper: Arc<Doorkeeper>,
}

/// An answer, and what it waits for.
pub(crate) enum Outcome {
    /// Nothing: no click was made.
    Done(Answer),
    /// The click's way into the journal.
    Recording(Commit, Answer),
}

impl Edge {
    /// Answers from what is at hand; None where something must be looked up first.
    pub(crate) fn answer_at_once<B>(&self, path: LinkPath<'_>, request: &Request<B>, client: IpAddr) -> Option<Outcome> {
        let entry = self.cache.get(path.segment())?;
        match &entry.target {
            // Whether somebody passes is asked of the store.
            Target::Link(route) if route.max_clicks.is_some() => None,
            Target::Link(route) => Some(self.answer_link(route, path, request, client)),
            Target::Profile { profile, .. } if path.is_segment() => match code_of(request) {
                // `/{handle}?c={code}` is `/{handle}/{code}`.
                Some(code) => self.answer_at_once(LinkPath::Prefixed { prefix: path.segment(), code }, request, client),
                None => Some(Outcome::Done(answer::redirect(profile.url().as_str()))),
            },
            Target::Profile { .. } => Some(Outcome::Done(not_found(request))),
        }
    }

    /// Answers with whatever must be looked up.
    pub(crate) async fn answer<B>(&self, request: &Request<B>, client: IpAddr) -> Answer {
        let Some(path) = LinkPath::parse(request.uri().path()) else { return not_found(request) };
        let mut held: Vec<Arc<Entry>> = Vec::with_capacity(2);
        for segment in [Some(path.segment()), code_of(request)].into_iter().flatten() {
            match self.cache.load(self, segment).await {
                Ok(Some(entry)) => held.push(entry),
                Ok(None) => return not_found(request),
                Err(error) => {
                    tracing::warn!(%error, "a link cannot be looked up");
                    return answer::unavailable();
                }
            }
            // Only a handle's page looks at the code behind it.
            if matches!(held[0].target, Target::Link(_)) || !path.is_segment() {
                break;
            }
        }
        let outcome = match (held.first().map(|entry| &entry.target), held.get(1).map(|entry| &entry.target)) {
            (Some(Target::Link(route)), _) => self.answer_at_door(route, path, request, client).await,
            (Some(Target::Profile { .. }), Some(Target::Link(route))) => {
                let path = LinkPath::Prefixed { prefix: path.segment(), code: route.code.as_str() };
                self.answer_at_door(route, path, request, client).await
            }
            (Some(Target::Profile { profile, .. }), None) if path.is_segment() => Outcome::Done(answer::redirect(profile.url().as_str())),
            _ => Outcome::Done(not_found(request)),
        };
        match outcome {
            Outcome::Done(answer) => answer,
            Outcome::Recording(commit, answer) => {
                // Either way he goes on; the journal has counted what it could not take.
                let _ = commit.await;
                answer
            }
        }
    }

    /// Answers for a link that may have let enough people through.
    async fn answer_at_door<B>(&self, route: &Route, path: LinkPath<'_>, request: &Request<B>, client: IpAddr) -> Outcome {
        if let (Some(limit), false) = (route.max_clicks, matches!(path, LinkPath::Preview(_))) {
            match self.passes(route, limit, path, request, client).await {
                Ok(true) => {}
                Ok(false) => {
                    let wants_json = Visitor::of(request.headers()).wants_json;
                    return Outcome::Done(answer::expired(route.expired.as_deref(), wants_json));
                }
                Err(error) => {
                    tracing::warn!(%error, "nobody can say whether a visitor may pass");
                    return Outcome::Done(answer::unavailable());
                }
            }
        }
        self.answer_link(route, path, request, client)
    }

    /// False where enough people have passed. Only whoever would be sent on is asked about.
    async fn passes<B>(
        &self,
        route: &Route,
        limit: NonZeroU32,
        path: LinkPath<'_>,
        request: &Request<B>,
        client: IpAddr,
    ) -> Result<bool, StoreError> {
        let visitor = Visitor::of(request.headers());
        let is_sent_on = matches!(decide(route, &self.visit_of(&visitor, route, client)), Decision::Redirect(_) | Decision::OpenApp { .. });
        if !is_behind(path, route) || !is_sent_on {
            return Ok(true);
        }
        let People { agents, data_centers, doorkeeper } = &self.people;
        let signals = visitor.signals(request.method() == Method::HEAD);
        let who = match TrafficClass::of(agents.of(visitor.user_agent).kind, signals, data_centers.contain(client)) {
            TrafficClass::Human => let_through::Visitor::Person,
            _ => let_through::Visitor::Program,
        };
        doorkeeper.lets_through(&self.app, route.link, limit, who).await
    }

    fn answer_link<B>(&self, route: &Route, path: LinkPath<'_>, request: &Request<B>, client: IpAddr) -> Outcome {
        match path {
            _ if !is_behind(path, route) => Outcome::Done(not_found(request)),
            LinkPath::Preview(_) => Outcome::Done(self.card(route, request)),
            LinkPath::Segment(_) | LinkPath::Prefixed { .. } => self.visit(route, request, client),
        }
    }

    /// `/{code}/preview`: the card, of a link that anybody may open now.
    fn card<B>(&self, route: &Route, request: &Request<B>) -> Answer {
        let has_expired = route.expires_at.is_some_and(|end| end <= self.app.clock.now());
        match (route.is_paused, has_expired) {
            (true, _) => not_found(request),
            (false, true) => answer::expired(None, Visitor::of(request.headers()).wants_json),
            (false, false) => answer::preview(route, &self.app.public_url),
        }
    }

    fn visit_of<'a>(&self, visitor: &Visitor<'a>, route: &Route, client: IpAddr) -> Visit<'a> {
        Visit {
            at: self.app.clock.now(),
            user_agent: visitor.user_agent,
            accept_language: visitor.accept_language,
            country: if route.asks_country() { self.geography.country(client) } else { None },
        }
    }

    fn visit<B>(&self, route: &Route, request: &Request<B>, client: IpAddr) -> Outcome {
        let visitor = Visitor::of(request.headers());
        let visit = self.visit_of(&visitor, route, client);
        let (id, query) = (ClickId(ids::uuid_at(visit.at, &*self.app.random)), request.uri().query());
        let location = |choice| route.location(choice, id, query, || self.click_tokens.sign(id));
        let (destination, answer) = match decide(route, &visit) {
            Decision::Redirect(choice) => (choice.kind, answer::redirect(&location(choice))),
            Decision::OpenApp { app, fallback } => (DestinationKind::AppScheme, answer::open_app(route, app, &location(fallback))),
            Decision::ShowPreview => (DestinationKind::Preview, answer::preview(route, &self.app.public_url)),
            Decision::Expired(instead) => return Outcome::Done(answer::expired(instead, visitor.wants_json)),
            Decision::NotFound(_) => return Outcome::Done(answer::not_found(visitor.wants_json)),
        };
        let click = Click {
            id,
            link: route.link,
            at: visit.at,
            address: client,
            destination,
            signals: visitor.signals(request.method() == Method::HEAD),
            user_agent: visitor.user_agent,
            accept_language: visitor.accept_language,
            referrer: visitor.referrer,
            query: query.unwrap_or(""),
        };
        let commit = self.journal.append(|buffer| record::encode(&click, buffer));
        Outcome::Recording(commit, if self.shows_click_ids { answer::showing(id, answer) } else { answer })
    }
}

/// True where a link may be opened under this path: its code alone, or behind a handle or slug of its own.
fn is_behind(path: LinkPath<'_>, route: &Route) -> bool {
    match path {
        LinkPath::Prefixed { prefix, .. } => route.prefixes.iter().any(|known| **known == *prefix),
        LinkPath::Segment(_) | LinkPath::Preview(_) => true,
    }
}

/// The code in `?c=…`, as the links of one platform carry it.
fn code_of<B>(request: &Request<B>) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("c="))
}

fn not_found<B>(request: &Request<B>) -> Answer {
    answer::not_found(Visitor::of(request.headers()).wants_json)
}

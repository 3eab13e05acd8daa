//! A visit to a link, from its path to its answer.

use crate::answer::{self, Answer};
use crate::cache::{Entry, RouteCache};
use crate::guess::GuessLimits;
use crate::path::LinkPath;
use crate::visitor::Visitor;
use http::header::HOST;
use http::uri::Authority;
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
use trackway_domain::decide::{Decision, decide, decide_past_guard};
use trackway_domain::destination::Destination;
use trackway_domain::guard::Guard;
use trackway_domain::href::Href;
use trackway_domain::route::Route;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visit::Visit;
use trackway_domain::workspace::WorkspaceId;
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
    /// How often passwords of links may be guessed.
    pub guesses: GuessLimits,
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

impl Outcome {
    /// The answer, once it may leave.
    pub(crate) async fn finished(self) -> Answer {
        match self {
            Self::Done(answer) => answer,
            Self::Recording(commit, answer) => {
                // Either way he goes on; the journal has counted what it could not take.
                let _ = commit.await;
                answer
            }
        }
    }
}

/// [`decide`], or [`decide_past_guard`] for whoever has done what the guard wants.
pub(crate) trait Decide: for<'r> Fn(&'r Route, &Visit<'_>) -> Decision<'r> {}

impl<F: for<'r> Fn(&'r Route, &Visit<'_>) -> Decision<'r>> Decide for F {}

impl Edge {
    /// Answers from what is at hand; None where something must be looked up first.
    pub(crate) fn answer_at_once<B>(&self, path: LinkPath<'_>, request: &Request<B>, client: IpAddr) -> Option<Outcome> {
        let entry = self.cache.get(path.segment())?;
        match &entry.target {
            // Whether somebody passes is asked of the store.
            Target::Link(route) if route.max_clicks.is_some() => None,
            Target::Link(route) => Some(self.answer_link(route, path, request, client)),
            Target::Profile { workspace, .. } if !self.is_at_home(request, *workspace) => Some(Outcome::Done(not_found(request))),
            Target::Profile { profile, is_blocked, .. } if path.is_segment() => match code_of(request) {
                // `/{handle}?c={code}` is `/{handle}/{code}`.
                Some(code) => self.answer_at_once(LinkPath::Prefixed { prefix: path.segment(), code }, request, client),
                None => Some(Outcome::Done(page_of(profile, *is_blocked, request))),
            },
            Target::Profile { .. } => Some(Outcome::Done(not_found(request))),
        }
    }

    /// Answers with whatever must be looked up.
    pub(crate) async fn answer<B>(&self, request: &Request<B>, client: IpAddr) -> Answer {
        let Some(path) = LinkPath::parse(request.uri().path()) else { return not_found(request) };
        let (entry, path) = match self.find(path, request).await {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let outcome = match &entry.target {
            Target::Link(route) => match self.refused_at_door(route, path, request, client, decide).await {
                Some(refusal) => Outcome::Done(refusal),
                None => self.answer_link(route, path, request, client),
            },
            Target::Profile { profile, is_blocked, workspace, .. } if path.is_segment() && self.is_at_home(request, *workspace) => {
                Outcome::Done(page_of(profile, *is_blocked, request))
            }
            Target::Profile { .. } => Outcome::Done(not_found(request)),
        };
        outcome.finished().await
    }

    /// What a path leads to, and the path under which it is meant: `/{handle}?c={code}` is `/{handle}/{code}`.
    pub(crate) async fn find<'r, B>(&self, path: LinkPath<'r>, request: &'r Request<B>) -> Result<(Arc<Entry>, LinkPath<'r>), Answer> {
        let entry = self.entry(path.segment(), request).await?;
        match (&entry.target, code_of(request)) {
            // Only a handle's page looks at the code behind it.
            (Target::Profile { .. }, Some(code)) if path.is_segment() => {
                Ok((self.entry(code, request).await?, LinkPath::Prefixed { prefix: path.segment(), code }))
            }
            _ => Ok((entry, path)),
        }
    }

    async fn entry<B>(&self, segment: &str, request: &Request<B>) -> Result<Arc<Entry>, Answer> {
        match self.cache.load(self, segment).await {
            Ok(Some(entry)) => Ok(entry),
            Ok(None) => Err(not_found(request)),
            Err(error) => {
                tracing::warn!(%error, "a link cannot be looked up");
                Err(answer::unavailable())
            }
        }
    }

    /// What a visitor gets at a link that has let enough people through; None where he may pass.
    pub(crate) async fn refused_at_door<B>(
        &self,
        route: &Route,
        path: LinkPath<'_>,
        request: &Request<B>,
        client: IpAddr,
        decide: impl Decide,
    ) -> Option<Answer> {
        if let (Some(limit), false) = (route.max_clicks, matches!(path, LinkPath::Preview(_))) {
            match self.passes(route, limit, path, request, client, decide).await {
                Ok(true) => {}
                Ok(false) => {
                    let wants_json = Visitor::of(request.headers()).wants_json;
                    return Some(answer::expired(route.expired.as_deref(), wants_json));
                }
                Err(error) => {
                    tracing::warn!(%error, "nobody can say whether a visitor may pass");
                    return Some(answer::unavailable());
                }
            }
        }
        None
    }

    /// False where enough people have passed. Only whoever would be sent on is asked about.
    async fn passes<B>(
        &self,
        route: &Route,
        limit: NonZeroU32,
        path: LinkPath<'_>,
        request: &Request<B>,
        client: IpAddr,
        decide: impl Decide,
    ) -> Result<bool, StoreError> {
        let visitor = Visitor::of(request.headers());
        let is_sent_on = matches!(decide(route, &self.visit_of(&visitor, route, client)), Decision::Redirect(_) | Decision::OpenApp { .. });
        if !self.is_opened(path, route, request) || !is_sent_on {
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
            _ if !self.is_opened(path, route, request) => Outcome::Done(not_found(request)),
            LinkPath::Preview(_) => Outcome::Done(self.card(route, request)),
            LinkPath::Segment(_) | LinkPath::Prefixed { .. } => self.visit(route, request, client, decide),
        }
    }

    /// True where a link may be opened under this address.
    pub(crate) fn is_opened<B>(&self, path: LinkPath<'_>, route: &Route, request: &Request<B>) -> bool {
        is_behind(path, route) && self.is_at_home(request, route.workspace)
    }

    /// False under another workspace's host name.
    fn is_at_home<B>(&self, request: &Request<B>, workspace: WorkspaceId) -> bool {
        !self.app.domains.are_any() || self.owner_of_host(request).is_none_or(|owner| owner == workspace)
    }

    /// The workspace whose host name was asked; None for the installation's own.
    pub(crate) fn owner_of_host<B>(&self, request: &Request<B>) -> Option<WorkspaceId> {
        let said = || request.headers().get(HOST).and_then(|host| host.to_str().ok());
        self.app.domains.owner(request.uri().authority().map(Authority::as_str).or_else(said)?)
    }

    fn short_url(&self, route: &Route) -> String {
        self.app.short_url(route.workspace, route.domain.as_deref(), &route.code)
    }

    /// `/{code}/preview`: the card, of a link that anybody may open now.
    fn card<B>(&self, route: &Route, request: &Request<B>) -> Answer {
        let has_expired = route.expires_at.is_some_and(|end| end <= self.app.clock.now());
        match (route.is_paused, has_expired) {
            (true, _) => not_found(request),
            (false, true) => answer::expired(None, Visitor::of(request.headers()).wants_json),
            (false, false) if route.guard.as_deref() == Some(&Guard::Blocked) => answer::blocked(Visitor::of(request.headers()).wants_json),
            (false, false) => answer::preview(route, &self.short_url(route)),
        }
    }

    pub(crate) fn visit_of<'a>(&self, visitor: &Visitor<'a>, route: &Route, client: IpAddr) -> Visit<'a> {
        Visit {
            at: self.app.clock.now(),
            user_agent: visitor.user_agent,
            accept_language: visitor.accept_language,
            country: if route.asks_country() { self.geography.country(client) } else { None },
        }
    }

    pub(crate) fn visit<B>(&self, route: &Route, request: &Request<B>, client: IpAddr, decide: impl Decide) -> Outcome {
        let visitor = Visitor::of(request.headers());
        let visit = self.visit_of(&visitor, route, client);
        let (id, query) = (ClickId(ids::uuid_at(visit.at, &*self.app.random)), request.uri().query());
        let location = |choice| route.location(choice, id, query, || self.click_tokens.sign(id));
        let (destination, answer) = match decide(route, &visit) {
            Decision::Redirect(choice) => (choice.kind, answer::redirect(&location(choice))),
            Decision::OpenApp { app, fallback } => (DestinationKind::AppScheme, answer::open_app(route, app, &location(fallback))),
            Decision::Held(guard) => return Outcome::Done(held(guard, route, &visit, visitor.wants_json)),
            Decision::ShowPreview => (DestinationKind::Preview, answer::preview(route, &self.short_url(route))),
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

/// What a link's guard says to whoever comes.
pub(crate) fn held(guard: &Guard, route: &Route, visit: &Visit<'_>, as_json: bool) -> Answer {
    match guard {
        Guard::Blocked => answer::blocked(as_json),
        Guard::Lock(_) => answer::ask_password(route, as_json),
        Guard::Warning => {
            let href = match decide_past_guard(route, visit) {
                Decision::Redirect(choice) | Decision::OpenApp { fallback: choice, .. } => Some(&choice.href),
                Decision::Expired(instead) => instead,
                Decision::Held(_) | Decision::ShowPreview | Decision::NotFound(_) => None,
            };
            answer::warn(&href.and_then(Href::host).unwrap_or_default(), as_json)
        }
    }
}

/// An account's page.
fn page_of<B>(profile: &Destination, is_blocked: bool, request: &Request<B>) -> Answer {
    if is_blocked { answer::blocked(Visitor::of(request.headers()).wants_json) } else { answer::redirect(profile.url().as_str()) }
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

pub(crate) fn not_found<B>(request: &Request<B>) -> Answer {
    answer::not_found(Visitor::of(request.headers()).wants_json)
}

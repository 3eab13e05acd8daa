//! A form that a visitor has sent to a link which holds him up.

use crate::answer::{self, Answer};
use crate::path::LinkPath;
use crate::redirect::{Edge, held, not_found};
use crate::visitor::Visitor;
use axum::body::Body;
use http::{HeaderMap, Request};
use std::net::IpAddr;
use trackway_app::links::resolve::Target;
use trackway_domain::decide::{Decision, decide, decide_past_guard};
use trackway_domain::guard::Guard;
use trackway_domain::route::Route;
use trackway_domain::user::{Password, PasswordHash};
use trackway_web::form::{is_from_this_site, read_form};

impl Edge {
    /// Lets whoever does what a link's guard wants go on, and counts him then. Links that hold nobody up take no forms.
    pub(crate) async fn pass_guard(&self, request: Request<Body>, client: IpAddr) -> Answer {
        let (head, body) = request.into_parts();
        let request = Request::from_parts(head, ());
        let Some(path) = LinkPath::parse(request.uri().path()) else { return not_found(&request) };
        let (entry, path) = match self.find(path, &request).await {
            Ok(found) => found,
            Err(answer) => return answer,
        };
        let Target::Link(route) = &entry.target else { return answer::method_not_allowed() };
        if route.guard.is_none() || matches!(path, LinkPath::Preview(_)) {
            return answer::method_not_allowed();
        }
        if !self.is_opened(path, route, &request) {
            return not_found(&request);
        }
        match self.refused_by_guard(route, &request, body, client).await {
            Some(refusal) => refusal,
            None => match self.refused_at_door(route, path, &request, client, decide_past_guard).await {
                Some(refusal) => refusal,
                None => answer::after_form(self.visit(route, &request, client, decide_past_guard).finished().await),
            },
        }
    }

    /// What the guard says to the form; None where the visitor may go on, or would be sent nowhere anyway.
    async fn refused_by_guard(&self, route: &Route, request: &Request<()>, body: Body, client: IpAddr) -> Option<Answer> {
        let visitor = Visitor::of(request.headers());
        let visit = self.visit_of(&visitor, route, client);
        let Decision::Held(guard) = decide(route, &visit) else { return None };
        match guard {
            // Another site's page may not answer for the visitor.
            Guard::Warning if is_from_this_site(request.headers()) => None,
            Guard::Lock(lock) => self.refused_by_lock(route, lock, request.headers(), body, client).await,
            Guard::Blocked | Guard::Warning => Some(held(guard, route, &visit, visitor.wants_json)),
        }
    }

    async fn refused_by_lock(&self, route: &Route, lock: &PasswordHash, headers: &HeaderMap, body: Body, client: IpAddr) -> Option<Answer> {
        if let Err(seconds) = self.guesses.admit(route.link, client, self.app.clock.now()) {
            return Some(answer::guessed_too_often(route, seconds));
        }
        let Ok(form) = read_form(headers, body).await else { return Some(answer::bad_request()) };
        let guess = form.iter().find(|(name, _)| name == "password").map_or("", |(_, value)| value);
        match self.app.passwords.fit(Password::presented(guess), Some(lock)).await {
            Ok(true) => None,
            Ok(false) => Some(answer::wrong_password(route)),
            Err(_) => Some(answer::unavailable()),
        }
    }
}

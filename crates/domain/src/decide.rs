//! The decision of the redirect: which way a visit goes. The redirect and the simulator both ask here, and nowhere else.

use crate::click::ClickId;
use crate::guard::Guard;
use crate::route::{Choice, Route};
use crate::utm::Utm;
use crate::visit::Visit;
use std::borrow::Cow;

/// What a visitor gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'r> {
    /// Sent on.
    Redirect(&'r Choice),
    /// A page that tries the app and then goes on.
    OpenApp {
        /// The app's address.
        app: &'r crate::href::Href,
        /// Where the page goes when no app answers.
        fallback: &'r Choice,
    },
    /// Held up: he would be sent on, but the link's guard wants something first.
    Held(&'r Guard),
    /// The link's card.
    ShowPreview,
    /// The link is over; perhaps it leads elsewhere now.
    Expired(Option<&'r crate::href::Href>),
    /// The link does not show itself.
    NotFound(Hidden),
}

/// Why a link that exists answers as if it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It is paused.
    Paused,
    /// It is for somebody else, and has no page for the rest.
    Untargeted,
}

/// Chooses. Pure: the same route and visit give the same decision.
#[must_use]
pub fn decide<'r>(route: &'r Route, visit: &Visit<'_>) -> Decision<'r> {
    let Some(guard) = route.guard.as_deref() else { return decide_past_guard(route, visit) };
    match decide_past_guard(route, visit) {
        Decision::Redirect(_) | Decision::OpenApp { .. } | Decision::Expired(Some(_)) => Decision::Held(guard),
        // A card invites people to a place; nobody is invited to one that is blocked.
        Decision::ShowPreview if *guard == Guard::Blocked => Decision::Held(guard),
        nowhere => nowhere,
    }
}

/// The same for whoever has done what the guard wants, where there is one.
#[must_use]
pub fn decide_past_guard<'r>(route: &'r Route, visit: &Visit<'_>) -> Decision<'r> {
    if route.is_paused {
        return Decision::NotFound(Hidden::Paused);
    }
    if route.expires_at.is_some_and(|end| end <= visit.at) {
        return Decision::Expired(route.expired.as_deref());
    }
    if route.preview.is_some() && visit.fetches_preview() {
        return Decision::ShowPreview;
    }
    // Most links lead everybody to one place, and nobody needs to be looked at.
    if let (None, Some(only)) = (&route.targeting, route.only()) {
        return Decision::Redirect(only);
    }
    let platform = visit.platform();
    if route.targeting.as_ref().is_some_and(|rules| !rules.check(visit.country, visit.language(), platform).is_full()) {
        return route.for_others().map_or(Decision::NotFound(Hidden::Untargeted), Decision::Redirect);
    }
    match route.for_platform(platform, || visit.is_in_app()) {
        (Some(app), fallback) => Decision::OpenApp { app, fallback },
        (None, choice) => Decision::Redirect(choice),
    }
}

impl Route {
    /// The address of a choice for one click: with the click's id and the visitor's query where the link says so, and with the
    /// click's token where a store hands it on. `token` is asked for only then.
    #[must_use]
    pub fn location<'r>(&self, choice: &'r Choice, click: ClickId, query: Option<&str>, token: impl FnOnce() -> String) -> Cow<'r, str> {
        let mut href = Cow::Borrowed(&choice.href);
        // Before anything of the visitor's comes in: his query has no macros.
        if href.has_macros {
            href = Cow::Owned(href.filled(|name| known_of(click, query, name)));
        }
        if let Some(query) = query.filter(|_| self.forward_query) {
            href = Cow::Owned(href.forwarding(query));
        }
        if self.append_click_id {
            href = Cow::Owned(href.with("lf_click", &click.to_string()));
        }
        if href.is_play_store {
            href = Cow::Owned(href.with("referrer", &href.install_referrer(&token())));
        }
        match href {
            Cow::Borrowed(href) => Cow::Borrowed(href.as_str()),
            Cow::Owned(href) => Cow::Owned(href.as_str().to_owned()),
        }
    }
}

/// What a macro of a destination stands for in one click; a campaign parameter that the visitor did not bring is empty.
fn known_of(click: ClickId, query: Option<&str>, name: &str) -> Option<String> {
    if name == "click_id" {
        return Some(click.to_string());
    }
    let is_campaign = Utm::NAMES.contains(&name);
    let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    is_campaign.then(|| pairs.find(|(known, _)| known == name).map(|(_, value)| value.chars().take(Utm::MAX).collect()).unwrap_or_default())
}

#[cfg(test)]
mod tests;

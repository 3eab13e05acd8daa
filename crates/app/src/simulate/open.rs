//! Trying a link out. The route is the one that visitors are sent by, and so is the decision.

use crate::error::Thing;
use crate::links::create::{NewLink, draft};
use crate::links::resolve::{Target, compile, resolve};
use crate::{Actor, App, Error};
use trackway_domain::click::{ClickId, DestinationKind};
use trackway_domain::decide::{Decision, Hidden, decide};
use trackway_domain::guard::Guard;
use trackway_domain::route::Route;
use trackway_domain::targeting::Match;
use trackway_domain::totals::LinkTotals;
use trackway_domain::visit::Visit;
use trackway_store::links::{LinkKey, LinkView, Within};
use uuid::Uuid;

/// What would happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// The link that was tried.
    pub view: LinkView,
    /// What each rule says of the visitor.
    pub rules: Match,
    /// What the visitor would get.
    pub outcome: Outcome,
}

/// What a visitor would get. Addresses are what a redirect would send, with a click of zeros where it appends the click's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// He is sent on.
    Redirect(DestinationKind, String),
    /// A page that tries the app, and then goes on.
    OpenApp {
        /// The app's address.
        app: String,
        /// Where the page goes when no app answers.
        fallback: String,
    },
    /// He would be sent on, but is held up first.
    Held(Guard),
    /// The link's card, since he fetches previews.
    ShowPreview,
    /// The link is over; perhaps it leads elsewhere now.
    Expired(Option<String>),
    /// The link does not show itself.
    NotFound(Hidden),
}

/// The click that addresses carry where a real one would be.
const NO_CLICK: ClickId = ClickId(Uuid::nil());

/// Tries a link out as a visitor would see it at this moment. Nothing is recorded.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn open(app: &App, within: Within, key: &LinkKey, visit: &Visit<'_>) -> Result<Simulation, Error> {
    let view = app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))?;
    match resolve(app, view.link.code.as_str()).await? {
        Some(Target::Link(route)) => Ok(Simulation { rules: rules(&route, visit), outcome: outcome(&route, visit), view }),
        // Deleted between the two questions.
        Some(Target::Profile { .. }) | None => Err(Error::NotFound(Thing::Link)),
    }
}

/// Tries out a link that is not made yet, as several visitors would see it. Nothing is made and nothing recorded.
///
/// # Errors
/// [`Error::NotFound`] for what the link names, [`Error::Blocked`] for where it would lead, or the store's trouble.
pub async fn open_draft(app: &App, actor: &Actor, new: NewLink, visits: &[Visit<'_>]) -> Result<Vec<Simulation>, Error> {
    let signpost = draft(app, actor, new).await?;
    let route = compile(app, &signpost);
    let template_slug = signpost.template.map(|template| template.slug);
    let view = LinkView { link: signpost.link, account: signpost.account, template_slug, totals: LinkTotals::default() };
    let one = |visit| Simulation { rules: rules(&route, visit), outcome: outcome(&route, visit), view: view.clone() };
    Ok(visits.iter().map(one).collect())
}

fn rules(route: &Route, visit: &Visit<'_>) -> Match {
    let none = Match { country: None, language: None, platform: None };
    route.targeting.as_ref().map_or(none, |rules| rules.check(visit.country, visit.language(), visit.platform()))
}

fn outcome(route: &Route, visit: &Visit<'_>) -> Outcome {
    let location = |choice| route.location(choice, NO_CLICK, None, || NO_CLICK.to_string()).into_owned();
    match decide(route, visit) {
        Decision::Redirect(choice) => Outcome::Redirect(choice.kind, location(choice)),
        Decision::OpenApp { app, fallback } => Outcome::OpenApp { app: app.as_str().to_owned(), fallback: location(fallback) },
        Decision::Held(guard) => Outcome::Held(guard.clone()),
        Decision::ShowPreview => Outcome::ShowPreview,
        Decision::Expired(instead) => Outcome::Expired(instead.map(|href| href.as_str().to_owned())),
        Decision::NotFound(hidden) => Outcome::NotFound(hidden),
    }
}

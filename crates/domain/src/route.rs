//! A link as the redirect needs it: every destination finished, so that a visit only chooses.

use crate::account::AccountId;
use crate::click::DestinationKind;
use crate::code::Code;
use crate::custom_domain::Hostname;
use crate::destination::Destination;
use crate::guard::Guard;
use crate::href::Href;
use crate::link::{Link, LinkId, LinkSettings};
use crate::platform::Platform;
use crate::preview::Preview;
use crate::targeting::Targeting;
use crate::template::{PlatformDestinations, TemplateId};
use crate::workspace::WorkspaceId;
use jiff::Timestamp;
use std::num::NonZeroU32;

/// Everything that [`crate::decide::decide`] asks of a link, compiled once when the link is loaded. Small, since many are kept at hand:
/// what most links do not have is boxed, and a destination that serves several platforms is there once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The link.
    pub link: LinkId,
    /// What was opened.
    pub code: Code,
    /// The tenant: under another tenant's host name there is no such link.
    pub workspace: WorkspaceId,
    /// The host name in its short URL, where it is not the installation's.
    pub domain: Option<Box<Hostname>>,
    /// The account whose profile and handle went into this.
    pub account: AccountId,
    /// The template whose addresses and slug went into this.
    pub template: Option<TemplateId>,
    /// Segments that may stand before the code: the account's handle, the template's slug.
    pub prefixes: Box<[Box<str>]>,
    /// What fetchers of previews get, where the link says anything.
    pub preview: Option<Box<Preview>>,
    /// Whom it is for, where it is not for everybody.
    pub targeting: Option<Box<Targeting>>,
    /// What holds visitors up, where anything does.
    pub guard: Option<Box<Guard>>,
    /// True while it answers as if it did not exist.
    pub is_paused: bool,
    /// When it stops.
    pub expires_at: Option<Timestamp>,
    /// How many people it lets through in all.
    pub max_clicks: Option<NonZeroU32>,
    /// Where it leads afterwards.
    pub expired: Option<Box<Href>>,
    /// Appends the click's id.
    pub append_click_id: bool,
    /// Passes the visitor's own query on.
    pub forward_query: bool,
    /// The app's own address.
    app: Option<Box<Href>>,
    choices: Box<[Choice]>,
    ios: Way,
    android: Way,
    web: u8,
    untargeted: Option<u8>,
}

/// A destination and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which of the link's destinations this is.
    pub kind: DestinationKind,
    /// The address with its parameters.
    pub href: Href,
}

/// How visitors of a mobile platform are sent on, by the numbers of the choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    /// A page tries the app first, and then goes on.
    opens_app: bool,
    browser: u8,
    in_app: u8,
}

/// What a link borrows from its account and template when it is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The account's handle.
    pub handle: &'a str,
    /// The account's profile.
    pub profile: &'a Destination,
    /// The parameter in which the profile is told the link's code.
    pub tracking_parameter: Option<&'a str>,
    /// The template's slug and addresses.
    pub template: Option<(&'a str, &'a PlatformDestinations)>,
}

impl Route {
    /// Compiles a link.
    #[must_use]
    pub fn compile(link: &Link, around: Surroundings<'_>) -> Self {
        let settings = &link.settings;
        let urls =
            around.template.map_or_else(|| settings.destinations.clone(), |(_, urls)| settings.destinations.clone().or(&stores_of(urls)));
        let original = match &settings.destination {
            Some(destination) => (DestinationKind::Original, destination),
            None => (DestinationKind::Profile, around.profile),
        };
        let app = app_href(link).map(Box::new);
        let web_fallback = kind(DestinationKind::WebFallback, &urls.web_fallback);
        let mut choices = Vec::new();
        let mut number = |(kind, destination): (DestinationKind, &Destination)| {
            number_of(&mut choices, kind, link, destination, around.tracking_parameter)
        };
        let mut way = |store: Named<'_>, app_link: Named<'_>| Way {
            opens_app: app.is_some() && app_link.is_none(),
            browser: number(app_link.or(store).or(web_fallback).unwrap_or(original)),
            in_app: number(app_link.or(web_fallback).or(store).unwrap_or(original)),
        };
        let ios = way(kind(DestinationKind::IosStore, &urls.ios_store), kind(DestinationKind::UniversalLink, &urls.ios_universal_link));
        let android = way(kind(DestinationKind::AndroidStore, &urls.android_store), kind(DestinationKind::AppLink, &urls.android_app_link));
        Self {
            link: link.id,
            code: link.code.clone(),
            workspace: link.workspace,
            domain: settings.domain.clone().map(Box::new),
            account: link.account,
            template: settings.template,
            prefixes: around.template.map(|(slug, _)| slug).into_iter().chain([around.handle]).map(Box::from).collect(),
            preview: (!settings.preview.is_empty()).then(|| Box::new(settings.preview.clone())),
            targeting: (!settings.targeting.is_empty()).then(|| Box::new(settings.targeting.clone())),
            guard: guard(settings).map(Box::new),
            is_paused: settings.is_paused,
            expires_at: settings.expires_at,
            max_clicks: settings.max_clicks,
            expired: settings.expired_destination.as_ref().map(|url| Box::new(Href::new(url.url()))),
            append_click_id: settings.append_click_id,
            forward_query: settings.forward_query,
            web: number(web_fallback.unwrap_or(original)),
            untargeted: web_fallback.map(number),
            app,
            choices: choices.into(),
            ios,
            android,
        }
    }

    /// Every http or https address that it may send somebody to.
    pub fn addresses(&self) -> impl Iterator<Item = &Href> {
        self.choices.iter().map(|choice| &choice.href).chain(self.expired.as_deref())
    }

    /// What a page for visitors is called. The link's own name is its maker's business.
    #[must_use]
    pub fn public_title(&self) -> &str {
        self.preview.as_ref().and_then(|preview| preview.title.as_deref()).unwrap_or(self.code.as_str())
    }

    /// True where a visitor's country changes the decision.
    #[must_use]
    pub fn asks_country(&self) -> bool {
        self.targeting.as_ref().is_some_and(|rules| !rules.countries.is_empty())
    }

    /// The only destination, where everybody goes the same way.
    pub(crate) fn only(&self) -> Option<&Choice> {
        let [only] = &*self.choices else { return None };
        (!self.ios.opens_app && !self.android.opens_app).then_some(only)
    }

    /// Where those go whom the link is not for.
    pub(crate) fn for_others(&self) -> Option<&Choice> {
        self.untargeted.map(|number| self.choice(number))
    }

    /// Where visitors of a platform go: the app to try first, and the page. `is_in_app` is asked only where it matters.
    pub(crate) fn for_platform(&self, platform: Platform, is_in_app: impl FnOnce() -> bool) -> (Option<&Href>, &Choice) {
        let way = match platform {
            Platform::Ios => self.ios,
            Platform::Android => self.android,
            Platform::Web => return (None, self.choice(self.web)),
        };
        let number = if way.browser == way.in_app || !is_in_app() { way.browser } else { way.in_app };
        (self.app.as_deref().filter(|_| way.opens_app), self.choice(number))
    }

    fn choice(&self, number: u8) -> &Choice {
        &self.choices[usize::from(number)]
    }

    /// About how much memory the route takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let choices = self.choices.iter().map(|choice| size_of::<Choice>() + choice.href.as_str().len()).sum::<usize>();
        let texts = self.code.as_str().len() + self.prefixes.iter().map(|prefix| prefix.len() + 16).sum::<usize>();
        let hrefs = [&self.app, &self.expired].into_iter().flatten().map(|href| size_of::<Href>() + href.as_str().len()).sum::<usize>();
        let preview = self.preview.as_ref().map_or(0, |preview| {
            size_of::<Preview>()
                + [&preview.title, &preview.description, &preview.kind].into_iter().flatten().map(String::len).sum::<usize>()
        });
        let rules = self
            .targeting
            .as_ref()
            .map_or(0, |rules| size_of::<Targeting>() + rules.countries.len() * 2 + rules.languages.len() * 2 + rules.platforms.len());
        let guard = self.guard.as_deref().map_or(0, |guard| match guard {
            Guard::Lock(hash) => size_of::<Guard>() + hash.as_str().len(),
            Guard::Blocked | Guard::Warning => size_of::<Guard>(),
        });
        let domain = self.domain.as_ref().map_or(0, |domain| size_of::<Hostname>() + domain.as_str().len());
        size_of::<Self>() + domain + guard + choices + texts + hrefs + preview + rules
    }
}

/// What a link's own settings ask of visitors.
fn guard(settings: &LinkSettings) -> Option<Guard> {
    let warning = settings.warns.then_some(Guard::Warning);
    settings.lock.clone().map(Guard::Lock).or(warning)
}

/// A destination with what it is.
type Named<'a> = Option<(DestinationKind, &'a Destination)>;

fn kind(kind: DestinationKind, url: &Option<Destination>) -> Named<'_> {
    url.as_ref().map(|url| (kind, url))
}

/// The number of a choice, which joins the others where it is not yet among them. There are fewer kinds than a byte counts.
fn number_of(choices: &mut Vec<Choice>, kind: DestinationKind, link: &Link, destination: &Destination, tracking: Option<&str>) -> u8 {
    let known = choices.iter().position(|choice| choice.kind == kind);
    let number = known.unwrap_or_else(|| {
        let href = finished(link, destination);
        let href = match tracking.filter(|_| kind == DestinationKind::Profile) {
            Some(parameter) => href.with(parameter, link.code.as_str()),
            None => href,
        };
        choices.push(Choice { kind, href });
        choices.len() - 1
    });
    number as u8
}

/// Of a template only its three pages serve at redirect time; its app links were copied when the link was made.
fn stores_of(urls: &PlatformDestinations) -> PlatformDestinations {
    PlatformDestinations { ios_universal_link: None, android_app_link: None, ..urls.clone() }
}

fn finished(link: &Link, destination: &Destination) -> Href {
    let base = Href::new(destination.url()).filled(|name| known_of(link, name));
    let with_utm = link.settings.utm.pairs().fold(base, |href, (name, value)| href.with(name, value));
    link.settings.deep_link.query_pairs().fold(with_utm, |href, (name, value)| href.with(name, &value))
}

/// What a macro of a destination stands for, as far as the link itself knows.
fn known_of(link: &Link, name: &str) -> Option<String> {
    let own = || link.settings.utm.pairs().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned());
    if name == "link" { Some(link.code.to_string()) } else { own() }
}

fn app_href(link: &Link) -> Option<Href> {
    let deep_link = &link.settings.deep_link;
    let base = Href::app(deep_link.scheme.as_ref()?.as_str(), deep_link.path.as_deref().unwrap_or_default());
    Some(deep_link.query_pairs().fold(base, |href, (name, value)| href.with(name, &value)))
}

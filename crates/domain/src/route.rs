//! A link as the redirect needs it: every destination finished, so that a visit only chooses.

use crate::account::AccountId;
use crate::click::DestinationKind;
use crate::code::Code;
use crate::destination::Destination;
use crate::href::Href;
use crate::link::{Link, LinkId};
use crate::preview::Preview;
use crate::targeting::Targeting;
use crate::template::{PlatformDestinations, TemplateId};
use jiff::Timestamp;

/// Everything that [`crate::decide::decide`] asks of a link, compiled once when the link is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The link.
    pub link: LinkId,
    /// What was opened.
    pub code: Code,
    /// The account whose profile and handle went into this.
    pub account: AccountId,
    /// The template whose addresses and slug went into this.
    pub template: Option<TemplateId>,
    /// Segments that may stand before the code: the account's handle, the template's slug.
    pub prefixes: Vec<String>,
    /// True while it answers as if it did not exist.
    pub is_paused: bool,
    /// When it stops.
    pub expires_at: Option<Timestamp>,
    /// Where it leads afterwards.
    pub expired: Option<Href>,
    /// Whom it is for.
    pub targeting: Targeting,
    /// Where those go whom it is not for.
    pub untargeted: Option<Choice>,
    /// What fetchers of previews get, where the link says anything.
    pub preview: Preview,
    /// The page's title where the preview has none.
    pub title: String,
    /// For iOS.
    pub ios: Way,
    /// For Android.
    pub android: Way,
    /// For everybody else.
    pub web: Choice,
    /// Appends the click's id.
    pub append_click_id: bool,
    /// Passes the visitor's own query on.
    pub forward_query: bool,
}

/// A destination and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which of the link's destinations this is.
    pub kind: DestinationKind,
    /// The address with its parameters.
    pub href: Href,
}

/// How visitors of a mobile platform are sent on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The app's own address, tried first by a page that then goes on to a destination.
    pub app: Option<Href>,
    /// From a browser.
    pub browser: Choice,
    /// From a browser that an app embeds.
    pub in_app: Choice,
}

/// What a link borrows from its account and template when it is compiled.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The account's handle.
    pub handle: &'a str,
    /// The account's profile.
    pub profile: &'a Destination,
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
        let finish = |(kind, destination): (DestinationKind, &Destination)| Choice { kind, href: finished(link, destination) };
        let web_fallback = urls.web_fallback.as_ref().map(|url| (DestinationKind::WebFallback, url));
        let way = |store: Option<(DestinationKind, &Destination)>, app_link: Option<(DestinationKind, &Destination)>| Way {
            app: if app_link.is_some() { None } else { app_href(link) },
            browser: finish(app_link.or(store).or(web_fallback).unwrap_or(original)),
            in_app: finish(app_link.or(web_fallback).or(store).unwrap_or(original)),
        };
        Self {
            link: link.id,
            code: link.code.clone(),
            account: link.account,
            template: settings.template,
            prefixes: around.template.map(|(slug, _)| slug).into_iter().chain([around.handle]).map(str::to_owned).collect(),
            is_paused: settings.is_paused,
            expires_at: settings.expires_at,
            expired: settings.expired_destination.as_ref().map(|url| Href::new(url.url())),
            untargeted: web_fallback.map(finish),
            targeting: settings.targeting.clone(),
            preview: settings.preview.clone(),
            title: settings.name.as_ref().map_or(link.code.as_str(), |name| name.as_str()).to_owned(),
            ios: way(kind(DestinationKind::IosStore, &urls.ios_store), kind(DestinationKind::UniversalLink, &urls.ios_universal_link)),
            android: way(kind(DestinationKind::AndroidStore, &urls.android_store), kind(DestinationKind::AppLink, &urls.android_app_link)),
            web: finish(web_fallback.unwrap_or(original)),
            append_click_id: settings.append_click_id,
            forward_query: settings.forward_query,
        }
    }

    /// True where a visitor's country changes the decision.
    #[must_use]
    pub fn asks_country(&self) -> bool {
        !self.targeting.countries.is_empty()
    }
}

/// Of a template only its three pages serve at redirect time; its app links were copied when the link was made.
fn stores_of(urls: &PlatformDestinations) -> PlatformDestinations {
    PlatformDestinations { ios_universal_link: None, android_app_link: None, ..urls.clone() }
}

fn kind(kind: DestinationKind, url: &Option<Destination>) -> Option<(DestinationKind, &Destination)> {
    url.as_ref().map(|url| (kind, url))
}

fn finished(link: &Link, destination: &Destination) -> Href {
    let base = Href::new(destination.url());
    let with_utm = link.settings.utm.pairs().fold(base, |href, (name, value)| href.with(name, value));
    link.settings.deep_link.query_pairs().fold(with_utm, |href, (name, value)| href.with(name, &value))
}

fn app_href(link: &Link) -> Option<Href> {
    let deep_link = &link.settings.deep_link;
    let base = Href::app(deep_link.scheme.as_ref()?.as_str(), deep_link.path.as_deref().unwrap_or_default());
    Some(deep_link.query_pairs().fold(base, |href, (name, value)| href.with(name, &value)))
}

impl Route {
    /// About how much memory the route takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let choice = |choice: &Choice| choice.href.as_str().len();
        let way = |way: &Way| choice(&way.browser) + choice(&way.in_app) + way.app.as_ref().map_or(0, |app| app.as_str().len());
        let texts = self.title.len() + self.code.as_str().len() + self.prefixes.iter().map(|prefix| prefix.len() + 24).sum::<usize>();
        let preview =
            [&self.preview.title, &self.preview.description, &self.preview.kind].into_iter().flatten().map(String::len).sum::<usize>();
        let rules = self.targeting.countries.len() * 2 + self.targeting.languages.len() * 2 + self.targeting.platforms.len();
        size_of::<Self>() + way(&self.ios) + way(&self.android) + choice(&self.web) + texts + preview + rules
    }
}

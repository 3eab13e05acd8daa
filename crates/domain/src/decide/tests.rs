//! The table of decisions, and the laws that hold for every link and visit.

use super::*;
use crate::account::AccountId;
use crate::click::DestinationKind;
use crate::code::Code;
use crate::deep_link::{AppScheme, DeepLink};
use crate::destination::Destination;
use crate::link::{Link, LinkId, LinkSettings};
use crate::platform::Platform;
use crate::preview::Preview;
use crate::route::Surroundings;
use crate::snowflake::Snowflake;
use crate::targeting::{Country, Language, Targeting};
use crate::template::PlatformDestinations;
use crate::user::PasswordHash;
use crate::utm::Utm;
use crate::workspace::{UserId, WorkspaceId};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1";
const IPHONE_INSTAGRAM: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0";
const ANDROID: &str =
    "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36";
const DESKTOP: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";
const SLACK: &str = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";

fn url(text: &str) -> Option<Destination> {
    Some(Destination::parse(text).expect("a destination"))
}

fn settings() -> LinkSettings {
    LinkSettings { destination: url("https://shop.test/p"), ..LinkSettings::default() }
}

fn stores() -> PlatformDestinations {
    PlatformDestinations {
        ios_store: url("https://apps.test/ios"),
        android_store: url("https://apps.test/android"),
        ..PlatformDestinations::default()
    }
}

fn compiled(settings: LinkSettings) -> Route {
    let link = Link {
        id: LinkId(Snowflake::compose(1_700_000_000_000, 0, 0)),
        uuid: Uuid::nil(),
        workspace: WorkspaceId(Uuid::nil()),
        account: AccountId(Uuid::nil()),
        owner: UserId(Uuid::nil()),
        code: Code::custom("test").expect("a code"),
        settings,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    };
    let profile = Destination::parse("https://profile.test/me").expect("a destination");
    let template = PlatformDestinations { web_fallback: None, ..PlatformDestinations::default() };
    Route::compile(
        &link,
        Surroundings { handle: "me", profile: &profile, tracking_parameter: None, template: Some(("slug1234", &template)) },
    )
}

fn visit(user_agent: &str) -> Visit<'_> {
    Visit { at: Timestamp::UNIX_EPOCH, user_agent, accept_language: "en-GB,en;q=0.9", country: Country::parse("GB") }
}

fn card() -> Preview {
    Preview { title: Some("Card".to_owned()), ..Preview::default() }
}

fn lock() -> Option<PasswordHash> {
    Some(PasswordHash::stored("hash".to_owned()))
}

/// What a decision amounts to, in one line.
fn told(route: &Route, visit: &Visit<'_>) -> String {
    let address =
        |choice: &Choice| format!("{} {}", choice.kind.as_str(), route.location(choice, ClickId(Uuid::nil()), None, || "TOKEN".to_owned()));
    match decide(route, visit) {
        Decision::Redirect(choice) => address(choice),
        Decision::OpenApp { app, fallback } => format!("open {} else {}", app.as_str(), address(fallback)),
        Decision::Held(guard) => format!("held by {guard:?}"),
        Decision::ShowPreview => "preview".to_owned(),
        Decision::Expired(instead) => format!("expired {}", instead.map_or("-", crate::href::Href::as_str)),
        Decision::NotFound(why) => format!("{why:?}"),
    }
}

#[test]
fn decisions() {
    let web = url("https://shop.test/web");
    let app = DeepLink { scheme: AppScheme::parse("shop").ok(), path: Some("/p/1".to_owned()), ..DeepLink::default() };
    let with_web = PlatformDestinations { web_fallback: web.clone(), ..stores() };
    let universal = PlatformDestinations { ios_universal_link: url("https://app.test/u"), ..stores() };
    let play = PlatformDestinations {
        android_store: url("https://play.google.com/store/apps/details?id=com.shop"),
        ..PlatformDestinations::default()
    };
    let only = |text: &str| Targeting { countries: vec![Country::parse(text).expect("a country")], ..Targeting::default() };
    let german = Targeting { languages: vec![Language::parse("de").expect("a language")], ..Targeting::default() };
    let mobile = Targeting { platforms: vec![Platform::Ios, Platform::Android], ..Targeting::default() };
    let utm = Utm { source: Some("x".to_owned()), ..Utm::default() };
    let expired = Some(Timestamp::UNIX_EPOCH);
    let card = card();
    let parameters = serde_json::from_str(r#"{"id":7,"tab":"a b","none":null}"#).expect("an object");

    let s = settings;
    let cases: Vec<(&str, LinkSettings, &str, &str)> = vec![
        ("one destination for all", s(), IPHONE, "original https://shop.test/p"),
        ("no destination", LinkSettings::default(), DESKTOP, "profile https://profile.test/me"),
        ("ios store", LinkSettings { destinations: stores(), ..s() }, IPHONE, "ios_store https://apps.test/ios"),
        ("android store", LinkSettings { destinations: stores(), ..s() }, ANDROID, "android_store https://apps.test/android"),
        ("stores are not for desktops", LinkSettings { destinations: stores(), ..s() }, DESKTOP, "original https://shop.test/p"),
        ("store before web", LinkSettings { destinations: with_web.clone(), ..s() }, IPHONE, "ios_store https://apps.test/ios"),
        (
            "web before store in an app",
            LinkSettings { destinations: with_web.clone(), ..s() },
            IPHONE_INSTAGRAM,
            "web_fallback https://shop.test/web",
        ),
        (
            "store in an app without web",
            LinkSettings { destinations: stores(), ..s() },
            IPHONE_INSTAGRAM,
            "ios_store https://apps.test/ios",
        ),
        (
            "web fallback for desktops",
            LinkSettings { destinations: with_web.clone(), ..s() },
            DESKTOP,
            "web_fallback https://shop.test/web",
        ),
        (
            "universal link first",
            LinkSettings { destinations: universal.clone(), deep_link: app.clone(), ..s() },
            IPHONE,
            "universal_link https://app.test/u",
        ),
        (
            "scheme where the other platform has an app link",
            LinkSettings { destinations: universal, deep_link: app.clone(), ..s() },
            ANDROID,
            "open shop://p/1 else android_store https://apps.test/android",
        ),
        (
            "scheme with utm on the fallback",
            LinkSettings { deep_link: app.clone(), utm: utm.clone(), ..s() },
            IPHONE,
            "open shop://p/1 else original https://shop.test/p?utm_source=x",
        ),
        ("no scheme for desktops", LinkSettings { deep_link: app.clone(), ..s() }, DESKTOP, "original https://shop.test/p"),
        (
            "parameters",
            LinkSettings { deep_link: DeepLink { parameters, ..DeepLink::default() }, utm: utm.clone(), ..s() },
            DESKTOP,
            "original https://shop.test/p?utm_source=x&id=7&tab=a%20b",
        ),
        (
            "click id",
            LinkSettings { append_click_id: true, ..s() },
            DESKTOP,
            "original https://shop.test/p?lf_click=00000000-0000-0000-0000-000000000000",
        ),
        (
            "play store hands the token on",
            LinkSettings { destinations: play, utm, ..s() },
            ANDROID,
            "android_store https://play.google.com/store/apps/details?id=com.shop&utm_source=x&referrer=utm_source%3Dx%26lf_click%3DTOKEN",
        ),
        ("country", LinkSettings { targeting: only("GB"), ..s() }, DESKTOP, "original https://shop.test/p"),
        ("another country", LinkSettings { targeting: only("US"), ..s() }, DESKTOP, "Untargeted"),
        (
            "another country with a page",
            LinkSettings { targeting: only("US"), destinations: with_web, ..s() },
            IPHONE,
            "web_fallback https://shop.test/web",
        ),
        ("another language", LinkSettings { targeting: german, ..s() }, DESKTOP, "Untargeted"),
        ("another platform", LinkSettings { targeting: mobile.clone(), ..s() }, DESKTOP, "Untargeted"),
        ("the right platform", LinkSettings { targeting: mobile, ..s() }, ANDROID, "original https://shop.test/p"),
        ("expired at its instant", LinkSettings { expires_at: expired, ..s() }, DESKTOP, "expired -"),
        (
            "expired elsewhere",
            LinkSettings { expires_at: expired, expired_destination: url("https://over.test"), ..s() },
            DESKTOP,
            "expired https://over.test/",
        ),
        ("paused before expired", LinkSettings { expires_at: expired, is_paused: true, ..s() }, DESKTOP, "Paused"),
        ("card for a fetcher", LinkSettings { preview: card.clone(), ..s() }, SLACK, "preview"),
        ("a lock", LinkSettings { lock: lock(), ..s() }, DESKTOP, "held by Lock(PasswordHash)"),
        ("a lock before a warning", LinkSettings { lock: lock(), warns: true, ..s() }, DESKTOP, "held by Lock(PasswordHash)"),
        ("a warning", LinkSettings { warns: true, ..s() }, IPHONE, "held by Warning"),
        ("a warning before an app", LinkSettings { warns: true, deep_link: app.clone(), ..s() }, IPHONE, "held by Warning"),
        ("a lock on what is over", LinkSettings { lock: lock(), expires_at: expired, ..s() }, DESKTOP, "expired -"),
        (
            "a lock on what has moved",
            LinkSettings { lock: lock(), expires_at: expired, expired_destination: url("https://over.test"), ..s() },
            DESKTOP,
            "held by Lock(PasswordHash)",
        ),
        ("nothing to hold up", LinkSettings { warns: true, is_paused: true, ..s() }, DESKTOP, "Paused"),
        ("the card of a locked link", LinkSettings { lock: lock(), preview: card.clone(), ..s() }, SLACK, "preview"),
        ("no card", s(), SLACK, "original https://shop.test/p"),
        ("no card for people", LinkSettings { preview: card, ..s() }, DESKTOP, "original https://shop.test/p"),
    ];
    for (name, settings, agent, expected) in cases {
        assert_eq!(told(&compiled(settings), &visit(agent)), expected, "{name}");
    }
}

#[test]
fn past_its_guard_a_link_leads_where_it_would_without_one() {
    let moved = || LinkSettings { expires_at: Some(Timestamp::UNIX_EPOCH), expired_destination: url("https://over.test"), ..settings() };
    for plain in [settings(), moved()] {
        let locked = compiled(LinkSettings { lock: lock(), ..plain.clone() });
        let plain = compiled(plain);
        assert_eq!(decide_past_guard(&locked, &visit(DESKTOP)), decide(&plain, &visit(DESKTOP)));
        assert_eq!(locked.addresses().collect::<Vec<_>>(), plain.addresses().collect::<Vec<_>>());
    }
    let mut blocked = compiled(LinkSettings { preview: card(), ..settings() });
    blocked.guard = Some(Box::new(Guard::Blocked));
    for agent in [DESKTOP, SLACK] {
        assert_eq!(decide(&blocked, &visit(agent)), Decision::Held(&Guard::Blocked));
    }
}

#[test]
fn an_unknown_country_is_in_no_list() {
    let targeting = Targeting { countries: vec![Country::parse("GB").expect("a country")], ..Targeting::default() };
    let route = compiled(LinkSettings { targeting, ..settings() });
    assert!(route.asks_country());
    assert_eq!(decide(&route, &Visit { country: None, ..visit(DESKTOP) }), Decision::NotFound(Hidden::Untargeted));
}

#[test]
fn macros_say_what_the_link_and_the_click_know() {
    let settings = LinkSettings {
        destination: url("https://shop.test/?c={click_id}&l={link}&s={utm_source}&m={utm_medium}&t={utm_term}&o={other}"),
        utm: Utm { medium: Some("own one".to_owned()), ..Utm::default() },
        forward_query: true,
        ..LinkSettings::default()
    };
    let route = compiled(settings);
    let Decision::Redirect(choice) = decide(&route, &visit(DESKTOP)) else { panic!("a redirect") };
    let query = Some("utm_source=a%26b&utm_medium=theirs&x={click_id}");
    let location = route.location(choice, ClickId(Uuid::nil()), query, String::new);
    let nil = "00000000-0000-0000-0000-000000000000";
    let filled = format!("c={nil}&l=test&s=a%26b&m=own%20one&t=&o={{other}}&utm_medium=own%20one");
    assert_eq!(location, format!("https://shop.test/?{filled}&utm_source=a%26b&x={{click_id}}"));
}

prop_compose! {
    fn any_settings()(
        ios in any::<bool>(), android in any::<bool>(), web in any::<bool>(), universal in any::<bool>(), scheme in any::<bool>(), own in any::<bool>(),
        paused in proptest::bool::weighted(0.1), expired in proptest::bool::weighted(0.1), targeted in 0_usize..4, source in proptest::option::of("[a-z &=?#]{1,9}"),
    ) -> LinkSettings {
        LinkSettings {
            destination: own.then(|| url("https://shop.test/p?a=1#f")).flatten(),
            destinations: PlatformDestinations {
                ios_store: ios.then(|| url("https://apps.test/ios")).flatten(),
                android_store: android.then(|| url("https://apps.test/android")).flatten(),
                web_fallback: web.then(|| url("https://shop.test/web")).flatten(),
                ios_universal_link: universal.then(|| url("https://app.test/u")).flatten(),
                android_app_link: None,
            },
            deep_link: DeepLink { scheme: scheme.then(|| AppScheme::parse("shop").ok()).flatten(), ..DeepLink::default() },
            is_paused: paused,
            expires_at: expired.then_some(Timestamp::UNIX_EPOCH),
            targeting: Targeting { platforms: Platform::ALL[..targeted].to_vec(), ..Targeting::default() },
            utm: Utm { source, ..Utm::default() },
            ..LinkSettings::default()
        }
    }
}

proptest! {
    #[test]
    fn a_visitor_only_ever_reaches_an_address_of_the_link(settings in any_settings(), agent in prop::sample::select(vec![IPHONE, IPHONE_INSTAGRAM, ANDROID, DESKTOP, SLACK, ""])) {
        let hosts = ["shop.test", "apps.test", "app.test", "profile.test"];
        let route = compiled(settings.clone());
        let decision = decide(&route, &visit(agent));
        if let Decision::Redirect(choice) | Decision::OpenApp { fallback: choice, .. } = decision {
            let location = route.location(choice, ClickId(Uuid::nil()), Some("url=https://evil.test&to=//evil.test"), String::new);
            let location = url::Url::parse(&location).expect("an absolute URL");
            prop_assert!(hosts.contains(&location.host_str().unwrap_or_default()), "{location}");
            let sent = location.query_pairs().find(|(name, _)| name == "utm_source").map(|(_, value)| value.into_owned());
            prop_assert_eq!(sent, settings.utm.source);
            prop_assert!(!settings.is_paused && settings.expires_at.is_none());
        }
    }

    #[test]
    fn whoever_a_rule_excludes_gets_the_fallback_or_nothing(settings in any_settings(), agent in prop::sample::select(vec![IPHONE, ANDROID, DESKTOP])) {
        prop_assume!(!settings.is_paused && settings.expires_at.is_none());
        let route = compiled(settings.clone());
        let excluded = !settings.targeting.platforms.is_empty() && !settings.targeting.platforms.contains(&Platform::of(agent));
        match decide(&route, &visit(agent)) {
            Decision::Redirect(choice) if excluded => prop_assert_eq!(choice.kind, DestinationKind::WebFallback),
            Decision::NotFound(why) => prop_assert!(excluded && why == Hidden::Untargeted && settings.destinations.web_fallback.is_none()),
            decision => prop_assert!(!excluded, "{decision:?}"),
        }
    }
}

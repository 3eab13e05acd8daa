//! The demo's accounts and links: a few that everybody opens, and a long tail.

use super::Story;
use anyhow::Context as _;
use std::collections::HashMap;
use trackway_app::accounts::create::{NewAccount, create as create_account};
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::projects;
use trackway_domain::account::{AccountId, Handle};
use trackway_domain::audit::Doer;
use trackway_domain::code::Code;
use trackway_domain::cost::{Cost, CostModel};
use trackway_domain::destination::Destination;
use trackway_domain::link::{LinkId, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::targeting::Country;
use trackway_domain::text::{Description, Name, Tag};
use trackway_domain::utm::Utm;

/// A link, and how it is opened.
pub(super) struct DemoLink {
    pub(super) id: LinkId,
    /// How often, beside the others.
    pub(super) weight: f64,
    /// The day from which it is there.
    pub(super) since: i64,
    /// Where people come from.
    pub(super) referrer: Option<&'static str>,
    pub(super) utm: Utm,
    /// True where it leads to the app.
    pub(super) is_of_app: bool,
}

/// What is said of a link that has a name of its own.
struct Plan(&'static str, &'static str, &'static str, &'static str, &'static str, f64, i64, &'static [&'static str]);

/// Code, name, account, source, campaign, weight, first day, tags.
const PLANS: &[Plan] = &[
    Plan("link-in-bio", "Link in bio", "cooking", "instagram", "always-on", 30.0, 0, &["profile"]),
    Plan("newsletter", "Weekly newsletter", "cooking", "newsletter", "weekly", 14.0, 0, &["owned"]),
    Plan("summer-box", "Summer box", "cooking", "tiktok", "summer-box", 18.0, 24, &["campaign", "video"]),
    Plan("video-42", "Knife skills, part two", "cooking", "youtube", "knife-skills", 12.0, 8, &["video"]),
    Plan("podcast-7", "Guest on a podcast", "cooking", "podcast", "guest", 4.0, 40, &["guest"]),
    Plan("spring-sale", "Spring sale", "photography", "instagram", "spring-sale", 16.0, 3, &["campaign"]),
    Plan("presets", "Presets", "photography", "youtube", "presets", 11.0, 0, &["product"]),
    Plan("portfolio", "Portfolio", "photography", "linkedin", "always-on", 5.0, 0, &["profile"]),
    Plan("workshop", "Workshop in autumn", "photography", "newsletter", "workshop", 7.0, 52, &["campaign", "event"]),
    Plan("story-01", "Story of the first week", "photography", "instagram", "stories", 6.0, 12, &["story"]),
    Plan("get-the-app", "Get the app", "main", "website", "app-launch", 13.0, 15, &["app"]),
    Plan("app-search", "App, paid search", "main", "google", "app-launch", 9.0, 15, &["app", "paid"]),
    Plan("poster", "QR code on posters", "main", "poster", "street", 3.0, 30, &["offline"]),
];

/// What is paid for links, in US dollars: code, model, mills.
const COSTS: &[(&str, CostModel, i64)] = &[
    ("app-search", CostModel::PerClick, 420),
    ("summer-box", CostModel::PerSubscriber, 6_000),
    ("podcast-7", CostModel::Fixed, 450_000),
    ("poster", CostModel::Fixed, 1_900_000),
];

/// Projects: name, description, codes of their links.
const PROJECTS: &[(&str, &str, &[&str])] = &[
    ("App launch", "Whatever leads to the app", &["get-the-app", "app-search", "poster"]),
    ("Summer", "The box and what belongs to it", &["summer-box", "workshop"]),
];

/// How many links have no name of their own.
const TAIL: u32 = 60;

pub(super) async fn make(story: &Story) -> anyhow::Result<Vec<DemoLink>> {
    let main = trackway_app::accounts::find::default(&story.app, &story.actor()).await?.id;
    let cooking = account(story, "cooking", "Cooking", "DE").await?;
    let photography = account(story, "photography", "Photography", "US").await?;
    let by_name = |name: &str| match name {
        "cooking" => cooking,
        "photography" => photography,
        _ => main,
    };
    let template = story.app.store.templates().list(story.workspace.id).await?.into_iter().next().context("a default template")?.id;
    let mut project_of = HashMap::new();
    for (name, description, codes) in PROJECTS {
        story.clock.set(story.day(0));
        let made = projects::create::create(&story.app, &story.actor(), Name::parse(name)?, Description::parse(description).ok()).await?;
        project_of.extend(codes.iter().map(|code| (*code, made.id)));
    }
    let mut links = Vec::new();
    for Plan(code, name, handle, source, campaign, weight, since, tags) in PLANS {
        story.clock.set(story.day(*since));
        let settings = LinkSettings {
            name: Some(Name::parse(name)?),
            template: Some(template),
            destination: Some(Destination::parse(&format!("https://example.com/{handle}/{code}"))?),
            utm: utm(source, campaign),
            tags: tags.iter().filter_map(|tag| Tag::parse(tag).ok()).collect(),
            cost: cost(code)?,
            project: project_of.get(code).copied(),
            ..LinkSettings::default()
        };
        links.push(link(story, by_name(handle), CodeChoice::Custom(Code::custom(code)?), settings, (*weight, *since, source)).await?);
    }
    for number in 1..=TAIL {
        let since = i64::try_from(story.chance.below(80)).unwrap_or(0);
        story.clock.set(story.day(since));
        let source = ["instagram", "tiktok", "x", "newsletter", "youtube"][story.chance.below(5)];
        let settings = LinkSettings {
            name: Some(Name::parse(&format!("Post {number}"))?),
            template: Some(template),
            destination: Some(Destination::parse(&format!("https://example.com/posts/{number}"))?),
            utm: utm(source, "posts"),
            tags: Tag::parse("post").into_iter().collect(),
            is_archived: number % 15 == 0,
            is_paused: number % 22 == 0,
            ..LinkSettings::default()
        };
        let owner = [cooking, photography][story.chance.below(2)];
        // As in every long tail: the tenth is opened a tenth as often as the first.
        links.push(link(story, owner, CodeChoice::Random, settings, (6.0 / f64::from(number), since, source)).await?);
    }
    Ok(links)
}

async fn account(story: &Story, handle: &str, name: &str, country: &str) -> anyhow::Result<AccountId> {
    let new = NewAccount {
        handle: Handle::parse(handle)?,
        profile: Destination::parse(&format!("https://example.com/{handle}"))?,
        name: Some(Name::parse(name)?),
        email: None,
        country: Country::parse(country),
    };
    Ok(create_account(&story.app, story.workspace.id, Doer::CommandLine, new).await?.id)
}

async fn link(
    story: &Story,
    account: AccountId,
    code: CodeChoice,
    settings: LinkSettings,
    (weight, since, source): (f64, i64, &str),
) -> anyhow::Result<DemoLink> {
    let (utm, template) = (settings.utm.clone(), settings.template);
    let is_of_app = settings.tags.iter().any(|tag| tag.as_str() == "app");
    let new = NewLink { account: Some(account), template, code, settings, is_for_everybody: false };
    let view = create(&story.app, &story.actor(), new).await?;
    Ok(DemoLink { id: view.link.id, weight, since, referrer: referrer(source), utm, is_of_app })
}

fn cost(code: &str) -> anyhow::Result<Option<Cost>> {
    let said = COSTS.iter().find(|(of, ..)| *of == code);
    Ok(said.map(|(_, model, mills)| Cost::new(*model, Mills(*mills), Currency::USD)).transpose()?)
}

fn utm(source: &str, campaign: &str) -> Utm {
    let medium = match source {
        "google" => "cpc",
        "newsletter" => "email",
        "poster" => "qr",
        "website" | "podcast" => "referral",
        _ => "social",
    };
    Utm { source: Some(source.to_owned()), medium: Some(medium.to_owned()), campaign: Some(campaign.to_owned()), ..Utm::default() }
}

fn referrer(source: &str) -> Option<&'static str> {
    match source {
        "instagram" => Some("l.instagram.com"),
        "tiktok" => Some("www.tiktok.com"),
        "youtube" => Some("www.youtube.com"),
        "x" => Some("t.co"),
        "linkedin" => Some("www.linkedin.com"),
        "google" => Some("www.google.com"),
        "website" => Some("example.com"),
        _ => None,
    }
}

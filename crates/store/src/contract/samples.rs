//! What the cases put into a store. Everything is made from a number: equal numbers make equal things, greater ones newer things.

use super::people;
use crate::clicks::{Checkpoint, ClickRow};
use crate::workspaces::Founding;
use jiff::Timestamp;
use serde_json::json;
use std::num::NonZeroU32;
use std::sync::Arc;
use trackway_domain::account::{Account, AccountId, Handle};
use trackway_domain::agent::{Agent, UserAgent};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::code::Code;
use trackway_domain::conversion::{ConversionKind, IdempotencyKey, Report};
use trackway_domain::cost::{Cost, CostModel};
use trackway_domain::custom_domain::Hostname;
use trackway_domain::deep_link::{AppScheme, DeepLink};
use trackway_domain::destination::Destination;
use trackway_domain::key::{ApiKey, KeyId, KeyScope, KeyScopes};
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::platform::Platform;
use trackway_domain::preview::Preview;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::social::SocialPlatform;
use trackway_domain::targeting::{Country, Language, Targeting};
use trackway_domain::template::{PlatformDestinations, Slug, Template, TemplateId, TemplateSettings};
use trackway_domain::text::{Description, Name, Tag};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::user::PasswordHash;
use trackway_domain::utm::Utm;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::{UserId, Workspace, WorkspaceId};
use uuid::Uuid;

/// A workspace with account and template of its number. Only the first that a store is given comes to be.
pub(super) fn founding(number: u32) -> Founding {
    let (id, owner) = (WorkspaceId(uuid(1, number)), UserId(uuid(2, number)));
    let workspace = Workspace { id, name: name(&format!("Workspace {number}")), owner, created_at: at(number) };
    let account = Account { is_default: true, ..account(&workspace, number) };
    let template = Template { is_default: true, ..template(&workspace, number) };
    Founding { owner: people::owner(&workspace), workspace, account, template }
}

/// A workspace that is not the house's.
pub(super) fn stranger() -> WorkspaceId {
    WorkspaceId(uuid(1, 1))
}

pub(super) fn link(account: &Account, owner: UserId, number: u32) -> Link {
    Link {
        id: LinkId(Snowflake::compose(at(number).as_millisecond(), 0, 0)),
        uuid: uuid(5, number),
        workspace: account.workspace,
        account: account.id,
        owner,
        code: Code::stored(format!("code{number:04}")),
        settings: LinkSettings::default(),
        created_at: at(number),
        updated_at: at(number),
    }
}

pub(super) fn account(workspace: &Workspace, number: u32) -> Account {
    let handle = format!("creator-{number}");
    Account {
        id: AccountId(uuid(3, number)),
        number: Snowflake::compose(at(number).as_millisecond(), 1, 0),
        workspace: workspace.id,
        name: name(&handle),
        profile: destination(&format!("https://profile.example.com/{handle}")),
        handle: Handle::parse(&handle).expect("a handle"),
        tracking_parameter: None,
        email: None,
        country: None,
        is_default: false,
        created_at: at(number),
    }
}

pub(super) fn template(workspace: &Workspace, number: u32) -> Template {
    Template {
        id: TemplateId(uuid(4, number)),
        workspace: workspace.id,
        owner: workspace.owner,
        name: name(&format!("Template {number}")),
        slug: Slug::stored(format!("slug{number:04}")),
        description: None,
        is_default: false,
        settings: TemplateSettings::default(),
        created_at: at(number),
        updated_at: at(number),
    }
}

pub(super) fn key(workspace: &Workspace, number: u32) -> ApiKey {
    ApiKey {
        id: KeyId(uuid(6, number)),
        workspace: workspace.id,
        user: workspace.owner,
        name: name(&format!("Key {number}")),
        prefix: format!("tw_live_{number:04}"),
        hash: [number.to_le_bytes()[0]; 32],
        scopes: KeyScopes::new(vec![KeyScope::LinksRead]),
        created_at: at(number),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
    }
}

/// A user agent of which only the text is known.
pub(super) fn user_agent(text: &str) -> Arc<UserAgent> {
    Arc::new(UserAgent { text: text.into(), agent: Agent::default() })
}

/// A person's visit of a link, of which little is known.
pub(super) fn click(link: &Link, number: u32) -> ClickRow {
    ClickRow {
        id: ClickId(Uuid::from_u128(8 << 120 | u128::from(link.id.0.to_i64().unsigned_abs()) << 32 | u128::from(number))),
        link: link.id,
        at: at(number),
        traffic: TrafficClass::Human,
        destination: DestinationKind::Original,
        platform: Platform::Web,
        signals: Signals::default(),
        is_datacenter: false,
        address: None,
        place: Arc::default(),
        language: None,
        referrer: None,
        user_agent: user_agent("Mozilla/5.0"),
        visitor: None,
        utm: Utm::default(),
        metadata: Vec::new(),
    }
}

/// A claim by somebody who says that a link brought him; what else he did is for the case to say.
pub(super) fn report(number: u32, who: &str, link: &Link) -> Report {
    let external_id = ExternalId::parse(who).ok();
    Report {
        kind: ConversionKind::Claim,
        person: external_id.map(|external_id| Identity { external_id, profile: Profile::default() }),
        click: None,
        link: Some(link.id),
        account: None,
        occurred_at: Some(at(number)),
        amount: None,
        name: None,
        data: None,
        refunds: None,
        key: IdempotencyKey::parse(&format!("key {number}")).expect("a key"),
    }
}

/// A step of a journal segment, from one byte to another.
pub(super) fn step(segment: u32, from: u64, to: u64) -> Checkpoint {
    Checkpoint { segment: uuid(7, segment), from, to }
}

/// Settings with nothing left out.
pub(super) fn full_settings(template: TemplateId) -> LinkSettings {
    LinkSettings {
        name: Some(name("Spring – «Été» 日本 🎆")),
        description: Some(Description::parse("Two\nlines, a \\ and a 'quote'").expect("a description")),
        template: Some(template),
        project: None,
        destination: Some(destination("https://shop.example.com/ünï?q=日本#top")),
        destinations: full_destinations(),
        deep_link: full_deep_link(),
        window: AttributionWindow::from_hours(2_160).ok(),
        utm: full_utm(),
        targeting: full_targeting(),
        preview: Preview {
            title: Some("Title".to_owned()),
            description: Some(String::new()),
            image: Some(destination("https://images.example.com/1.png")),
            kind: Some("website".to_owned()),
        },
        social_platform: SocialPlatform::Tiktok,
        external_user_id: Some("user-1".to_owned()),
        append_click_id: true,
        forward_query: true,
        is_paused: true,
        is_archived: true,
        expires_at: Some(at(1_000_000)),
        max_clicks: NonZeroU32::new(500),
        expired_destination: Some(destination("https://example.com/over")),
        domain: Hostname::parse("go.example.org").ok(),
        lock: Some(PasswordHash::stored("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned())),
        warns: true,
        tags: vec![tag("a tag"), tag("été"), tag("50%")],
        cost: Cost::new(CostModel::PerClick, Mills(1_234_567), Currency::USD).ok(),
    }
}

pub(super) fn full_template_settings() -> TemplateSettings {
    TemplateSettings {
        destinations: full_destinations(),
        window: Some(AttributionWindow::DEFAULT),
        deep_link: full_deep_link(),
        utm: full_utm(),
        targeting: full_targeting(),
        expires_after_days: Some(30),
    }
}

fn full_destinations() -> PlatformDestinations {
    PlatformDestinations {
        ios_store: Some(destination("https://ios.example.com/store")),
        android_store: Some(destination("https://android.example.com/store")),
        web_fallback: Some(destination("https://web.example.com/")),
        ios_universal_link: Some(destination("https://ios.example.com/open")),
        android_app_link: Some(destination("https://android.example.com/open")),
    }
}

fn full_deep_link() -> DeepLink {
    let parameters = json!({"zeta": 1, "alpha": [true, null, 1.5, {"deep": "\u{0}"}], "big": u64::MAX, "": "", "ключ": "🎆"});
    DeepLink {
        scheme: AppScheme::parse("myshop").ok(),
        path: Some("/product/1".to_owned()),
        parameters: parameters.as_object().expect("an object").clone(),
    }
}

fn full_targeting() -> Targeting {
    Targeting {
        countries: ["DE", "US"].into_iter().filter_map(Country::parse).collect(),
        languages: ["pt", "de"].into_iter().filter_map(Language::parse).collect(),
        platforms: Platform::ALL.to_vec(),
    }
}

pub(super) fn full_utm() -> Utm {
    Utm::from_values(["newsletter", "e-mail", "spring & fall", "tenis сине", "«b»"].map(|value| Some(value.to_owned())))
}

/// An instant, to the millisecond.
pub(super) fn at(seconds: u32) -> Timestamp {
    Timestamp::from_millisecond(1_774_066_125_123 + 1_000 * i64::from(seconds)).expect("a time")
}

pub(super) fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub(super) fn named(text: &str) -> LinkSettings {
    LinkSettings { name: Some(name(text)), ..LinkSettings::default() }
}

pub(super) fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("a tag")
}

pub(super) fn destination(text: &str) -> Destination {
    Destination::parse(text).expect("a URL")
}

/// The id of the thing of that kind and number.
pub(super) fn uuid(kind: u8, number: u32) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 96 | u128::from(number))
}

//! Samples for tests that show one thing and need no store.

use jiff::Timestamp;
use std::sync::Arc;
use trackway_domain::account::{Account, AccountId, Handle};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::Name;
use trackway_domain::totals::LinkTotals;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::clicks::ClickRow;
use trackway_store::links::LinkView;
use uuid::Uuid;

/// A person's click on a link, of which little is known.
#[must_use]
pub fn click(id: ClickId, link: LinkId, at: Timestamp) -> ClickRow {
    ClickRow {
        id,
        link,
        at,
        traffic: TrafficClass::Human,
        destination: DestinationKind::Profile,
        platform: Platform::Web,
        signals: Signals::default(),
        is_datacenter: false,
        address: None,
        place: Arc::default(),
        language: None,
        referrer: None,
        user_agent: Arc::default(),
        visitor: None,
        utm: Utm::default(),
        metadata: Vec::new(),
    }
}

/// A link of `alice`, code `fv-123456`, as it is shown.
///
/// # Panics
/// Never: its parts are good.
#[must_use]
pub fn link_view(settings: LinkSettings, totals: LinkTotals) -> LinkView {
    let (at, uuid) = (Timestamp::from_millisecond(1_774_066_125_007).expect("a time"), Uuid::from_u128(7));
    let profile = Destination::parse("https://profile.example.com/alice").expect("a URL");
    let account = Account {
        id: AccountId(uuid),
        number: Snowflake::from_i64(720_000_000_000_000_001),
        workspace: WorkspaceId(uuid),
        handle: Handle::parse("alice").expect("a handle"),
        name: Name::parse("Alice").expect("a name"),
        profile,
        tracking_parameter: None,
        email: None,
        country: None,
        is_default: false,
        created_at: at,
    };
    let link = Link {
        id: LinkId(Snowflake::from_i64(891_590_606_160_134_147)),
        uuid,
        workspace: WorkspaceId(uuid),
        account: account.id,
        owner: UserId(uuid),
        code: Code::stored("fv-123456".to_owned()),
        settings,
        created_at: at,
        updated_at: at,
    };
    LinkView { link, account, template_slug: None, totals }
}

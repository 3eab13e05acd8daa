//! The row of a link.

use crate::row::{Row, short_utm, targeting, targeting_with_devices, time, utm, with_twins};
use serde::Serialize;
use serde_json::{Map, Value};
use std::num::NonZeroU32;
use trackway_app::App;
use trackway_app::links::guarded::is_blocked;
use trackway_domain::account::AccountId;
use trackway_domain::cost::Cost;
use trackway_domain::custom_domain::Hostname;
use trackway_domain::deep_link::AppScheme;
use trackway_domain::destination::Destination;
use trackway_domain::project::ProjectId;
use trackway_domain::template::{Slug, TemplateId};
use trackway_domain::text::{Description, Name, Tag};
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::links::LinkView;
use utoipa::ToSchema;
use uuid::Uuid;

/// A link as clients see it.
pub(crate) fn row(app: &App, view: &LinkView) -> Row {
    let mut row = with_twins(LinkRow::new(app, view));
    // These two are not just spelt differently in camel case.
    row.insert("utmParameters".to_owned(), short_utm(&view.link.settings.utm).into());
    row.insert("targetingRules".to_owned(), targeting_with_devices(&view.link.settings.targeting).into());
    row
}

/// The keys in their documented order.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkRow<'a> {
    id: Uuid,
    short_code: &'a str,
    short_url: String,
    #[schema(value_type = Uuid)]
    user_id: UserId,
    #[schema(value_type = Uuid)]
    organization_id: WorkspaceId,
    #[schema(value_type = Option<Uuid>)]
    project_id: Option<ProjectId>,
    #[schema(value_type = Option<Uuid>)]
    template_id: Option<TemplateId>,
    original_url: &'a str,
    title: Option<&'a str>,
    description: Option<&'a str>,
    ios_url: Option<&'a str>,
    android_url: Option<&'a str>,
    web_fallback_url: Option<&'a str>,
    attribution_window_hours: u16,
    #[schema(value_type = Object)]
    utm_parameters: Row,
    #[schema(value_type = Object)]
    targeting_rules: Row,
    is_active: bool,
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    ios_app_store_url: Option<&'a str>,
    android_app_store_url: Option<&'a str>,
    app_scheme: Option<&'a str>,
    ios_universal_link: Option<&'a str>,
    android_app_link: Option<&'a str>,
    deep_link_path: Option<&'a str>,
    #[schema(value_type = Object)]
    deep_link_parameters: &'a Map<String, Value>,
    og_title: Option<&'a str>,
    og_description: Option<&'a str>,
    og_image_url: Option<&'a str>,
    og_type: Option<&'a str>,
    append_click_id: bool,
    template_slug: Option<&'a str>,
    click_count: u64,
    #[schema(value_type = Uuid)]
    account_id: AccountId,
    external_user_id: Option<&'a str>,
    expired_url: Option<&'a str>,
    #[schema(value_type = Option<u32>)]
    max_clicks: Option<NonZeroU32>,
    forward_query: bool,
    #[schema(inline)]
    cost: Option<CostRow<'a>>,
    tags: Vec<&'a str>,
    archived: bool,
    is_archived: bool,
    domain: Option<&'a str>,
    has_password: bool,
    warn_before_leaving: bool,
    is_blocked: bool,
}

/// A price as it is shown: a decimal as text.
#[derive(Serialize, ToSchema)]
struct CostRow<'a> {
    model: &'static str,
    amount: String,
    currency: &'a str,
}

impl<'a> CostRow<'a> {
    fn of(cost: &'a Cost) -> Self {
        Self { model: cost.model.as_str(), amount: cost.amount.to_string(), currency: cost.currency.as_str() }
    }
}

impl<'a> LinkRow<'a> {
    fn new(app: &App, view: &'a LinkView) -> Self {
        let LinkView { link, account, template_slug, totals } = view;
        let settings = &link.settings;
        let (destinations, deep_link, preview) = (&settings.destinations, &settings.deep_link, &settings.preview);
        let url = |url: &'a Option<Destination>| url.as_ref().map(Destination::as_str);
        Self {
            id: link.uuid,
            short_code: link.code.as_str(),
            short_url: app.short_url_of(view),
            user_id: link.owner,
            organization_id: link.workspace,
            project_id: settings.project,
            template_id: settings.template,
            original_url: settings.destination.as_ref().unwrap_or(&account.profile).as_str(),
            title: settings.name.as_ref().map(Name::as_str),
            description: settings.description.as_ref().map(Description::as_str),
            ios_url: url(&destinations.ios_store),
            android_url: url(&destinations.android_store),
            web_fallback_url: url(&destinations.web_fallback),
            attribution_window_hours: settings.effective_window().unwrap_or(AttributionWindow::MAX).hours(),
            utm_parameters: utm(&settings.utm),
            targeting_rules: targeting(&settings.targeting),
            is_active: !settings.is_paused,
            expires_at: settings.expires_at.map(time),
            created_at: time(link.created_at),
            updated_at: time(link.updated_at),
            ios_app_store_url: url(&destinations.ios_store),
            android_app_store_url: url(&destinations.android_store),
            app_scheme: deep_link.scheme.as_ref().map(AppScheme::as_str),
            ios_universal_link: url(&destinations.ios_universal_link),
            android_app_link: url(&destinations.android_app_link),
            deep_link_path: deep_link.path.as_deref(),
            deep_link_parameters: &deep_link.parameters,
            og_title: preview.title.as_deref(),
            og_description: preview.description.as_deref(),
            og_image_url: url(&preview.image),
            og_type: preview.kind.as_deref(),
            append_click_id: settings.append_click_id,
            template_slug: template_slug.as_ref().map(Slug::as_str),
            click_count: totals.clicks,
            account_id: link.account,
            external_user_id: settings.external_user_id.as_deref(),
            expired_url: url(&settings.expired_destination),
            max_clicks: settings.max_clicks,
            forward_query: settings.forward_query,
            cost: settings.cost.as_ref().map(CostRow::of),
            tags: settings.tags.iter().map(Tag::as_str).collect(),
            archived: settings.is_archived,
            is_archived: settings.is_archived,
            domain: settings.domain.as_ref().map(Hostname::as_str),
            has_password: settings.lock.is_some(),
            warn_before_leaving: settings.warns,
            is_blocked: is_blocked(app, view),
        }
    }
}

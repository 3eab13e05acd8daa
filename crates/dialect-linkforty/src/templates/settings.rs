//! The defaults that a template holds, as clients write and read them.

use crate::fields::{Fields, Parsed};
use crate::patch::{Patch, Reading};
use crate::row::{Row, short_utm, targeting_with_devices};
use crate::values::{named, optional_url, parameters, targeting, text, utm, whole, window};
use serde::Serialize;
use serde_json::{Map, Value};
use trackway_domain::deep_link::AppScheme;
use trackway_domain::destination::Destination;
use trackway_domain::template::TemplateSettings;
use trackway_domain::window::AttributionWindow;
use utoipa::ToSchema;

/// Longest life of a link that a template may set, in days.
const MAX_DAYS: u16 = 36_500;

/// Reads the defaults that are there.
pub(crate) fn read(value: &Value) -> Parsed<Patch<TemplateSettings>> {
    let mut fields = Fields::of(value)?;
    let mut patch = Reading::<TemplateSettings>::new(&mut fields);
    patch.field(&["defaultIosUrl", "defaultIosAppStoreUrl"], optional_url, |all, url| all.destinations.ios_store = url);
    patch.field(&["defaultAndroidUrl", "defaultAndroidAppStoreUrl"], optional_url, |all, url| all.destinations.android_store = url);
    patch.field(&["defaultWebFallbackUrl"], optional_url, |all, url| all.destinations.web_fallback = url);
    patch.field(&["defaultIosUniversalLink"], optional_url, |all, url| all.destinations.ios_universal_link = url);
    patch.field(&["defaultAndroidAppLink"], optional_url, |all, url| all.destinations.android_app_link = url);
    patch.field(&["defaultAttributionWindowHours"], window, |all, window| all.window = window);
    patch.field(&["defaultAppScheme"], named(AppScheme::parse), |all, scheme| all.deep_link.scheme = scheme);
    patch.field(&["defaultDeepLinkPath"], text(2_000), |all, path| all.deep_link.path = path);
    patch.field(&["defaultDeepLinkParameters"], parameters, |all, values| all.deep_link.parameters = values.unwrap_or_default());
    patch.field(&["utmParameters"], utm, |all, utm| all.utm = utm.unwrap_or_default());
    patch.field(&["targetingRules"], targeting, |all, rules| all.targeting = rules.unwrap_or_default());
    patch.field(&["expiresAfterDays"], whole(1..=MAX_DAYS), |all, days| all.expires_after_days = days);
    let patch = patch.patch();
    fields.finish(Some(patch))
}

/// The defaults as clients see them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsRow<'a> {
    default_ios_url: Option<&'a str>,
    default_ios_app_store_url: Option<&'a str>,
    default_android_url: Option<&'a str>,
    default_android_app_store_url: Option<&'a str>,
    default_web_fallback_url: Option<&'a str>,
    default_attribution_window_hours: Option<u16>,
    default_app_scheme: Option<&'a str>,
    default_ios_universal_link: Option<&'a str>,
    default_android_app_link: Option<&'a str>,
    default_deep_link_path: Option<&'a str>,
    #[schema(value_type = Object)]
    default_deep_link_parameters: &'a Map<String, Value>,
    #[schema(value_type = Object)]
    utm_parameters: Row,
    #[schema(value_type = Object)]
    targeting_rules: Row,
    expires_after_days: Option<u16>,
}

impl<'a> From<&'a TemplateSettings> for SettingsRow<'a> {
    fn from(settings: &'a TemplateSettings) -> Self {
        let TemplateSettings { destinations, window, deep_link, utm, targeting, expires_after_days } = settings;
        let url = |url: &'a Option<Destination>| url.as_ref().map(Destination::as_str);
        Self {
            default_ios_url: url(&destinations.ios_store),
            default_ios_app_store_url: url(&destinations.ios_store),
            default_android_url: url(&destinations.android_store),
            default_android_app_store_url: url(&destinations.android_store),
            default_web_fallback_url: url(&destinations.web_fallback),
            default_attribution_window_hours: window.map(AttributionWindow::hours),
            default_app_scheme: deep_link.scheme.as_ref().map(AppScheme::as_str),
            default_ios_universal_link: url(&destinations.ios_universal_link),
            default_android_app_link: url(&destinations.android_app_link),
            default_deep_link_path: deep_link.path.as_deref(),
            default_deep_link_parameters: &deep_link.parameters,
            utm_parameters: short_utm(utm),
            targeting_rules: targeting_with_devices(targeting),
            expires_after_days: *expires_after_days,
        }
    }
}

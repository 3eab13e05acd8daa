//! The defaults that a template holds, as clients write and read them.

use crate::fields::{Fields, Parsed};
use crate::row::{Row, short_utm, targeting_with_devices};
use crate::values::{named, parameters, targeting, text, url, utm, whole, window};
use serde::Serialize;
use serde_json::{Map, Value};
use trackway_domain::deep_link::{AppScheme, DeepLink};
use trackway_domain::destination::Destination;
use trackway_domain::template::{PlatformDestinations, TemplateSettings};
use trackway_domain::window::AttributionWindow;

/// Longest life of a link that a template may set, in days.
const MAX_DAYS: u16 = 36_500;

/// Reads the defaults.
pub(crate) fn read(value: &Value) -> Parsed<TemplateSettings> {
    let mut fields = Fields::of(value)?;
    let settings = TemplateSettings {
        destinations: PlatformDestinations {
            ios_store: fields.one(&["defaultIosUrl", "defaultIosAppStoreUrl"], url),
            android_store: fields.one(&["defaultAndroidUrl", "defaultAndroidAppStoreUrl"], url),
            web_fallback: fields.one(&["defaultWebFallbackUrl"], url),
            ios_universal_link: fields.one(&["defaultIosUniversalLink"], url),
            android_app_link: fields.one(&["defaultAndroidAppLink"], url),
        },
        window: fields.one(&["defaultAttributionWindowHours"], window),
        deep_link: DeepLink {
            scheme: fields.one(&["defaultAppScheme"], named(AppScheme::parse)),
            path: fields.one(&["defaultDeepLinkPath"], text(2_000)),
            parameters: fields.one(&["defaultDeepLinkParameters"], parameters).unwrap_or_default(),
        },
        utm: fields.one(&["utmParameters"], utm).unwrap_or_default(),
        targeting: fields.one(&["targetingRules"], targeting).unwrap_or_default(),
        expires_after_days: fields.one(&["expiresAfterDays"], whole(1..=MAX_DAYS)),
    };
    fields.finish(Some(settings))
}

/// The defaults as clients see them.
#[derive(Serialize)]
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
    default_deep_link_parameters: &'a Map<String, Value>,
    utm_parameters: Row,
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

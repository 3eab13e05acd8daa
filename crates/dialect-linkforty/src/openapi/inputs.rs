//! What clients send, by name. A test holds these against what is read.

use serde_json::{Value, json};
use trackway_domain::cost::CostModel;
use trackway_domain::key::KeyScope;
use trackway_domain::platform::Platform;
use trackway_domain::user::Password;
use trackway_domain::utm::Utm;
use trackway_domain::webhook::{WebhookEvent, WebhookSettings};
use trackway_web::openapi::schema::{any_object, flag, format, list, object, one_of, or_null, text, text_up_to, whole};

/// A name, and the schemas of the fields under it.
type Fields = Vec<(&'static str, Value)>;

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("LinkInput", object(&link(), &["templateId"])),
        ("LinkChange", object(&link(), &[])),
        ("TemplateInput", object(&template(), &["name"])),
        ("TemplateChange", object(&template(), &[])),
        ("ProjectInput", object(&project(), &["name"])),
        ("AppConfigChange", object(&app_config(), &[])),
        ("DomainInput", object(&[("host", text_up_to(240))], &["host"])),
        ("KeyInput", object(&key(), &["name"])),
        ("WebhookInput", object(&webhook(), &["name", "url", "events"])),
        ("WebhookChange", object(&webhook(), &[])),
        ("SecretRotation", object(&[("overlapHours", or_null(whole(0, 168)))], &[])),
        ("SimulateInput", object(&simulate(), &["linkId"])),
        ("PreviewInput", preview()),
    ]
}

pub(super) fn link() -> Fields {
    let url = || or_null(format("uri"));
    vec![
        ("templateId", format("uuid")),
        ("projectId", or_null(format("uuid"))),
        ("originalUrl", format("uri")),
        ("title", or_null(text_up_to(255))),
        ("description", or_null(text_up_to(2_000))),
        ("iosUrl", url()),
        ("iosAppStoreUrl", url()),
        ("androidUrl", url()),
        ("androidAppStoreUrl", url()),
        ("webFallbackUrl", url()),
        ("iosUniversalLink", url()),
        ("androidAppLink", url()),
        ("appScheme", or_null(json!({"type": "string", "pattern": "^[a-z][a-z0-9+.-]*$"}))),
        ("deepLinkPath", or_null(text_up_to(2_000))),
        ("deepLinkParameters", or_null(any_object())),
        ("attributionWindowHours", or_null(whole(1, 2_160))),
        ("utmParameters", or_null(utm())),
        ("targetingRules", or_null(targeting())),
        ("expiresAt", or_null(format("date-time"))),
        ("ogTitle", or_null(text_up_to(500))),
        ("ogDescription", or_null(text_up_to(2_000))),
        ("ogImageUrl", url()),
        ("ogType", or_null(text_up_to(255))),
        ("externalUserId", or_null(text_up_to(255))),
        ("appendClickId", or_null(flag())),
        ("isActive", or_null(flag())),
        ("expiredUrl", url()),
        ("maxClicks", or_null(whole(1, u32::MAX.into()))),
        ("forwardQuery", or_null(flag())),
        ("cost", or_null(cost())),
        ("tags", or_null(list(text_up_to(64)))),
        ("archived", or_null(flag())),
        ("isArchived", or_null(flag())),
        ("domain", or_null(text_up_to(240))),
        ("password", or_null(json!({"type": "string", "minLength": Password::LINK_MIN, "maxLength": Password::MAX}))),
        ("warnBeforeLeaving", or_null(flag())),
        ("customCode", or_null(json!({"type": "string", "pattern": "^[A-Za-z0-9_-]{4,30}$"}))),
        ("accountId", or_null(format("uuid"))),
    ]
}

pub(super) fn template() -> Fields {
    vec![
        ("name", text_up_to(255)),
        ("description", or_null(text_up_to(2_000))),
        ("isDefault", or_null(flag())),
        ("settings", or_null(object(&settings(), &[]))),
    ]
}

pub(super) fn settings() -> Fields {
    let url = || or_null(format("uri"));
    vec![
        ("defaultIosUrl", url()),
        ("defaultIosAppStoreUrl", url()),
        ("defaultAndroidUrl", url()),
        ("defaultAndroidAppStoreUrl", url()),
        ("defaultWebFallbackUrl", url()),
        ("defaultIosUniversalLink", url()),
        ("defaultAndroidAppLink", url()),
        ("defaultAttributionWindowHours", or_null(whole(1, 2_160))),
        ("defaultAppScheme", or_null(text_up_to(64))),
        ("defaultDeepLinkPath", or_null(text_up_to(2_000))),
        ("defaultDeepLinkParameters", or_null(any_object())),
        ("utmParameters", or_null(utm())),
        ("targetingRules", or_null(targeting())),
        ("expiresAfterDays", or_null(whole(1, 36_500))),
    ]
}

pub(super) fn project() -> Fields {
    vec![("name", text_up_to(255)), ("description", or_null(text_up_to(2_000)))]
}

pub(super) fn app_config() -> Fields {
    let url = || or_null(format("uri"));
    vec![
        ("appScheme", or_null(text_up_to(64))),
        ("iosTeamId", or_null(json!({"type": "string", "pattern": "^[A-Z0-9]{10}$"}))),
        ("iosBundleId", or_null(text_up_to(155))),
        ("androidPackageName", or_null(text_up_to(255))),
        ("androidSha256Fingerprints", or_null(list(text_up_to(95)))),
        ("iosAppStoreUrl", url()),
        ("iosUrl", url()),
        ("androidAppStoreUrl", url()),
        ("androidUrl", url()),
        ("webFallbackUrl", url()),
    ]
}

pub(super) fn key() -> Fields {
    let scopes = list(one_of(&KeyScope::ALL.map(KeyScope::as_str)));
    vec![("name", text_up_to(255)), ("scopes", or_null(scopes)), ("expiresAt", or_null(format("date-time")))]
}

pub(super) fn webhook() -> Fields {
    let headers = json!({"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 20});
    vec![
        ("name", text_up_to(255)),
        ("url", format("uri")),
        ("events", list(one_of(&WebhookEvent::ALL.map(WebhookEvent::as_str)))),
        ("headers", or_null(headers)),
        ("retryCount", or_null(whole(1, 10))),
        ("timeoutMs", or_null(whole(1_000, 60_000))),
        ("clickBatchSize", or_null(whole(1, WebhookSettings::MOST_CLICKS_AT_ONCE.into()))),
        ("isActive", or_null(flag())),
    ]
}

pub(super) fn simulate() -> Fields {
    [vec![("linkId", text())], visitor()].concat()
}

fn preview() -> Value {
    let visitors = json!({"type": "array", "items": object(&visitor(), &[]), "maxItems": 20});
    object(&[link(), vec![("visitors", visitors)]].concat(), &["templateId", "visitors"])
}

fn visitor() -> Fields {
    vec![
        ("deviceType", or_null(one_of(&["ios", "android", "web", "desktop", "other"]))),
        ("userAgent", or_null(text_up_to(2_000))),
        ("country", or_null(text_up_to(2))),
        ("language", or_null(text_up_to(64))),
        ("ipAddress", or_null(text())),
    ]
}

fn cost() -> Value {
    let price = json!({"anyOf": [text(), {"type": "number", "minimum": 0}]});
    object(&[("model", one_of(&CostModel::ALL.map(CostModel::as_str))), ("amount", price), ("currency", text())], &["model", "amount"])
}

fn utm() -> Value {
    let fields = Utm::NAMES.map(|name| (name, or_null(text_up_to(Utm::MAX))));
    let short = Utm::NAMES.map(|name| (crate::values::short(name), or_null(text_up_to(Utm::MAX))));
    object(&[fields, short].concat(), &[])
}

fn targeting() -> Value {
    let platforms = || or_null(list(one_of(&Platform::ALL.map(Platform::as_str))));
    let codes = || or_null(list(json!({"type": "string", "pattern": "^[A-Za-z]{2}$"})));
    object(&[("countries", codes()), ("languages", codes()), ("platforms", platforms()), ("devices", platforms())], &[])
}

//! What clients get, by name: schemas out of the rows themselves.

use crate::domains::row::DomainRow;
use crate::keys::row::KeyRow;
use crate::links::row::LinkRow;
use crate::projects::row::ProjectRow;
use crate::row::camel;
use crate::templates::row::TemplateRow;
use crate::webhooks::delivery_row::DeliveryRow;
use crate::webhooks::row::WebhookRow;
use crate::workspaces::app_config::AppConfigRow;
use crate::workspaces::row::WorkspaceRow;
use serde_json::{Map, Value, json};
use trackway_web::openapi::schema::{any_object, flag, format, list, named, object, or_null, row, text, whole};
use utoipa::PartialSchema;

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("Link", twins::<LinkRow<'_>>(None)),
        ("Template", twins::<TemplateRow<'_>>(None)),
        ("Project", twins::<ProjectRow<'_>>(None)),
        ("Workspace", twins::<WorkspaceRow<'_>>(None)),
        ("AppConfig", twins::<AppConfigRow<'_>>(None)),
        ("Domain", twins::<DomainRow<'_>>(None)),
        ("Key", twins::<KeyRow<'_>>(None)),
        ("NewKey", twins::<KeyRow<'_>>(Some("key"))),
        ("Webhook", twins::<WebhookRow<'_>>(None)),
        ("NewWebhook", twins::<WebhookRow<'_>>(Some("secret"))),
        ("RotatedWebhook", rotated()),
        ("Delivery", twins::<DeliveryRow<'_>>(None)),
        (
            "TestSent",
            object(&[("success", flag()), ("message", text()), ("delivery", named("Delivery"))], &["success", "message", "delivery"]),
        ),
        ("Success", object(&[("success", flag())], &["success"])),
        ("Created", outcome("created", Some(("links", list(named("Link")))))),
        ("Updated", outcome("updated", None)),
        ("Deleted", outcome("deleted", None)),
        ("Report", report()),
        ("Ticket", object(&[("token", text()), ("expiresAt", format("date-time"))], &["token", "expiresAt"])),
        ("Failure", failure()),
    ]
}

/// A row with the camel-case twins of its keys, and perhaps a secret that is shown once.
fn twins<T: PartialSchema>(secret: Option<&str>) -> Value {
    let mut schema = row::<T>();
    let Some(properties) = schema["properties"].as_object().cloned() else { return schema };
    let twins = properties.iter().filter(|(key, _)| key.contains('_')).map(|(key, schema)| (camel(key), schema.clone()));
    let secret = secret.map(|name| (name.to_owned(), text()));
    let all = properties.clone().into_iter().chain(twins).chain(secret).collect::<Map<_, _>>();
    schema["required"] = all.keys().cloned().collect::<Vec<_>>().into();
    schema["properties"] = all.into();
    schema
}

/// A webhook with its new secret, and until when the one before signs too.
fn rotated() -> Value {
    let mut schema = twins::<WebhookRow<'_>>(Some("secret"));
    schema["properties"]["previousSecretSignsUntil"] = format("date-time");
    schema
}

/// What became of many things.
fn outcome(done: &str, rows: Option<(&str, Value)>) -> Value {
    let mut error = failure();
    error["properties"]["index"] = whole(0, 99);
    error["required"] = json!(["index", "error", "message"]);
    let mut parts = vec![(done, whole(0, 100)), ("errors", list(error))];
    parts.extend(rows);
    let names = parts.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    object(&parts, &names)
}

fn report() -> Value {
    let parts = ["simulation", "input", "detection", "targeting", "redirect"].map(|name| (name, any_object()));
    let parts = parts.into_iter().chain([("warnings", list(text()))]).collect::<Vec<_>>();
    object(&parts, &parts.iter().map(|(name, _)| *name).collect::<Vec<_>>())
}

fn failure() -> Value {
    let validation = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let keys = [
        ("error", text()),
        ("message", text()),
        ("statusCode", whole(400, 599)),
        ("validation", validation),
        ("retryAfter", or_null(json!({"type": "integer"}))),
    ];
    object(&keys, &["error", "message", "statusCode"])
}

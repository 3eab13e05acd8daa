//! What is sent and answered, by name.

use crate::report::FIELDS;
use serde_json::{Value, json};
use trackway_domain::audit::Action;
use trackway_domain::conversion::{ConversionKind, IdempotencyKey, Report};
use trackway_domain::oauth::scope::Scope;
use trackway_domain::person::{ExternalId, Profile};
use trackway_web::openapi::schema::{any_object, complete, flag, format, list, named, object, one_of, or_null, text, text_up_to, whole};

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let many = json!({"type": "array", "items": named("Report"), "maxItems": 1_000});
    let results = list(json!({"oneOf": [named("Recorded"), named("Failure")]}));
    let conversions = [("conversions", list(named("Conversion"))), ("nextCursor", or_null(text()))];
    vec![
        ("Report", report()),
        ("Reports", complete(&[("conversions", many)])),
        ("Recorded", recorded()),
        ("Results", complete(&[("results", results)])),
        ("Conversion", conversion()),
        ("ReportedConversion", complete(&reported())),
        ("Conversions", complete(&conversions)),
        ("Credit", credit()),
        ("AuditEntry", audit_entry()),
        ("AuditLog", complete(&[("entries", list(named("AuditEntry"))), ("nextCursor", or_null(whole(1, i64::MAX)))])),
        ("Postback", postback()),
        ("Acknowledged", acknowledged()),
        ("ClientInput", object(&client_input(), &["name"])),
        ("Client", complete(&client())),
        ("NewClient", object(&[client(), vec![("clientSecret", text())]].concat(), &CLIENT_KEYS)),
        ("Consent", consent()),
        ("Success", complete(&[("success", flag())])),
        ("TokenInput", token_input()),
        ("Tokens", tokens()),
        ("RevocationInput", object(&[("token", text()), ("token_type_hint", text()), ("client_id", text())], &["token"])),
        ("OauthFailure", complete(&[("error", text()), ("error_description", text())])),
        ("Failure", failure()),
    ]
}

/// Numbers are taken as their digits, wherever a text is.
fn digits(text: &Value) -> Value {
    json!({"anyOf": [text, {"type": "number"}]})
}

fn report() -> Value {
    let profile = || or_null(text_up_to(Profile::MAX));
    let person = [
        ("externalId", digits(&text_up_to(ExternalId::MAX))),
        ("handle", profile()),
        ("displayName", profile()),
        ("nickname", profile()),
        ("avatarUrl", profile()),
    ];
    let schema = |name: &str| match name {
        "type" => one_of(&ConversionKind::ALL.map(ConversionKind::as_str)),
        "person" => or_null(object(&person, &["externalId"])),
        "externalId" => or_null(digits(&text_up_to(ExternalId::MAX))),
        "clickId" => or_null(format("uuid")),
        "occurredAt" => or_null(format("date-time")),
        "gross" | "net" => or_null(digits(&text())),
        "name" => or_null(text_up_to(255)),
        "data" => or_null(any_object()),
        "refunds" | "idempotencyKey" => or_null(digits(&text_up_to(IdempotencyKey::MAX))),
        _ => or_null(text()),
    };
    let mut report = object(&FIELDS.map(|name| (name, schema(name))), &["type"]);
    report["additionalProperties"] = false.into();
    report["description"] =
        format!("An idempotency key is needed, here or in the header; data takes at most {} bytes.", Report::DATA_MAX).into();
    report
}

fn recorded() -> Value {
    let status = one_of(&["recorded", "duplicate"]);
    complete(&[("id", format("uuid")), ("status", status), ("attribution", or_null(named("Credit")))])
}

fn credit() -> Value {
    complete(&[("linkId", format("uuid")), ("clickId", or_null(format("uuid"))), ("model", text()), ("reason", text())])
}

/// With the credit that it has.
fn conversion() -> Value {
    complete(&[reported(), vec![("attribution", or_null(named("Credit")))]].concat())
}

/// As it was reported.
fn reported() -> Vec<(&'static str, Value)> {
    vec![
        ("id", format("uuid")),
        ("type", one_of(&ConversionKind::ALL.map(ConversionKind::as_str))),
        ("personId", format("uuid")),
        ("externalId", or_null(text())),
        ("accountId", or_null(format("uuid"))),
        ("occurredAt", format("date-time")),
        ("recordedAt", format("date-time")),
        ("gross", or_null(text())),
        ("net", or_null(text())),
        ("currency", or_null(text())),
        ("name", or_null(text())),
        ("data", or_null(any_object())),
        ("refunds", or_null(text())),
        ("idempotencyKey", text()),
    ]
}

fn audit_entry() -> Value {
    complete(&[
        ("number", whole(1, i64::MAX)),
        ("at", format("date-time")),
        ("doer", text()),
        ("action", one_of(&Action::ALL.iter().map(|action| action.as_str()).collect::<Vec<_>>())),
        ("subject", text()),
        ("details", any_object()),
        ("hash", json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})),
    ])
}

fn postback() -> Value {
    let names = ["click_id", "type", "amount", "currency", "txid", "person", "account", "net", "name", "occurred_at"];
    object(&names.map(|name| (name, text())), &[])
}

fn acknowledged() -> Value {
    let status = one_of(&["recorded", "duplicate", "kept"]);
    object(&[("status", status), ("id", or_null(format("uuid"))), ("reason", text())], &["status"])
}

fn client_input() -> Vec<(&'static str, Value)> {
    vec![
        ("name", text_up_to(255)),
        ("redirectUris", list(text())),
        ("scopes", json!({"anyOf": [text(), list(scope())]})),
        ("isPublic", flag()),
        ("actsForWorkspace", flag()),
    ]
}

const CLIENT_KEYS: [&str; 7] = ["clientId", "name", "redirectUris", "scopes", "isPublic", "actsForWorkspace", "createdAt"];

fn client() -> Vec<(&'static str, Value)> {
    let schemas = [format("uuid"), text(), list(text()), list(scope()), flag(), flag(), format("date-time")];
    CLIENT_KEYS.into_iter().zip(schemas).collect()
}

fn consent() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("userId", format("uuid")),
        ("userEmail", or_null(text())),
        ("clientId", format("uuid")),
        ("clientName", or_null(text())),
        ("accountId", format("uuid")),
        ("accountHandle", or_null(text())),
        ("creatorIds", list(format("uuid"))),
        ("scopes", list(scope())),
        ("createdAt", format("date-time")),
    ])
}

fn scope() -> Value {
    one_of(&Scope::ALL.map(Scope::as_str))
}

fn token_input() -> Value {
    let names = ["code", "redirect_uri", "code_verifier", "refresh_token", "scope", "account", "client_id"];
    let grant_type = one_of(&["authorization_code", "refresh_token", "client_credentials"]);
    object(&[vec![("grant_type", grant_type)], names.map(|name| (name, text())).to_vec()].concat(), &["grant_type"])
}

fn tokens() -> Value {
    let number = json!({"type": "integer"});
    let keys = [
        ("access_token", text()),
        ("token_type", one_of(&["bearer"])),
        ("expires_in", number),
        ("scope", text()),
        ("refresh_token", text()),
        ("id_token", text()),
    ];
    object(&keys, &["access_token", "token_type", "expires_in", "scope"])
}

fn failure() -> Value {
    let validation = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let keys = [
        ("error", text()),
        ("message", text()),
        ("statusCode", whole(400, 599)),
        ("validation", validation),
        ("retryAfter", json!({"type": "integer"})),
    ];
    object(&keys, &["error", "message", "statusCode"])
}

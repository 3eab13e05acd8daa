//! Conversions as this dialect shows them.

use crate::raw::format::Column;
use serde_json::{Value, json};
use trackway_domain::conversion::{Conversion, ConversionKind};
use trackway_domain::person::ExternalId;
use trackway_domain::text::Name;
use trackway_store::conversions::{Answer, Attribution, ConversionView};

/// The columns of an export.
pub const COLUMNS: &[Column] = &[
    ("id", "/id"),
    ("type", "/type"),
    ("occurredAt", "/occurredAt"),
    ("recordedAt", "/recordedAt"),
    ("personId", "/personId"),
    ("externalId", "/externalId"),
    ("accountId", "/accountId"),
    ("gross", "/gross"),
    ("net", "/net"),
    ("currency", "/currency"),
    ("name", "/name"),
    ("data", "/data"),
    ("refunds", "/refunds"),
    ("idempotencyKey", "/idempotencyKey"),
    ("linkId", "/attribution/linkId"),
    ("clickId", "/attribution/clickId"),
    ("model", "/attribution/model"),
];

/// What the reporter is told.
pub(crate) fn answer(answer: &Answer, status: &str, kind: ConversionKind) -> Value {
    json!({"id": answer.id.to_string(), "status": status, "attribution": attribution(answer.attribution.as_ref(), kind)})
}

/// A conversion with the credit that it has now.
#[must_use]
pub fn view(view: &ConversionView) -> Value {
    let mut row = conversion(&view.conversion);
    row["attribution"] = attribution(view.attribution.as_ref(), view.conversion.kind);
    row
}

/// A conversion as it was reported.
pub(crate) fn conversion(conversion: &Conversion) -> Value {
    let data = conversion.data.as_deref().and_then(|data| serde_json::from_str::<Value>(data).ok());
    json!({
        "id": conversion.id.to_string(),
        "type": conversion.kind.as_str(),
        "personId": conversion.person.to_string(),
        "externalId": conversion.external_id.as_ref().map(ExternalId::as_str),
        "accountId": conversion.account.map(|account| account.to_string()),
        "occurredAt": format!("{:.3}", conversion.occurred_at),
        "recordedAt": format!("{:.3}", conversion.recorded_at),
        "gross": conversion.amount.map(|amount| amount.gross.to_string()),
        "net": conversion.amount.map(|amount| amount.net.to_string()),
        "currency": conversion.amount.as_ref().map(|amount| amount.currency.as_str()),
        "name": conversion.name.as_ref().map(Name::as_str),
        "data": data,
        "refunds": conversion.refunds,
        "idempotencyKey": conversion.key.as_str(),
    })
}

fn attribution(attribution: Option<&Attribution>, kind: ConversionKind) -> Value {
    let Some(Attribution { link, click, model }) = attribution else { return Value::Null };
    json!({
        "linkId": link.to_string(),
        "clickId": click.map(|click| click.to_string()),
        "model": model,
        "reason": reason(kind, model),
    })
}

fn reason(kind: ConversionKind, model: &str) -> &'static str {
    match (kind, model) {
        (ConversionKind::Claim, _) => "the visit that was claimed",
        (ConversionKind::Refund, _) => "the credit of what is paid back",
        (_, "first") => "the first visit within its link's window",
        (_, "last") => "the last visit within its link's window",
        (..) => "the visit with the largest share",
    }
}

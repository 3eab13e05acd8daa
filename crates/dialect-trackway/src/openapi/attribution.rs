//! What is said of attribution: the model, and why a conversion was credited as it was.

use super::operations::keyed;
use serde_json::{Value, json};
use trackway_domain::attribution::rules::{HalfLife, ModelKind};
use trackway_domain::conversion::ConversionKind;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, object, one_of, or_null, text, whole};

pub(super) fn operations() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Attribution", summary);
    let show = of("get", "/api/attribution", "Show the model of the totals, and who waits to be worked out by it");
    let change = of("put", "/api/attribution", "Choose the model, its half-life, or both").body(named("AttributionChange"));
    let ask = of("post", "/api/attribution/recompute", "Let all credit be worked out anew, in the background");
    let explain = of("get", "/api/conversions/{id}/explain", "Explain who got the credit, and what other models would say");
    vec![
        keyed(show.json_answer(200, named("Attribution")), &[]),
        keyed(change.json_answer(200, named("Attribution")), &[400, 413, 415]),
        keyed(ask.json_answer(202, named("Attribution")), &[]),
        keyed(explain.query("model", model()).json_answer(200, named("Explanation")), &[400, 404]),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let hours = whole(1, HalfLife::MAX.into());
    let recompute = [
        ("linkId", or_null(text())),
        ("askedAt", format("date-time")),
        ("personsDone", whole(0, i64::MAX)),
        ("persons", whole(0, i64::MAX)),
    ];
    let attribution = [("model", model()), ("halfLifeHours", hours.clone()), ("recomputes", list(complete(&recompute)))];
    vec![
        ("Attribution", complete(&attribution)),
        ("AttributionChange", object(&[("model", model()), ("halfLifeHours", hours)], &[])),
        ("Explanation", explanation()),
        ("Candidate", candidate()),
        ("CreditedVisit", complete(&[visit(), vec![("credit", part())]].concat())),
    ]
}

/// The name of a model.
pub(super) fn model() -> Value {
    one_of(&ModelKind::ALL.map(ModelKind::as_str))
}

fn explanation() -> Value {
    let outcomes = ["credited", "no_visit", "none_in_reach", "counted_before", "never_credited"];
    let rule = [
        ("model", model()),
        ("halfLifeHours", or_null(whole(1, HalfLife::MAX.into()))),
        ("reason", text()),
        ("decidedAt", format("date-time")),
        ("takesBack", or_null(format("uuid"))),
    ];
    let answer = [("model", model()), ("chosen", or_null(complete(&visit()))), ("credits", list(named("CreditedVisit")))];
    complete(&[
        ("conversionId", format("uuid")),
        ("type", one_of(&ConversionKind::ALL.map(ConversionKind::as_str))),
        ("occurredAt", format("date-time")),
        ("gross", or_null(text())),
        ("net", or_null(text())),
        ("currency", or_null(text())),
        ("outcome", one_of(&outcomes)),
        ("rule", complete(&rule)),
        ("candidates", list(named("Candidate"))),
        ("answers", list(complete(&answer))),
    ])
}

fn candidate() -> Value {
    let factor = complete(&[("name", text()), ("value", json!({"type": "number"}))]);
    let own = vec![
        ("at", format("date-time")),
        ("windowHours", or_null(whole(1, 2_160))),
        ("verdict", one_of(&["in_reach", "too_late", "expired"])),
        ("factors", list(factor)),
        ("points", whole(0, i64::MAX)),
        ("share", json!({"type": "number", "minimum": 0, "maximum": 1})),
        ("credit", or_null(part())),
    ];
    complete(&[visit(), own].concat())
}

fn visit() -> Vec<(&'static str, Value)> {
    vec![("linkId", or_null(format("uuid"))), ("code", or_null(text())), ("isDeleted", flag()), ("clickId", or_null(format("uuid")))]
}

fn part() -> Value {
    complete(&[("number", whole(0, 1)), ("gross", or_null(text())), ("net", or_null(text()))])
}

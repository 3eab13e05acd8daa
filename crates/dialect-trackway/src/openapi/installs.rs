//! What is said of installs: why each was credited as it was.

use super::operations::keyed;
use serde_json::{Value, json};
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, one_of, or_null, text, whole};

pub(super) fn operations() -> Vec<Operation> {
    let explain = Operation::new(
        "get",
        "/api/installs/{id}/explain",
        "Installs",
        "Explain which click led to an install, and what else was possible",
    );
    vec![keyed(explain.json_answer(200, named("InstallExplanation")), &[404])]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let outcomes = ["credited", "awaiting_click", "named_click_refused", "ambiguous", "no_click_fits", "no_click_named"];
    let id = || or_null(format("uuid"));
    let phone = [("platform", text()), ("version", or_null(text())), ("language", or_null(text())), ("timezone", or_null(text()))];
    let credit = [("linkId", id()), ("clickId", format("uuid")), ("confidence", whole(1, 100))];
    let explanation = [
        ("installId", format("uuid")),
        ("installedAt", format("date-time")),
        ("openedAt", format("date-time")),
        ("lastOpenedAt", format("date-time")),
        ("launches", whole(1, u32::MAX.into())),
        ("phone", complete(&phone)),
        ("userAgent", text()),
        ("sdkName", or_null(text())),
        ("sdkVersion", or_null(text())),
        ("namedClickId", id()),
        ("outcome", one_of(&outcomes)),
        ("reason", text()),
        ("rule", or_null(rule())),
        ("attribution", or_null(complete(&credit))),
        ("candidates", list(named("InstallCandidate"))),
    ];
    vec![("InstallExplanation", complete(&explanation)), ("InstallCandidate", candidate())]
}

fn candidate() -> Value {
    let refusals = ["after_install", "outside_window", "outside_cap", "taken", "other_phone", "ambiguous"];
    let factors = ["ip", "user_agent", "timezone", "language", "click_id", "install_referrer"];
    let factor = [("factor", one_of(&factors)), ("points", whole(0, 100)), ("of", whole(0, 100)), ("matched", flag())];
    complete(&[
        ("clickId", format("uuid")),
        ("linkId", or_null(format("uuid"))),
        ("clickedAt", format("date-time")),
        ("secondsBefore", json!({"type": "integer"})),
        ("foundBy", rule()),
        ("confidence", whole(1, 100)),
        ("factors", list(complete(&factor))),
        ("credited", flag()),
        ("refusal", or_null(one_of(&refusals))),
        ("reason", text()),
    ])
}

fn rule() -> Value {
    one_of(&["click_id", "install_referrer", "fingerprint"])
}

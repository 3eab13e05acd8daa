//! What is said of installs: which there are, and why each was credited as it was.

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
    let listed = Operation::new("get", "/api/installs", "Installs", "List installs, the last to be opened first, each with its link");
    let listed = listed.query("credited", flag()).query("cursor", format("uuid")).query("limit", whole(1, 100));
    vec![keyed(listed.json_answer(200, named("Installs")), &[400]), keyed(explain.json_answer(200, named("InstallExplanation")), &[404])]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let id = || or_null(format("uuid"));
    let credit = [("linkId", id()), ("clickId", format("uuid")), ("confidence", whole(1, 100))];
    let explanation = [
        ("installId", format("uuid")),
        ("installedAt", format("date-time")),
        ("openedAt", format("date-time")),
        ("lastOpenedAt", format("date-time")),
        ("launches", whole(1, u32::MAX.into())),
        ("phone", phone()),
        ("userAgent", text()),
        ("sdkName", or_null(text())),
        ("sdkVersion", or_null(text())),
        ("namedClickId", id()),
        ("outcome", outcome()),
        ("reason", text()),
        ("rule", or_null(rule())),
        ("attribution", or_null(complete(&credit))),
        ("candidates", list(named("InstallCandidate"))),
    ];
    vec![
        ("ListedInstall", listed()),
        ("Installs", complete(&[("installs", list(named("ListedInstall"))), ("nextCursor", or_null(text()))])),
        ("InstallExplanation", complete(&explanation)),
        ("InstallCandidate", candidate()),
    ]
}

fn listed() -> Value {
    let link = [("id", format("uuid")), ("code", text()), ("name", or_null(text()))];
    complete(&[
        ("id", format("uuid")),
        ("openedAt", format("date-time")),
        ("lastOpenedAt", format("date-time")),
        ("launches", whole(1, u32::MAX.into())),
        ("phone", phone()),
        ("outcome", outcome()),
        ("rule", or_null(rule())),
        ("confidence", or_null(whole(1, 100))),
        ("link", or_null(complete(&link))),
    ])
}

fn phone() -> Value {
    complete(&[("platform", text()), ("version", or_null(text())), ("language", or_null(text())), ("timezone", or_null(text()))])
}

fn outcome() -> Value {
    one_of(&["credited", "awaiting_click", "named_click_refused", "ambiguous", "no_click_fits", "no_click_named"])
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

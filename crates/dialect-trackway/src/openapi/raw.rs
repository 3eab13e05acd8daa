//! What is said of what was recorded one by one: clicks, conversions as exports, persons, and of shares.

use super::operations::keyed;
use super::stats::filtered;
use crate::clicks::row::COLUMNS;
use serde_json::{Value, json};
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{any_object, complete, flag, format, list, named, object, one_of, or_null, text, text_up_to, whole};

pub(super) fn operations() -> Vec<Operation> {
    [clicks(), persons(), shares()].concat()
}

/// A page of JSON, or all of it in the other formats.
pub(super) fn exported(operation: Operation, page: Value) -> Operation {
    operation.answer(200, &[("application/json", page), ("text/csv", text()), ("application/x-ndjson", text())])
}

/// The parameters of lists that exports share.
pub(super) fn ranged(operation: Operation) -> Operation {
    let operation = operation.query("format", one_of(&["json", "csv", "ndjson"]));
    operation.query("order", one_of(&["asc", "desc"])).query("from", text()).query("to", text())
}

fn clicks() -> Vec<Operation> {
    let listed = Operation::new("get", "/api/clicks", "Raw log", "List clicks, or export them as CSV or NDJSON by format or Accept");
    let listed = ranged(listed.query("limit", whole(1, 1_000)).query("cursor", text()));
    let listed = filtered(listed.query("linkId", text()), "all where nothing is said");
    vec![keyed(exported(listed, named("Clicks")), &[400])]
}

fn persons() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "People", summary);
    let export = of("get", "/api/people/{id}/export", "Export all that is kept about a person");
    let erase = of("delete", "/api/people/{id}", "Erase whatever tells who a person is; no number changes");
    vec![keyed(export.json_answer(200, named("Dossier")), &[404]), keyed(erase.json_answer(200, named("Erased")), &[404])]
}

fn shares() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Shares", summary);
    let create = of("post", "/api/shares", "Share the numbers of a link or a tag; the address is shown once").body(named("ShareInput"));
    let show = of("get", "/share/{token}", "Look at shared numbers: a page, or JSON").public();
    let pages = [404, 429, 500, 503];
    let show = show.answer(200, &[("application/json", named("SharedNumbers")), ("text/html", text())]);
    let show =
        pages.iter().fold(show, |show, status| show.answer(*status, &[("application/json", named("Failure")), ("text/html", text())]));
    vec![
        keyed(of("get", "/api/shares", "List shares, newest first").json_answer(200, list(named("Share"))), &[]),
        keyed(create.json_answer(201, named("NewShare")), &[400, 404, 413, 415]),
        keyed(of("delete", "/api/shares/{id}", "End a share").json_answer(200, named("Success")), &[404]),
        show,
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let share = share();
    vec![
        ("Click", click()),
        ("Clicks", complete(&[("clicks", list(named("Click"))), ("nextCursor", or_null(text()))])),
        ("Dossier", dossier()),
        ("Erased", erased()),
        ("ShareInput", share_input()),
        ("Share", complete(&share)),
        ("NewShare", complete(&[share, vec![("url", format("uri"))]].concat())),
        ("SharedNumbers", shared_numbers()),
    ]
}

fn click() -> Value {
    let kind = |name: &str| match name {
        "id" | "linkId" => format("uuid"),
        "at" => format("date-time"),
        "code" | "traffic" | "destination" | "platform" | "device" => text(),
        "isDatacenter" => flag(),
        "browserVersion" => or_null(whole(0, u32::MAX.into())),
        "metadata" => any_object(),
        _ => or_null(text()),
    };
    let own = COLUMNS.iter().filter(|(name, _)| !name.starts_with("utm_")).map(|(name, _)| (*name, kind(name)));
    complete(&own.chain([("utm", any_object())]).collect::<Vec<_>>())
}

fn person() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("accountId", or_null(format("uuid"))),
        ("externalId", or_null(text())),
        ("handle", or_null(text())),
        ("displayName", or_null(text())),
        ("nickname", or_null(text())),
        ("avatarUrl", or_null(text())),
        ("firstSeenAt", format("date-time")),
        ("followedAt", or_null(format("date-time"))),
        ("subscribedAt", or_null(format("date-time"))),
        ("isSubscriber", flag()),
        ("spent", text()),
    ])
}

fn dossier() -> Value {
    let visit = [
        ("linkId", format("uuid")),
        ("code", text()),
        ("at", format("date-time")),
        ("clickId", or_null(format("uuid"))),
        ("utm", any_object()),
        ("metadata", any_object()),
    ];
    let event = [("platform", text()), ("receivedAt", format("date-time")), ("reason", text()), ("body", text())];
    complete(&[
        ("person", person()),
        ("visits", list(complete(&visit))),
        ("conversions", list(named("ReportedConversion"))),
        ("clicks", list(named("Click"))),
        ("awaitedClicks", list(format("uuid"))),
        ("platformEvents", list(complete(&event))),
        ("appEvents", list(complete(&[("name", text()), ("at", format("date-time")), ("data", any_object())]))),
    ])
}

fn erased() -> Value {
    let count = || whole(0, i64::MAX);
    let counts = ["visits", "conversions", "clicks", "platformEvents", "appEvents"].map(|name| (name, count()));
    complete(&[&[("erased", flag())], &counts[..]].concat())
}

fn share_input() -> Value {
    let mut input =
        object(&[("name", text_up_to(255)), ("linkId", format("uuid")), ("tag", text_up_to(64)), ("hideMoney", flag())], &["name"]);
    input["additionalProperties"] = false.into();
    input["description"] = "Either linkId or tag is needed.".into();
    input
}

fn share() -> Vec<(&'static str, Value)> {
    vec![
        ("id", format("uuid")),
        ("name", text()),
        ("linkId", or_null(text())),
        ("tag", or_null(text())),
        ("hideMoney", flag()),
        ("createdAt", format("date-time")),
        ("revokedAt", or_null(format("date-time"))),
    ]
}

fn shared_numbers() -> Value {
    let count = || json!({"type": "integer"});
    let names = ["clicks", "visitors", "claims", "follows", "subscriptions", "sales"];
    let of_currency = complete(&[("gross", text()), ("net", text())]);
    let money = ("money", json!({"type": "object", "additionalProperties": of_currency}));
    let numbers = [names.map(|name| (name, count())).to_vec(), vec![money]].concat();
    let day = [numbers.clone(), vec![("day", format("date"))]].concat();
    complete(&[("name", text()), ("subject", text()), ("totals", object(&numbers, &names)), ("days", list(object(&day, &names)))])
}

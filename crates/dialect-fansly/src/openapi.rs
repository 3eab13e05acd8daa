//! What this dialect says of itself: an OpenAPI document, public, at `/api/fansly/openapi.json`.

use crate::Fansly;
use crate::links::wire::Link;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;
use serde_json::{Value, json};
use trackway_app::public_url::PublicUrl;
use trackway_web::openapi::document::Document;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, object, or_null, row_without, text, text_up_to, whole};
use trackway_web::validator;

/// The document, for an installation at this address.
#[must_use]
pub fn document(public_url: &PublicUrl) -> Value {
    let document = Document {
        title: "Trackway: the Fansly API of tracking links",
        description: "Tracking links of an account, behind an API key, in an envelope that nests twice.",
        servers: vec![format!("{}/api/fansly", public_url.as_str())],
        security: vec![("key", json!({"type": "apiKey", "in": "header", "name": "x-api-key"}))],
        schemas: schemas(),
        operations: operations(),
    };
    document.json()
}

/// The route: it needs no key.
pub(crate) fn routes() -> Router<Fansly> {
    Router::new().route("/api/fansly/openapi.json", get(serve))
}

async fn serve(State(fansly): State<Fansly>, headers: HeaderMap) -> Response {
    validator::document(&headers, "application/json", document(&fansly.app.public_url).to_string())
}

fn schemas() -> Vec<(&'static str, Value)> {
    let listed = [
        ("accountId", text()),
        ("email", or_null(text())),
        ("name", text()),
        ("country", or_null(text())),
        ("createdAt", format("date-time")),
    ];
    let accounts = [("success", flag()), ("count", json!({"type": "integer"})), ("accounts", list(complete(&listed)))];
    let said = [("label", text_up_to(255)), ("description", text_up_to(2_000)), ("maxClicks", or_null(whole(1, u32::MAX.into())))];
    let [label, description, max_clicks] = said.clone();
    vec![
        ("Link", row_without::<Link<'_>>(&["maxClicks"])),
        ("LinkAnswer", nested(Some(named("Link")))),
        ("LinksAnswer", nested(Some(list(named("Link"))))),
        ("Day", day()),
        ("DaysAnswer", nested(Some(list(named("Day"))))),
        ("AccountAnswer", nested(Some(object(&[("account", account())], &["account"])))),
        ("AccountsAnswer", envelope(complete(&accounts))),
        ("DoneAnswer", nested(None)),
        ("LinkInput", object(&said, &["label"])),
        ("LinkChange", object(&[("id", text()), label, description, max_clicks], &["id"])),
        ("LinkChoice", object(&[("trackingLinkId", text())], &["trackingLinkId"])),
        ("Failure", envelope(json!({"type": "null"}))),
    ]
}

/// Whom a key reaches.
fn account() -> Value {
    complete(&[("id", text()), ("username", text()), ("displayName", text())])
}

/// A link's numbers on one UTC day, whose start is in milliseconds; money is in mills.
fn day() -> Value {
    let number = || json!({"type": "integer"});
    let numbers = ["timestamp", "clicks", "claims", "follows", "subscriptions", "totalGross", "totalNet"].map(|name| (name, number()));
    complete(&[vec![("trackingLinkId", text())], numbers.to_vec()].concat())
}

/// The envelope of everything.
fn envelope(data: Value) -> Value {
    let keys = [("statusCode", whole(200, 599)), ("message", text()), ("data", data), ("timestamp", format("date-time"))];
    complete(&keys)
}

/// The envelope of what belongs to an account; where something was deleted, without a response.
fn nested(response: Option<Value>) -> Value {
    let mut inner = vec![("success", flag())];
    inner.extend(response.map(|response| ("response", response)));
    envelope(object(
        &[("status_code", whole(200, 200)), ("data", complete(&inner)), ("nextCursor", or_null(text()))],
        &["status_code", "data"],
    ))
}

fn operations() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Tracking links", summary);
    let (links, account) = ("/{account_id}/tracking-links", Operation::new("get", "/{account_id}/me", "Accounts", "Show an account"));
    let accounts = Operation::new("get", "/accounts", "Accounts", "List the accounts that the key reaches");
    let listed = of("get", links, "List links, newest first: all of them, unless a portion is asked for");
    let listed = listed.query("limit", whole(1, 100)).query("cursor", text());
    let days = of("get", "/{account_id}/tracking-links/{id}/stats", "Show a link's numbers day by day; the last 30 unless said otherwise");
    let days = days.query("after", text()).query("before", text());
    let deleted = of("delete", links, "Delete a link, which the body names, or the query").query("trackingLinkId", text());
    let answer = || named("LinkAnswer");
    let plan = |operation: Operation| operation.refuses(&[401, 403, 429, 500, 503], &named("Failure"));
    let refusing = |operation: Operation, statuses: &[u16]| plan(operation).refuses(statuses, &named("Failure"));
    vec![
        refusing(listed.json_answer(200, named("LinksAnswer")), &[400, 404]),
        refusing(of("post", links, "Make a link").body(named("LinkInput")).json_answer(201, answer()), &[400, 404, 413, 415]),
        refusing(of("put", links, "Change a link").body(named("LinkChange")).json_answer(200, answer()), &[400, 404, 413, 415]),
        refusing(deleted.body(named("LinkChoice")).json_answer(200, named("DoneAnswer")), &[400, 404, 413, 415]),
        refusing(days.json_answer(200, named("DaysAnswer")), &[400, 404]),
        refusing(account.json_answer(200, named("AccountAnswer")), &[404]),
        refusing(accounts.json_answer(200, named("AccountsAnswer")), &[]),
    ]
}

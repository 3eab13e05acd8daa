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
use trackway_web::openapi::schema::{any_object, flag, format, list, named, object, or_null, row, text, text_up_to, whole};
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
    let account = [("accountId", text()), ("email", or_null(text())), ("name", text()), ("country", or_null(text()))];
    let account = object(&account, &["accountId", "email", "name", "country"]);
    let accounts = [("success", flag()), ("count", json!({"type": "integer"})), ("accounts", list(account))];
    let said = [("label", text_up_to(255)), ("description", text_up_to(2_000)), ("maxClicks", or_null(whole(1, u32::MAX.into())))];
    let [label, description, max_clicks] = said.clone();
    vec![
        ("Link", row::<Link<'_>>()),
        ("LinkAnswer", nested(Some(named("Link")))),
        ("LinksAnswer", nested(Some(list(named("Link"))))),
        ("AccountAnswer", nested(Some(any_object()))),
        ("AccountsAnswer", envelope(object(&accounts, &["success", "count", "accounts"]))),
        ("DoneAnswer", nested(None)),
        ("LinkInput", object(&said, &["label"])),
        ("LinkChange", object(&[("id", text()), label, description, max_clicks], &["id"])),
        ("LinkChoice", object(&[("trackingLinkId", text())], &["trackingLinkId"])),
        ("Failure", envelope(json!({"type": "null"}))),
    ]
}

/// The envelope of everything.
fn envelope(data: Value) -> Value {
    let keys = [("statusCode", whole(200, 599)), ("message", text()), ("data", data), ("timestamp", format("date-time"))];
    object(&keys, &["statusCode", "message", "data", "timestamp"])
}

/// The envelope of what belongs to an account; where something was deleted, without a response.
fn nested(response: Option<Value>) -> Value {
    let mut inner = vec![("success", flag())];
    inner.extend(response.map(|response| ("response", response)));
    let inner = object(&inner, &inner.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    envelope(object(&[("status_code", whole(200, 200)), ("data", inner), ("nextCursor", or_null(text()))], &["status_code", "data"]))
}

fn operations() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Tracking links", summary);
    let (links, account) = ("/{account_id}/tracking-links", Operation::new("get", "/{account_id}/me", "Accounts", "Show an account"));
    let accounts = Operation::new("get", "/accounts", "Accounts", "List the accounts that the key reaches");
    let listed = of("get", links, "List links, newest first").query("limit", whole(1, 100)).query("cursor", text());
    let answer = || named("LinkAnswer");
    let plan = |operation: Operation| operation.refuses(&[401, 403, 429, 500, 503], &named("Failure"));
    let refusing = |operation: Operation, statuses: &[u16]| plan(operation).refuses(statuses, &named("Failure"));
    vec![
        refusing(listed.json_answer(200, named("LinksAnswer")), &[400, 404]),
        refusing(of("post", links, "Make a link").body(named("LinkInput")).json_answer(201, answer()), &[400, 404, 413, 415]),
        refusing(of("put", links, "Change a link").body(named("LinkChange")).json_answer(200, answer()), &[400, 404, 413, 415]),
        refusing(
            of("delete", links, "Delete a link").body(named("LinkChoice")).json_answer(200, named("DoneAnswer")),
            &[400, 404, 413, 415],
        ),
        refusing(account.json_answer(200, named("AccountAnswer")), &[404]),
        refusing(accounts.json_answer(200, named("AccountsAnswer")), &[]),
    ]
}

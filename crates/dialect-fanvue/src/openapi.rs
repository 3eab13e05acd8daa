//! What this dialect says of itself: an OpenAPI document, public, at `/openapi/fanvue.json`.

use crate::Fanvue;
use crate::links::wire::Link;
use crate::version::CURRENT;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;
use serde_json::{Value, json};
use trackway_app::public_url::PublicUrl;
use trackway_domain::social::SocialPlatform;
use trackway_web::openapi::document::Document;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{any_object, flag, format, list, named, object, one_of, or_null, row, text, text_up_to, whole};
use trackway_web::validator;

/// The document, for an installation at this address.
#[must_use]
pub fn document(public_url: &PublicUrl) -> Value {
    let url = public_url.as_str();
    let document = Document {
        title: "Trackway: the Fanvue API of tracking links",
        description: "Tracking links of a creator, behind access tokens with scopes and a version header.",
        servers: vec![url.to_owned(), format!("{url}/v1")],
        security: vec![("token", json!({"type": "http", "scheme": "bearer"}))],
        schemas: schemas(),
        operations: operations(),
    };
    document.json()
}

/// The route: it needs no token.
pub(crate) fn routes() -> Router<Fanvue> {
    Router::new().route("/openapi/fanvue.json", get(serve))
}

async fn serve(State(fanvue): State<Fanvue>, headers: HeaderMap) -> Response {
    validator::document(&headers, "application/json", document(&fanvue.app.public_url).to_string())
}

fn schemas() -> Vec<(&'static str, Value)> {
    let platforms = one_of(&SocialPlatform::ALL.map(SocialPlatform::as_str));
    let max_clicks = or_null(whole(1, u32::MAX.into()));
    let fields = [("name", text_up_to(255)), ("externalSocialPlatform", platforms), ("maxClicks", max_clicks)];
    let failure = [("error", text()), ("message", text()), ("errors", list(text())), ("nextVersion", text())];
    vec![
        ("Link", row::<Link>()),
        ("Links", object(&[("data", list(named("Link"))), ("nextCursor", or_null(text()))], &["data", "nextCursor"])),
        ("LinkInput", object(&fields, &["name", "externalSocialPlatform"])),
        ("LinkChange", object(&fields, &[])),
        ("Creators", object(&[("data", list(any_object())), ("pagination", pagination())], &["data", "pagination"])),
        ("User", object(&[("uuid", format("uuid")), ("handle", text()), ("isCreator", flag())], &["uuid", "handle", "isCreator"])),
        ("Failure", object(&failure, &[])),
    ]
}

fn pagination() -> Value {
    let number = || json!({"type": "integer"});
    object(&[("page", number()), ("size", number()), ("hasMore", flag())], &["page", "size", "hasMore"])
}

fn operations() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Account", summary);
    let number = || json!({"type": "integer", "minimum": 1});
    let managed = ("/creators/{creatorUserUuid}/tracking-links", "/creators/{creatorUserUuid}/tracking-links/{uuid}");
    let creators = of("get", "/creators", "List the creators of the workspace").query("page", number()).query("size", number());
    let own = links("Tracking links", ("/tracking-links", "/tracking-links/{uuid}"), false);
    let others = vec![
        refusing(creators.json_answer(200, named("Creators")), &[400]),
        refusing(of("get", "/users/me", "Show the account that the token acts for").json_answer(200, named("User")), &[400, 404]),
    ];
    [own, links("Links of a managed creator", managed, true), others].concat()
}

/// What can be done with links: of one's own account, or of another one that is managed.
fn links(tag: &'static str, (all, one): (&'static str, &'static str), is_managed: bool) -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, tag, summary);
    let listed = of("get", all, "List links, newest first")
        .query("limit", json!({"type": "integer", "minimum": 1}))
        .query("cursor", text())
        .query("createdAfter", format("date-time"))
        .query("createdBefore", format("date-time"));
    let refusals: &[u16] = if is_managed { &[400, 404] } else { &[400] };
    let link = || named("Link");
    vec![
        refusing(listed.json_answer(200, named("Links")), refusals),
        refusing(of("post", all, "Make a link").body(named("LinkInput")).json_answer(201, link()), &[400, 404, 413, 415]),
        refusing(of("get", one, "Show a link").json_answer(200, link()), &[400, 404]),
        refusing(of("patch", one, "Change a link").body(named("LinkChange")).json_answer(200, link()), &[400, 404, 413, 415]),
        refusing(of("delete", one, "Delete a link").answer(204, &[]), &[400, 404]),
    ]
}

/// What anything may be refused for, the version first.
fn refusing(operation: Operation, refusals: &[u16]) -> Operation {
    let version = operation.header("X-Fanvue-API-Version", true, one_of(&[CURRENT]));
    version.refuses(&[401, 403, 410, 429, 500, 503], &named("Failure")).refuses(refusals, &named("Failure"))
}

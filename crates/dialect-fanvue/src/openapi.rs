//! What this dialect says of itself: an OpenAPI document, public, at `/openapi/fanvue.json`.

use crate::Fanvue;
use crate::links::list_users::User;
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
use trackway_web::openapi::schema::{
    complete, flag, format, list, named, object, one_of, or_null, row, row_without, text, text_up_to, whole,
};
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
        ("Link", row_without::<Link>(&["maxClicks"])),
        ("Links", portion("Link")),
        ("LinkInput", object(&fields, &["name", "externalSocialPlatform"])),
        ("LinkChange", object(&fields, &[])),
        ("User", row::<User>()),
        ("Users", portion("User")),
        ("Metadata", complete(&[("metadata", or_null(json!({"type": "object", "additionalProperties": text()})))])),
        ("Oneself", oneself()),
        ("Creators", complete(&[("data", list(creator())), ("pagination", pagination())])),
        ("Failure", object(&failure, &[])),
    ]
}

fn portion(of: &str) -> Value {
    complete(&[("data", list(named(of))), ("nextCursor", or_null(text()))])
}

fn oneself() -> Value {
    let [followers, subscribers] = ["followersCount", "subscribersCount"].map(|name| (name, number()));
    complete(&[
        ("uuid", format("uuid")),
        ("email", or_null(text())),
        ("handle", text()),
        ("displayName", text()),
        ("bio", text()),
        ("isCreator", flag()),
        ("createdAt", format("date-time")),
        ("updatedAt", or_null(format("date-time"))),
        ("avatarUrl", or_null(text())),
        ("bannerUrl", or_null(text())),
        ("fanCounts", complete(&[followers, subscribers])),
    ])
}

fn creator() -> Value {
    complete(&[
        ("uuid", format("uuid")),
        ("handle", text()),
        ("displayName", text()),
        ("avatarUrl", or_null(text())),
        ("registeredAt", format("date-time")),
    ])
}

fn pagination() -> Value {
    complete(&[("page", number()), ("size", number()), ("hasMore", flag())])
}

fn number() -> Value {
    json!({"type": "integer"})
}

fn operations() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Account", summary);
    let count = || whole(1, u32::MAX.into());
    let managed = [
        "/creators/{creatorUserUuid}/tracking-links",
        "/creators/{creatorUserUuid}/tracking-links/{uuid}",
        "/creators/{creatorUserUuid}/tracking-links/{uuid}/users",
        "/creators/{creatorUserUuid}/tracking-links/{uuid}/users/{userUuid}/metadata",
    ];
    let creators = of("get", "/creators", "List the creators of the workspace").query("page", count()).query("size", count());
    let own =
        ["/tracking-links", "/tracking-links/{uuid}", "/tracking-links/{uuid}/users", "/tracking-links/{uuid}/users/{userUuid}/metadata"];
    let own = links("Tracking links", own, false);
    let others = vec![
        refusing(creators.json_answer(200, named("Creators")), &[400]),
        refusing(of("get", "/users/me", "Show the account that the token acts for").json_answer(200, named("Oneself")), &[400, 404]),
    ];
    [own, links("Links of a managed creator", managed, true), others].concat()
}

/// What can be done with links: of one's own account, or of another one that is managed.
fn links(tag: &'static str, [all, one, users, metadata]: [&'static str; 4], is_managed: bool) -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, tag, summary);
    let portion = |operation: Operation| {
        let counted = operation.query("limit", json!({"type": "integer", "minimum": 1})).query("cursor", text());
        counted.query("createdAfter", format("date-time")).query("createdBefore", format("date-time"))
    };
    let listed = portion(of("get", all, "List links, newest first"));
    let fans = portion(of("get", users, "List who opened a link and is known, the last to open it first"));
    let said = of("get", metadata, "Show what a user's latest click on the link said");
    let refusals: &[u16] = if is_managed { &[400, 404] } else { &[400] };
    let link = || named("Link");
    vec![
        refusing(listed.json_answer(200, named("Links")), refusals),
        refusing(of("post", all, "Make a link").body(named("LinkInput")).json_answer(201, link()), &[400, 404, 413, 415]),
        refusing(of("get", one, "Show a link").json_answer(200, link()), &[400, 404]),
        refusing(of("patch", one, "Change a link").body(named("LinkChange")).json_answer(200, link()), &[400, 404, 413, 415]),
        refusing(of("delete", one, "Delete a link").answer(204, &[]), &[400, 404]),
        refusing(fans.json_answer(200, named("Users")), &[400, 404]),
        refusing(said.json_answer(200, named("Metadata")), &[400, 404]),
    ]
}

/// What anything may be refused for, the version first.
fn refusing(operation: Operation, refusals: &[u16]) -> Operation {
    let version = operation.header("X-Fanvue-API-Version", true, one_of(&[CURRENT]));
    version.refuses(&[401, 403, 410, 429, 500, 503], &named("Failure")).refuses(refusals, &named("Failure"))
}

//! What is said of accounts, people who sign in, persons, and links in the order of a number.

use crate::openapi::operations::keyed;
use serde_json::{Value, json};
use trackway_domain::key::KeyScope;
use trackway_domain::person::Profile;
use trackway_domain::text::{Name, Tag};
use trackway_domain::user::{Email, Password, Role};
use trackway_store::links::LinkNumber;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, object, one_of, or_null, text, text_up_to, whole};

pub(super) fn operations() -> Vec<Operation> {
    [me(), users(), accounts(), people(), links()].concat()
}

fn me() -> Vec<Operation> {
    let of = |method, summary| Operation::new(method, "/api/me", "Whoever asks", summary);
    let change = of("patch", "Set the first address and password, or another password, of whoever has signed in");
    vec![
        keyed(of("get", "Show who asks, and what he may do").json_answer(200, named("Me")), &[404]),
        keyed(change.body(named("MeChange")).json_answer(200, named("Me")), &[400, 404, 409, 413, 415]),
    ]
}

fn users() -> Vec<Operation> {
    let (all, one) = ("/api/users", "/api/users/{id}");
    let of = |method, path, summary| Operation::new(method, path, "People who sign in", summary);
    let create = of("post", all, "Make somebody who can sign in").body(named("UserInput")).json_answer(201, named("User"));
    let change = of("patch", one, "Give somebody another role").body(complete(&[("role", role())])).json_answer(200, named("User"));
    vec![
        keyed(of("get", all, "List people, oldest first").json_answer(200, list(named("User"))), &[]),
        keyed(create, &[400, 409, 413, 415]),
        keyed(change, &[400, 404, 413, 415]),
        keyed(of("delete", one, "Shut somebody out").json_answer(200, named("Success")), &[404]),
    ]
}

fn accounts() -> Vec<Operation> {
    let (all, one) = ("/api/accounts", "/api/accounts/{id}");
    let of = |method, path, summary| Operation::new(method, path, "Accounts", summary);
    let create = of("post", all, "Make an account").body(named("AccountInput")).json_answer(201, named("Account"));
    let change = of("patch", one, "Change an account's page, or what tells it which link led there");
    let change = change.body(named("AccountChange")).json_answer(200, named("Account"));
    vec![
        keyed(of("get", all, "List accounts, oldest first").json_answer(200, list(named("Account"))), &[]),
        keyed(create, &[400, 409, 413, 415]),
        keyed(change, &[400, 404, 413, 415]),
    ]
}

fn people() -> Vec<Operation> {
    let listed = Operation::new("get", "/api/people", "Persons", "List persons whom accounts know, the last to be known first");
    let listed = listed.query("limit", whole(1, 100)).query("cursor", format("uuid")).query("search", text());
    let listed = listed.query("fan", one_of(&["follower", "subscriber"])).query("accountId", text()).query("linkId", text());
    vec![keyed(listed.json_answer(200, named("People")), &[400, 404])]
}

fn links() -> Vec<Operation> {
    let ranked = Operation::new("get", "/api/links/ranked", "Links", "List links in the order of a number that they carry");
    let names = LinkNumber::ALL.map(LinkNumber::as_str);
    let orders = ["newest"].into_iter().chain(names).flat_map(|name| [name.to_owned(), format!("-{name}")]).collect::<Vec<_>>();
    let ranked = ranked.query("sort", json!({"type": "string", "enum": orders})).query("search", text()).query("accountId", text());
    let ranked = ranked.query("projectId", format("uuid")).query("tag", text_up_to(Tag::MAX));
    let ranked = ranked.query("state", one_of(&["current", "active", "paused", "archived", "all"]));
    let ranked = ranked.query("limit", whole(1, 200)).query("offset", whole(0, 10_000_000));
    let tag = Operation::new("post", "/api/links/bulk-tag", "Links", "Give many links tags, and take some away");
    let tags = || list(text_up_to(Tag::MAX));
    let body = object(&[("ids", list(text())), ("add", tags()), ("remove", tags())], &["ids"]);
    let error = complete(&[("index", whole(0, 99)), ("message", text())]);
    let told = complete(&[("tagged", whole(0, 100)), ("errors", list(error))]);
    vec![keyed(ranked.json_answer(200, named("RankedLinks")), &[400]), keyed(tag.body(body).json_answer(200, told), &[400, 413, 415])]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let links = [("links", list(named("RankedLink"))), ("total", whole(0, i64::MAX)), ("hasMore", flag())];
    vec![
        ("Me", me_row()),
        ("MeChange", me_change()),
        ("User", user()),
        ("UserInput", user_input()),
        ("Account", account()),
        ("AccountInput", account_input()),
        ("AccountChange", object(&[("profileUrl", format("uri")), ("trackingParameter", or_null(text_up_to(40)))], &[])),
        ("Person", person()),
        ("People", complete(&[("people", list(named("Person"))), ("nextCursor", or_null(text()))])),
        ("RankedLink", ranked_link()),
        ("RankedLinks", complete(&links)),
    ]
}

fn role() -> Value {
    one_of(&Role::ALL.map(Role::as_str))
}

fn password() -> Value {
    json!({"type": "string", "minLength": Password::MIN, "maxLength": Password::MAX})
}

fn me_row() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("name", text()),
        ("email", or_null(text())),
        ("hasPassword", flag()),
        ("role", role()),
        ("scopes", list(one_of(&KeyScope::ALL.map(KeyScope::as_str)))),
        ("isKey", flag()),
        ("workspace", complete(&[("id", format("uuid")), ("name", text())])),
        ("workspaces", list(complete(&[("id", format("uuid")), ("name", text()), ("role", role())]))),
        ("publicUrl", format("uri")),
    ])
}

fn me_change() -> Value {
    let keys = [("email", text_up_to(Email::MAX)), ("name", text_up_to(Name::MAX)), ("password", password()), ("currentPassword", text())];
    object(&keys, &["password"])
}

fn user() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("name", text()),
        ("email", or_null(text())),
        ("role", role()),
        ("createdAt", format("date-time")),
        ("disabledAt", or_null(format("date-time"))),
    ])
}

fn user_input() -> Value {
    complete(&[("email", text_up_to(Email::MAX)), ("name", text_up_to(Name::MAX)), ("role", role()), ("password", password())])
}

fn account() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("publicId", text()),
        ("handle", text()),
        ("url", format("uri")),
        ("name", text()),
        ("profileUrl", format("uri")),
        ("trackingParameter", or_null(text())),
        ("email", or_null(text())),
        ("country", or_null(text())),
        ("isDefault", flag()),
        ("followers", whole(0, i64::MAX)),
        ("subscribers", whole(0, i64::MAX)),
        ("createdAt", format("date-time")),
    ])
}

fn account_input() -> Value {
    let keys = [
        ("handle", text_up_to(30)),
        ("profileUrl", format("uri")),
        ("name", or_null(text_up_to(Name::MAX))),
        ("email", or_null(text_up_to(Profile::MAX))),
        ("country", or_null(text())),
    ];
    object(&keys, &["handle", "profileUrl"])
}

fn person() -> Value {
    complete(&[
        ("id", format("uuid")),
        ("accountId", or_null(format("uuid"))),
        ("externalId", or_null(text())),
        ("handle", or_null(text())),
        ("displayName", or_null(text())),
        ("firstSeenAt", format("date-time")),
        ("followedAt", or_null(format("date-time"))),
        ("subscribedAt", or_null(format("date-time"))),
        ("isSubscriber", flag()),
        ("spent", text()),
        ("clickedAt", or_null(format("date-time"))),
    ])
}

fn ranked_link() -> Value {
    let number = || whole(0, i64::MAX);
    complete(&[
        ("id", format("uuid")),
        ("code", text()),
        ("shortUrl", format("uri")),
        ("name", or_null(text())),
        ("destination", format("uri")),
        ("accountId", format("uuid")),
        ("accountHandle", text()),
        ("tags", list(text())),
        ("isPaused", flag()),
        ("isArchived", flag()),
        ("expiresAt", or_null(format("date-time"))),
        ("createdAt", format("date-time")),
        ("clicks", number()),
        ("visits", number()),
        ("claims", number()),
        ("follows", number()),
        ("subscriptions", number()),
        ("gross", text()),
        ("net", text()),
    ])
}

//! What can be done, with all that is answered. Tests hold these against the routers.

use super::attribution::model;
use super::raw::{exported, ranged};
use super::stats::filtered;
use serde_json::json;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{any_object, format, list, named, one_of, text, whole};

/// How a client of the authorization server shows who it is.
pub(super) const CLIENT: &str = "client";

pub(super) fn operations() -> Vec<Operation> {
    [conversions(), administration(), reports_of_others(), clients(), authorization_server()].concat()
}

fn conversions() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Conversions", summary);
    let said = json!({"oneOf": [named("Report"), named("Reports")]});
    let told = json!({"oneOf": [named("Recorded"), named("Results")]});
    let record = of("post", "/api/conversions", "Record what a person did, or up to 1,000 such things").body(said);
    let record = record.header("Idempotency-Key", false, text()).json_answer(200, told).json_answer(201, named("Recorded"));
    let listed = of("get", "/api/conversions", "List conversions, or export them as CSV or NDJSON by format or Accept");
    let listed = ranged(listed.query("limit", whole(1, 100)).query("cursor", format("uuid"))).query("type", text());
    let listed = filtered(listed.query("externalId", text()).query("model", model()), "all where nothing is said");
    let one = of("get", "/api/conversions/{id}", "Show a conversion with the credit that it has now").query("model", model());
    vec![
        keyed(record, &[400, 404, 409, 413, 415]),
        keyed(exported(listed, named("Conversions")), &[400]),
        keyed(one.json_answer(200, named("Conversion")), &[400, 404]),
    ]
}

fn administration() -> Vec<Operation> {
    let listed = Operation::new("get", "/api/audit", "Administration", "List what was administered, the last first");
    let listed = listed.query("limit", whole(1, 100)).query("cursor", whole(1, i64::MAX));
    vec![keyed(listed.json_answer(200, named("AuditLog")), &[400])]
}

fn reports_of_others() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Reports of others", summary).public();
    let usual = ["click_id", "amount", "currency", "txid", "person", "account", "net", "name", "occurred_at"];
    let look = of("get", "/postback/{token}", "Record what a tracker reports in a query").query("type", text());
    let look = usual.iter().fold(look, |operation, name| operation.query(name, text()));
    let send = of("post", "/postback/{token}", "Record what a tracker reports in a form").form(named("Postback"));
    let postback = |operation: Operation| {
        let answered = operation.json_answer(200, named("Acknowledged"));
        answered.refuses(&[400, 401, 403, 404, 409, 413, 429, 500, 503], &named("Failure"))
    };
    let fanvue = of("post", "/inbound/fanvue/{account}", "Take in what Fanvue reports, signed").body(any_object());
    let fansly = of("post", "/inbound/fansly/{account}/{secret}", "Take in what a relay of Fansly's events reports").body(any_object());
    let inbound = |operation: Operation, refusals: &[u16]| {
        let answered = operation.json_answer(200, named("Acknowledged")).refuses(refusals, &named("Failure"));
        answered.refuses(&[400, 404, 413, 429, 500, 503], &named("Failure"))
    };
    vec![postback(look), postback(send), inbound(fanvue.header("X-Fanvue-Signature", true, text()), &[401]), inbound(fansly, &[])]
}

fn clients() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "OAuth clients and consents", summary);
    let (all, one) = ("/api/oauth/clients", "/api/oauth/clients/{id}");
    let register = of("post", all, "Register a client; its secret is shown once").body(named("ClientInput"));
    let consents = of("get", "/api/oauth/consents", "List what people allow at present, newest first");
    let end = of("delete", "/api/oauth/consents/{id}", "End a consent and the tokens that live on it");
    vec![
        keyed(of("get", all, "List clients, newest first").json_answer(200, list(named("Client"))), &[]),
        keyed(register.json_answer(201, named("NewClient")), &[400, 413, 415]),
        keyed(of("delete", one, "End a client with all that it was allowed").json_answer(200, named("Success")), &[404]),
        keyed(consents.json_answer(200, list(named("Consent"))), &[]),
        keyed(end.json_answer(200, named("Success")), &[404]),
    ]
}

/// What is done with keys.
pub(super) fn keyed(operation: Operation, refusals: &[u16]) -> Operation {
    operation.refuses(&[401, 403, 429, 500, 503], &named("Failure")).refuses(refusals, &named("Failure"))
}

fn authorization_server() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Authorization server", summary);
    let described = |path, summary| of("get", path, summary).public().json_answer(200, any_object());
    let ask = of("get", "/oauth2/auth", "Ask a person whether he allows an app something: he is sent here").public();
    let ask = ask.query("response_type", one_of(&["code"])).query("code_challenge_method", one_of(&["S256"]));
    let ask = ["client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "prompt"]
        .iter()
        .fold(ask, |operation, name| operation.query(name, text()));
    let pages = [200, 400, 403, 500, 503];
    let ask = pages.iter().fold(ask.answer(303, &[]), |ask, status| ask.answer(*status, &[("text/html", json!({}))]));
    let token = of("post", "/oauth2/token", "Turn a code, a refresh token or a client's secret into an access token");
    let token = token.form(named("TokenInput")).json_answer(200, named("Tokens"));
    let revoke = of("post", "/oauth2/revoke", "Give a token back").form(named("RevocationInput")).answer(200, &[]);
    let endpoint = |operation: Operation| operation.secured_by(&[CLIENT]).refuses(&[400, 401, 413, 500, 503], &named("OauthFailure"));
    let keys = described("/.well-known/jwks.json", "Show the public keys that sign tokens").refuses(&[500, 503], &named("OauthFailure"));
    vec![
        ask,
        endpoint(token),
        endpoint(revoke),
        described("/.well-known/openid-configuration", "Show what a client must know of this server"),
        described("/.well-known/oauth-authorization-server", "Show the same"),
        keys,
    ]
}

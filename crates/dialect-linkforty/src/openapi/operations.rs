//! What can be done: every route, with all that it answers. A test holds these against the router.

use serde_json::{Value, json};
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{any_object, flag, format, list, named, object, one_of, text, text_up_to, whole};

/// These, and what apps are served.
pub(super) fn all() -> Vec<Operation> {
    [operations(), super::installs::operations(), super::analytics::operations()].concat()
}

fn operations() -> Vec<Operation> {
    [links(), bulk(), templates(), projects(), workspaces(), domains(), keys(), webhooks(), debug(), public()].concat()
}

fn links() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Links", summary);
    let row = || named("Link");
    vec![
        counted(
            of("get", "/api/links", "List links, newest first")
                .query("page", whole(1, 10_000_000))
                .query("limit", whole(1, 100))
                .query("cursor", text())
                .query("search", text_up_to(255))
                .query("status", one_of(&["active", "inactive"]))
                .query("projectId", format("uuid"))
                .query("templateId", format("uuid"))
                .query("tag", text_up_to(64))
                .query("isArchived", flag())
                .query("createdAfter", format("date-time"))
                .query("createdBefore", format("date-time"))
                .json_answer(200, list(row())),
            &[400],
        ),
        counted(of("post", "/api/links", "Make a link").body(named("LinkInput")).json_answer(201, row()), &[404, 409]),
        counted(
            of("post", "/api/links/preview", "Say where visitors would go by a link that is not made yet")
                .body(named("PreviewInput"))
                .json_answer(200, list(named("Report"))),
            &[404],
        ),
        counted(of("get", "/api/links/{id}", "Show a link").json_answer(200, row()), &[404]),
        counted(of("put", "/api/links/{id}", "Change a link").body(named("LinkChange")).json_answer(200, row()), &[404]),
        counted(of("patch", "/api/links/{id}", "Change a link").body(named("LinkChange")).json_answer(200, row()), &[404]),
        counted(of("delete", "/api/links/{id}", "Delete a link").json_answer(200, named("Success")), &[404]),
        counted(of("post", "/api/links/{id}/duplicate", "Copy a link").json_answer(201, row()), &[400, 404]),
        counted(of("get", "/api/links/discover/{code}", "Show a link by its code").json_answer(200, row()), &[404]),
        keyed(
            of("get", "/api/links/{id}/qr", "Draw a link's QR code")
                .query("format", one_of(&["png", "svg"]))
                .query("size", whole(128, 2_048))
                .query("color", text())
                .query("bgcolor", text())
                .answer(200, &[("image/png", json!({})), ("image/svg+xml", json!({}))]),
            &[400, 404],
        ),
    ]
}

fn bulk() -> Vec<Operation> {
    let of = |path, summary| Operation::new("post", path, "Links", summary);
    let many = |of: Value| json!({"type": "array", "items": of, "maxItems": 100});
    let ids = || many(text());
    let rows = object(&[("links", many(named("LinkInput")))], &["links"]);
    let change = object(&[("ids", ids()), ("changes", named("LinkChange"))], &["ids", "changes"]);
    vec![
        counted(of("/api/links/bulk-create", "Make many links").body(rows).json_answer(201, named("Created")), &[]),
        counted(of("/api/links/bulk-update", "Change many links").body(change).json_answer(200, named("Updated")), &[]),
        counted(
            of("/api/links/bulk-delete", "Delete many links").body(object(&[("ids", ids())], &["ids"])).json_answer(200, named("Deleted")),
            &[],
        ),
    ]
}

fn templates() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Templates", summary);
    let (row, change) = (|| named("Template"), || named("TemplateChange"));
    vec![
        counted(of("get", "/api/templates", "List templates, the default first").json_answer(200, list(row())), &[]),
        counted(of("post", "/api/templates", "Make a template").body(named("TemplateInput")).json_answer(201, row()), &[]),
        counted(of("get", "/api/templates/{id}", "Show a template").json_answer(200, row()), &[404]),
        counted(of("put", "/api/templates/{id}", "Change a template").body(change()).json_answer(200, row()), &[404]),
        counted(of("patch", "/api/templates/{id}", "Change a template").body(change()).json_answer(200, row()), &[404]),
        counted(of("delete", "/api/templates/{id}", "Delete a template").json_answer(200, named("Success")), &[404, 409]),
        counted(of("put", "/api/templates/{id}/set-default", "Make a template the default").json_answer(200, row()), &[404]),
        counted(of("post", "/api/templates/{id}/set-default", "Make a template the default").json_answer(200, row()), &[404]),
    ]
}

fn projects() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Projects", summary);
    let row = || named("Project");
    vec![
        counted(of("get", "/api/projects", "List projects, newest first").json_answer(200, list(row())), &[]),
        counted(of("post", "/api/projects", "Make a project").body(named("ProjectInput")).json_answer(201, row()), &[]),
        counted(of("get", "/api/projects/{id}", "Show a project").json_answer(200, row()), &[404]),
    ]
}

fn domains() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Domains", summary);
    let row = || named("Domain");
    vec![
        counted(of("get", "/api/domains", "List the workspace's host names").json_answer(200, list(row())), &[]),
        counted(of("post", "/api/domains", "Name a host name").body(named("DomainInput")).json_answer(201, row()), &[409]),
        counted(of("get", "/api/domains/{id}", "Show a host name and its proof").json_answer(200, row()), &[404]),
        counted(of("post", "/api/domains/{id}/verify", "Look for a host name's proof").json_answer(200, row()), &[404, 409, 422]),
        counted(of("delete", "/api/domains/{id}", "Give up a host name").json_answer(200, named("Success")), &[404]),
    ]
}

fn workspaces() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Workspaces", summary);
    let (row, config, change) = (|| named("Workspace"), || named("AppConfig"), || named("AppConfigChange"));
    let path = "/api/workspaces/{id}/app-config";
    vec![
        counted(of("get", "/api/workspaces", "List the workspaces that the key acts in").json_answer(200, list(row())), &[]),
        counted(of("get", "/api/workspaces/{id}", "Show a workspace").json_answer(200, row()), &[404]),
        counted(of("get", path, "Show what a workspace says of its app").json_answer(200, config()), &[404]),
        counted(of("put", path, "Change what a workspace says of its app").body(change()).json_answer(200, config()), &[404]),
        counted(of("patch", path, "Change what a workspace says of its app").body(change()).json_answer(200, config()), &[404]),
    ]
}

fn keys() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "API keys", summary);
    vec![
        counted(of("get", "/api/settings/api-keys", "List keys").json_answer(200, list(named("Key"))), &[]),
        counted(
            of("post", "/api/settings/api-keys", "Make a key; it is shown once").body(named("KeyInput")).json_answer(201, named("NewKey")),
            &[],
        ),
        counted(of("delete", "/api/settings/api-keys/{id}", "End a key").json_answer(200, named("Success")), &[404]),
    ]
}

fn webhooks() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Webhooks", summary);
    let (row, change) = (|| named("Webhook"), || named("WebhookChange"));
    let new = of("post", "/api/webhooks", "Make a webhook; its secret is shown once");
    let rotate = of("post", "/api/webhooks/{id}/rotate-secret", "Give a webhook another secret; it is shown once");
    let replay = "/api/webhooks/{id}/deliveries/{deliveryId}/replay";
    vec![
        counted(of("get", "/api/webhooks", "List webhooks, newest first").json_answer(200, list(row())), &[]),
        counted(new.body(named("WebhookInput")).json_answer(201, named("NewWebhook")), &[]),
        counted(of("get", "/api/webhooks/{id}", "Show a webhook").json_answer(200, row()), &[404]),
        counted(of("put", "/api/webhooks/{id}", "Change a webhook").body(change()).json_answer(200, row()), &[404]),
        counted(of("patch", "/api/webhooks/{id}", "Change a webhook").body(change()).json_answer(200, row()), &[404]),
        counted(of("delete", "/api/webhooks/{id}", "Delete a webhook").json_answer(200, named("Success")), &[404]),
        counted(of("post", "/api/webhooks/{id}/test", "Send a webhook a test event").json_answer(202, named("TestSent")), &[404]),
        counted(rotate.body(named("SecretRotation")).json_answer(200, named("RotatedWebhook")), &[404]),
        counted(
            of("get", "/api/webhooks/{id}/deliveries", "List what a webhook was told, the last event first")
                .query("limit", whole(1, 100))
                .query("cursor", format("uuid"))
                .json_answer(200, list(named("Delivery"))),
            &[400, 404],
        ),
        counted(of("post", replay, "Send a delivery again").json_answer(202, named("Delivery")), &[404]),
    ]
}

fn debug() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Trying out", summary);
    let rows = || list(any_object());
    let simulate = of("post", "/api/debug/simulate", "Say what a visitor would get");
    vec![
        counted(simulate.body(named("SimulateInput")).json_answer(200, named("Report")), &[404]),
        counted(of("post", "/api/debug/live-token", "Give a ticket for /api/debug/live").json_answer(201, named("Ticket")), &[]),
        counted(of("get", "/api/debug/user-agents", "List browsers to try with").json_answer(200, rows()), &[]),
        counted(of("get", "/api/debug/countries", "List countries that rules can name").json_answer(200, rows()), &[]),
        counted(of("get", "/api/debug/languages", "List languages that rules can name").json_answer(200, rows()), &[]),
    ]
}

fn public() -> Vec<Operation> {
    let of = |path, summary| Operation::new("get", path, "Public", summary).public();
    let store = |operation: Operation| operation.refuses(&[500, 503], &named("Failure"));
    let (apple, android) = ("/.well-known/apple-app-site-association", "/.well-known/assetlinks.json");
    vec![
        store(of(apple, "Tell iOS which apps open links").json_answer(200, any_object()).refuses(&[404], &named("Failure"))),
        store(of(android, "Tell Android which apps open links").json_answer(200, list(any_object())).refuses(&[404], &named("Failure"))),
        of("/api/debug/live", "Open a WebSocket that tells of clicks as they come in")
            .query("token", text())
            .query("linkId", text())
            .answer(101, &[])
            .refuses(&[400, 401, 403, 404, 426, 500, 503], &named("Failure")),
        of("/api/openapi.json", "Show this document").json_answer(200, any_object()),
    ]
}

/// What needs a key, and may be asked for so often only.
pub(super) fn counted(operation: Operation, refusals: &[u16]) -> Operation {
    keyed(operation, refusals).refuses(&[429], &named("Failure"))
}

/// What needs a key.
fn keyed(operation: Operation, refusals: &[u16]) -> Operation {
    let of_body: &[u16] = if operation.has_body() { &[400, 413, 415] } else { &[] };
    let failure = named("Failure");
    operation.refuses(&[401, 403, 500, 503], &failure).refuses(of_body, &failure).refuses(refusals, &failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::inputs;
    use crate::{LinkForty, router};
    use axum::body::Body;
    use http::{Method, Request, StatusCode};
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;
    use tower::ServiceExt as _;
    use trackway_testbed::Testbed;
    use trackway_web::rate_limit::RateLimiter;

    /// The router refuses what a path does not take, and says what it takes: exactly what is documented.
    #[tokio::test(flavor = "current_thread")]
    async fn what_is_served_is_what_is_documented() {
        let bed = Testbed::new().await;
        let (app, limiter) = (Arc::clone(&bed.app), Arc::new(RateLimiter::per_minute(1_000)));
        let door = Arc::new(trackway_testbed::recorded::Recorded::default()).door();
        let click_tokens = trackway_domain::click_token::ClickTokenKey::new(&[7; 32]);
        let sdk = crate::Sdk { click_tokens, door, limiter: Arc::clone(&limiter) };
        let router = router(LinkForty { app, geography: Arc::default(), live: Arc::default(), limiter, sdk, template_optional: false });
        let key = bed.key("admin").await;
        let mut documented = BTreeMap::<_, BTreeSet<_>>::new();
        for operation in all() {
            documented.entry(operation.path()).or_default().insert(operation.method().to_uppercase());
        }
        for (path, methods) in documented {
            let request = Request::builder().method(Method::TRACE).uri(path.replace(['{', '}'], "")).header("x-api-key", &key);
            let response = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
            let allowed = response.headers()["allow"].to_str().expect("text").split(',').filter(|method| *method != "HEAD");
            assert_eq!(allowed.map(str::to_owned).collect::<BTreeSet<_>>(), methods, "{path}");
        }
    }

    /// Whatever is documented as an input is read: a value of the wrong kind is a fault under its name.
    #[test]
    fn every_documented_field_of_a_link_is_read() {
        for (name, _) in inputs::link().into_iter().filter(|(name, _)| !["customCode", "accountId"].contains(name)) {
            let object = json!({name: [[]]});
            let mut fields = crate::fields::Fields::of(&object).expect("an object");
            let patch = crate::links::fields::read(&mut fields);
            let _ = crate::links::fields::password(&mut fields);
            assert!(fields.finish(patch).is_err_and(|faults| faults.concern(name)), "{name}");
        }
        for (name, _) in inputs::settings() {
            assert!(crate::templates::settings::read(&json!({name: [[]]})).is_err_and(|faults| faults.concern(name)), "{name}");
        }
    }
}

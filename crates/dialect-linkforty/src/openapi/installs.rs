//! What is said of the routes for apps, and of the numbers of installs.

use super::operations::counted;
use serde_json::{Value, json};
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{any_object, complete, flag, format, list, named, object, or_null, text, text_up_to, whole};

pub(super) fn operations() -> Vec<Operation> {
    [apps(), numbers(), matching()].concat()
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let failure = complete(&[("error", text())]);
    vec![
        ("InstallInput", object(&install(), &["userAgent"])),
        ("Install", installed()),
        ("InstallAttribution", attribution()),
        ("EventInput", object(&event(), &["installId", "eventName"])),
        ("EventAnswer", complete(&[("success", flag()), ("eventId", format("uuid")), ("acknowledged", flag())])),
        ("AppLinkAnswer", complete(&[("url", format("uri")), ("shortCode", text()), ("linkId", format("uuid")), ("deduplicated", flag())])),
        ("OpenedLink", opened()),
        ("AppFailure", failure),
        ("InstallNumbers", any_object()),
        ("Funnel", any_object()),
        ("InstallMatching", complete(&[("enabled", flag()), ("capHours", or_null(whole(1, 168)))])),
        ("InstallMatchingChange", object(&[("enabled", flag()), ("capHours", or_null(whole(1, 168)))], &["enabled"])),
    ]
}

fn apps() -> Vec<Operation> {
    let of = |method, path, summary| Operation::new(method, path, "Apps", summary);
    let failure = named("Failure");
    // A key is optional, but must be a good one.
    let open = |operation: Operation| operation.public().refuses(&[400, 401, 413, 415, 429, 500, 503], &named("Failure"));
    let resolve = |path, summary| {
        let names = ["fp_tz", "fp_lang", "fp_sw", "fp_sh", "fp_platform", "fp_pv"];
        let asked = names.iter().fold(of("get", path, summary).public(), |operation, name| operation.query(name, text()));
        let refused = asked.json_answer(200, named("OpenedLink")).refuses(&[403, 404, 410], &named("AppFailure"));
        refused.refuses(&[400, 401, 429, 500, 503], &named("Failure"))
    };
    let health = complete(&[("status", text()), ("version", text()), ("timestamp", format("date-time"))]);
    let attribution = of("get", "/api/sdk/v1/attribution/{fingerprint}", "Show what is known of an install");
    let event = of("post", "/api/sdk/v1/event", "Tell what was done in an app").body(named("EventInput"));
    vec![
        of("get", "/api/sdk/v1/health", "Say that apps reach the server").public().json_answer(200, health),
        open(
            of("post", "/api/sdk/v1/install", "Say that an app was opened").body(named("InstallInput")).json_answer(200, named("Install")),
        ),
        attribution.json_answer(200, named("InstallAttribution")).refuses(&[401, 404, 429, 500, 503], &failure),
        open(event.json_answer(200, named("EventAnswer")).refuses(&[404], &named("AppFailure"))),
        resolve("/api/sdk/v1/resolve/{code}", "Open a link in an app"),
        resolve("/api/sdk/v1/resolve/{slug}/{code}", "Open a link behind a slug or handle in an app"),
        of("post", "/api/sdk/v1/links", "Make a link for an app's user, or find the one made before")
            .body(object(&app_link(), &[]))
            .json_answer(201, named("AppLinkAnswer"))
            .refuses(&[400, 401, 403, 404, 409, 413, 415, 429, 500, 503], &failure),
    ]
}

fn numbers() -> Vec<Operation> {
    let of =
        |path, summary| Operation::new("get", path, "Analytics", summary).query("days", whole(1, 365)).query("projectId", format("uuid"));
    let (all, one) = ("/api/analytics/installs", "/api/analytics/installs/{id}");
    let funnel = of("/api/analytics/conversion-funnel", "Count clicks, installs, what is done in them, and money");
    vec![
        counted(of(all, "Count installs").json_answer(200, named("InstallNumbers")), &[400, 404]),
        counted(of(one, "Count the installs that a link led to").json_answer(200, named("InstallNumbers")), &[400, 404]),
        counted(funnel.json_answer(200, named("Funnel")), &[400, 404]),
    ]
}

fn matching() -> Vec<Operation> {
    let of = |method, summary| Operation::new(method, "/api/workspaces/{id}/install-matching", "Workspaces", summary);
    let change = of("put", "Switch comparing installs with recent clicks on or off").body(named("InstallMatchingChange"));
    vec![
        counted(of("get", "Show whether installs are compared with recent clicks").json_answer(200, named("InstallMatching")), &[404]),
        counted(change.json_answer(200, named("InstallMatching")), &[404]),
    ]
}

fn install() -> Vec<(&'static str, Value)> {
    let line = |max| or_null(text_up_to(max));
    let loose = || json!({"type": ["string", "number", "null"]});
    let pixels = || json!({"type": ["number", "null"], "minimum": 0, "maximum": 100_000});
    vec![
        ("userAgent", text_up_to(2_000)),
        ("timezone", or_null(text())),
        ("language", or_null(text())),
        ("screenWidth", pixels()),
        ("screenHeight", pixels()),
        ("platform", or_null(text())),
        ("platformVersion", loose()),
        ("deviceId", loose()),
        ("attributionWindowHours", or_null(whole(1, 2_160))),
        ("sdkName", loose()),
        ("sdkVersion", loose()),
        ("appVersion", loose()),
        ("installReferrer", line(4_096)),
        ("clickId", or_null(format("uuid"))),
        ("installBeginAt", json!({"type": ["string", "integer", "null"]})),
    ]
}

fn installed() -> Value {
    complete(&[
        ("installId", format("uuid")),
        ("attributed", flag()),
        ("confidenceScore", whole(0, 100)),
        ("matchedFactors", list(text())),
        ("deepLinkData", or_null(any_object())),
        ("fingerprint", text()),
    ])
}

fn attribution() -> Value {
    complete(&[
        ("fingerprint", text()),
        ("attributed", flag()),
        ("installEvent", any_object()),
        ("clickEvent", or_null(any_object())),
        ("linkData", or_null(any_object())),
    ])
}

fn event() -> Vec<(&'static str, Value)> {
    vec![
        ("installId", format("uuid")),
        ("eventName", text_up_to(255)),
        ("eventData", or_null(any_object())),
        ("timestamp", or_null(text())),
        ("attributedLinkId", or_null(text())),
        ("attributedClickId", or_null(text())),
        ("sessionId", json!({"type": ["string", "number", "null"]})),
    ]
}

fn app_link() -> Vec<(&'static str, Value)> {
    let slug = ("templateSlug", or_null(text_up_to(64)));
    super::inputs::link().into_iter().chain([slug]).collect()
}

fn opened() -> Value {
    let parts = [
        ("shortCode", text()),
        ("linkId", format("uuid")),
        ("deepLinkPath", text()),
        ("appScheme", text()),
        ("iosUrl", text()),
        ("androidUrl", text()),
        ("webUrl", text()),
        ("utmParameters", any_object()),
        ("customParameters", any_object()),
        ("clickedAt", format("date-time")),
    ];
    object(&parts, &["shortCode", "linkId", "utmParameters", "customParameters", "clickedAt"])
}

//! What is said of numbers.

use super::operations::counted;
use crate::analytics::query::{DAYS_MAX, FILTERS};
use crate::analytics::row::LISTS;
use serde_json::{Value, json};
use trackway_domain::stats::Interval;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, format, list, named, one_of, or_null, text, whole};

pub(super) fn operations() -> Vec<Operation> {
    let of = |path, summary| Operation::new("get", path, "Analytics", summary);
    let overview = asked(of("/api/analytics/overview", "Show what was clicked in the workspace"));
    let link = asked(of("/api/analytics/links/{id}", "Show what was clicked of a link"));
    let project = asked(of("/api/analytics/projects/{id}", "Show what was clicked of a project's links"));
    vec![
        counted(overview.json_answer(200, named("Analytics")), &[400]),
        counted(link.json_answer(200, named("LinkAnalytics")), &[400, 404]),
        counted(project.json_answer(200, named("Analytics")), &[400, 404]),
    ]
}

fn asked(operation: Operation) -> Operation {
    let operation = operation.query("days", whole(1, DAYS_MAX.into())).query("from", described("Instead of days: a day, or an instant"));
    let operation = operation.query("to", described("A day, which is counted whole, or an instant, which is not counted; else now"));
    let operation = operation.query("timezone", described("The IANA name of a time zone; else UTC"));
    let operation = operation.query("interval", one_of(&Interval::ALL.map(Interval::as_str)));
    let operation = operation.query("traffic", described("all, or traffic classes, separated by commas; else human"));
    FILTERS.iter().fold(operation, |operation, (name, _)| operation.query(name, described("Values, separated by commas; Unknown is one")))
}

fn described(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let top = [
        ("id", format("uuid")),
        ("shortCode", text()),
        ("title", or_null(text())),
        ("originalUrl", or_null(text())),
        ("totalClicks", number()),
        ("uniqueClicks", number()),
    ];
    let with_links = [keys(), vec![("topLinks", list(complete(&top)))]].concat();
    vec![("Analytics", complete(&with_links)), ("LinkAnalytics", complete(&keys()))]
}

fn keys() -> Vec<(&'static str, Value)> {
    let rows = |parts: &[(&'static str, Value)]| list(complete(&[parts.to_vec(), vec![("clicks", number())]].concat()));
    let mut keys = vec![
        ("totalClicks", number()),
        ("uniqueClicks", number()),
        ("clicksByDate", rows(&[("date", format("date-time"))])),
        ("clicksByCountry", rows(&[("countryCode", text()), ("country", text())])),
    ];
    keys.extend(LISTS.map(|(list, name, _)| (list, rows(&[(name, text())]))));
    keys.push(("clicksByCity", rows(&[("city", text()), ("countryCode", text()), ("region", text())])));
    keys.push(("clicksByHour", rows(&[("hour", whole(0, 23))])));
    keys
}

fn number() -> Value {
    json!({"type": "integer", "minimum": 0})
}

//! What is said of questions about clicks.

use super::operations::keyed;
use crate::filters::UNKNOWN;
use crate::stats::ORDERS;
use crate::stats::breakdown::{MOST, USUAL};
use serde_json::{Value, json};
use trackway_app::stats::funnel::Stage;
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::stats::{Dimension, Interval, Preset};
use trackway_domain::traffic::TrafficClass;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, object, one_of, or_null, text, whole};

pub(super) fn operations() -> Vec<Operation> {
    let of = |path, summary| Operation::new("get", path, "Stats", summary);
    let limited = |operation: Operation| {
        let operation = operation.query("order", one_of(&ORDERS)).query("currency", described("Of gross and net; else USD"));
        operation.query("limit", json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}))
    };
    let compared = |operation: Operation| operation.query("compare", one_of(&["previous"]));
    let overview = of("/api/stats/overview", "Count everything together, beside the period before");
    let timeseries = of("/api/stats/timeseries", "Count by hour, day, week or month").query("interval", interval());
    let breakdown = of("/api/stats/breakdown", "Count by what clicks can be told apart by");
    let breakdown = limited(breakdown.query("by", one_of(&Dimension::ALL.map(Dimension::as_str))));
    let funnel = of("/api/stats/funnel", "Count how many come how far, from a click to a sale");
    let links = limited(of("/api/stats/links", "List the links that count most"));
    let answered = [
        (compared(overview), "Overview"),
        (compared(timeseries), "Timeseries"),
        (compared(breakdown), "Breakdown"),
        (compared(funnel), "Funnel"),
        (compared(links), "TopLinks"),
    ];
    let tag = complete(&[("tag", text()), ("links", json!({"type": "integer", "minimum": 1}))]);
    let tags =
        Operation::new("get", "/api/tags", "Tags", "List the tags of links, and how many links have each").json_answer(200, list(tag));
    let answered = answered.map(|(operation, answer)| keyed(asked(operation).json_answer(200, named(answer)), &[400]));
    [answered.to_vec(), vec![keyed(tags, &[])]].concat()
}

/// What every question may say.
fn asked(operation: Operation) -> Operation {
    let range = format!(
        "today, yesterday, week, month, year, all, or up to {} hours or days such as 24h or 30d; 30d where nothing is said",
        Preset::MAX
    );
    let operation = operation.query("model", one_of(&ModelKind::ALL.map(ModelKind::as_str)));
    let operation = operation.query("range", described(&range)).query("timezone", described("The IANA name of a time zone; else UTC"));
    let operation = operation.query("from", described("Instead of a range: a day, or an instant"));
    let operation = operation.query("to", described("A day, which is counted whole, or an instant, which is not counted; else now"));
    filtered(operation, "human where nothing is said")
}

/// The filters of questions, and of lists of what is counted by them.
pub(super) fn filtered(operation: Operation, traffic: &str) -> Operation {
    Dimension::ALL.into_iter().fold(operation, |operation, by| {
        let wanted = match by {
            Dimension::Traffic => {
                format!("{}, or all alone; {traffic}", TrafficClass::ALL.map(TrafficClass::as_str).join(", "))
            }
            Dimension::Link => "Ids or codes of links".to_owned(),
            _ => "Values".to_owned(),
        };
        let only = described(&format!(
            "{wanted}; several are separated by commas, {UNKNOWN} is the unknown, and a backslash takes a comma as it is"
        ));
        let operation = operation.query(by.as_str(), only);
        operation.query(&format!("{}!", by.as_str()), described("Values that do not count"))
    })
}

fn described(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

fn interval() -> Value {
    one_of(&Interval::ALL.map(Interval::as_str))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let span = [("from", format("date-time")), ("to", format("date-time"))];
    let range = [span.to_vec(), vec![("timezone", text())]].concat();
    let answer = |keys: &[(&'static str, Value)]| complete(&[head(), keys.to_vec()].concat());
    let timeseries = [("interval", interval()), ("totals", named("Numbers")), ("points", list(named("Point")))];
    let previous = or_null(complete(&[("totals", named("Numbers")), ("points", list(named("Point")))]));
    let rows = [("by", text()), ("totals", named("Numbers")), ("rows", list(named("BreakdownRow"))), ("hasMore", flag())];
    let links = [("totals", named("Numbers")), ("links", list(named("TopLink"))), ("hasMore", flag())];
    let count = || json!({"type": "integer", "minimum": 0});
    let class = ("class", one_of(&TrafficClass::ALL.map(TrafficClass::as_str)));
    let traffic = complete(&[("clicks", count()), ("visitors", count()), class]);
    let funnel = [("steps", list(named("FunnelStep"))), ("previous", or_null(list(named("FunnelStep"))))];
    let overview = [("totals", named("Numbers")), ("previous", or_null(named("Numbers"))), ("traffic", list(traffic))];
    vec![
        ("TimeSpan", complete(&span)),
        ("TimeRange", complete(&range)),
        ("Numbers", counted(&[], false)),
        ("Overview", answer(&overview)),
        ("Point", counted(&span, false)),
        ("Timeseries", answer(&[timeseries.to_vec(), vec![("previous", previous)]].concat())),
        ("BreakdownRow", counted(&[("value", or_null(text())), ("caption", or_null(text()))], true)),
        ("Breakdown", answer(&rows)),
        ("FunnelStep", funnel_step()),
        ("Funnel", answer(&funnel)),
        ("TopLink", counted(&top_link(), true)),
        ("TopLinks", answer(&links)),
    ]
}

/// What every answer begins with.
fn head() -> Vec<(&'static str, Value)> {
    vec![
        ("range", named("TimeRange")),
        ("previousRange", or_null(named("TimeSpan"))),
        ("asOf", format("date-time")),
        ("visitorDays", whole(1, i64::from(u16::MAX))),
        ("notes", list(text())),
    ]
}

/// Keys that are always there, what was counted beside them, and perhaps what was counted in the period before.
fn counted(keys: &[(&'static str, Value)], is_comparable: bool) -> Value {
    let whole = || json!({"type": "integer"});
    let names = ["clicks", "visitors", "claims", "follows", "subscriptions", "sales", "leads", "customs", "refunds"];
    let money = list(complete(&[("currency", text()), ("gross", text()), ("net", text())]));
    let numbers = names.map(|name| (name, whole())).into_iter().chain([("money", money)]);
    let keys = keys.iter().cloned().chain(numbers).collect::<Vec<_>>();
    let required = keys.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let previous = is_comparable.then(|| ("previous", named("Numbers")));
    object(&keys.iter().cloned().chain(previous).collect::<Vec<_>>(), &required)
}

fn funnel_step() -> Value {
    let part = || or_null(json!({"type": "number"}));
    let steps = Stage::ALL.map(Stage::as_str);
    complete(&[("step", one_of(&steps)), ("count", json!({"type": "integer"})), ("ofFirst", part()), ("ofPrevious", part())])
}

fn top_link() -> [(&'static str, Value); 6] {
    [
        ("id", format("uuid")),
        ("code", text()),
        ("shortUrl", text()),
        ("name", or_null(text())),
        ("destination", or_null(text())),
        ("isDeleted", flag()),
    ]
}

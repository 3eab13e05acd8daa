//! What is said of costs and what comes of them.

use super::attribution::model;
use super::operations::keyed;
use serde_json::{Value, json};
use trackway_domain::cost::CostModel;
use trackway_web::openapi::operation::Operation;
use trackway_web::openapi::schema::{complete, flag, format, list, named, one_of, or_null, text, whole};

pub(super) fn operations() -> Vec<Operation> {
    let of = |path, summary| Operation::new("get", path, "Costs and return", summary).query("model", model());
    let of_links =
        |operation: Operation| ["link", "template", "project", "account", "tag"].iter().fold(operation, |of, name| of.query(name, text()));
    let returns = of("/api/stats/returns", "Show what links cost and brought").query("from", text()).query("to", text());
    let returns = of_links(returns.query("limit", whole(1, 1_000)));
    let cohorts = of("/api/stats/cohorts", "Show what subscribers had paid some days after they came");
    let cohorts = of_links(cohorts.query("interval", one_of(&["day", "week", "month"])).query("count", whole(1, 400)));
    let cohorts = cohorts.query("timezone", text()).query("ages", text()).query("currency", text());
    vec![keyed(returns.json_answer(200, named("Returns")), &[400]), keyed(cohorts.json_answer(200, named("Cohorts")), &[400])]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let total = [("currency", text()), ("spent", text()), ("gross", text()), ("net", text()), ("returnOnInvestment", ratio())];
    let returns = [("links", list(link())), ("linkCount", count()), ("totals", list(complete(&total)))];
    let age = [("day", count()), ("gross", text()), ("net", text()), ("netPerSubscriber", or_null(text())), ("isComplete", flag())];
    let cohort = [("from", format("date")), ("before", format("date")), ("subscribers", count()), ("ages", list(complete(&age)))];
    let cohorts = [("currency", text()), ("timezone", or_null(text())), ("cohorts", list(complete(&cohort)))];
    vec![("Returns", complete(&returns)), ("Cohorts", complete(&cohorts))]
}

fn link() -> Value {
    let cost = complete(&[("model", one_of(&CostModel::ALL.map(CostModel::as_str))), ("amount", text()), ("currency", text())]);
    let each = || or_null(text());
    complete(&[
        ("linkId", format("uuid")),
        ("code", or_null(text())),
        ("name", or_null(text())),
        ("cost", or_null(cost)),
        ("clicks", count()),
        ("visitors", count()),
        ("claims", count()),
        ("follows", count()),
        ("subscriptions", count()),
        ("sales", count()),
        ("currency", text()),
        ("spent", text()),
        ("gross", text()),
        ("net", text()),
        ("costPerClick", each()),
        ("costPerFollower", each()),
        ("costPerSubscriber", each()),
        ("revenuePerClick", each()),
        ("revenuePerSubscriber", each()),
        ("returnOnInvestment", ratio()),
    ])
}

fn count() -> Value {
    json!({"type": "integer"})
}

fn ratio() -> Value {
    or_null(json!({"type": "number"}))
}

//! Numbers and times as answers show them, and what rows can be ordered by.

use crate::query::Parameters;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use trackway_app::stats::Numbers;
use trackway_app::stats::numbers::{CreditMeasure, Measure};
use trackway_domain::money::Currency;
use trackway_domain::stats::{ClickMeasure, ClickNumbers, Span};

/// What rows can be ordered by.
pub(crate) const ORDERS: [&str; 9] = ["clicks", "visitors", "claims", "follows", "subscriptions", "sales", "leads", "gross", "net"];

/// `order`, and of money `currency`: by which number rows are ordered, the most first.
pub(super) fn order(parameters: &mut Parameters) -> Measure {
    let known = |code: &str| Currency::parse(code);
    let currency = parameters.parsed("currency", "the code of a currency, such as USD", known).unwrap_or(Currency::USD);
    let named = |text: &str| {
        Some(match text {
            "clicks" => Measure::Clicks(ClickMeasure::Clicks),
            "visitors" => Measure::Clicks(ClickMeasure::Visitors),
            "claims" => Measure::Credits(CreditMeasure::Claims),
            "follows" => Measure::Credits(CreditMeasure::Follows),
            "subscriptions" => Measure::Credits(CreditMeasure::Subscriptions),
            "sales" => Measure::Credits(CreditMeasure::Sales),
            "leads" => Measure::Credits(CreditMeasure::Leads),
            "gross" => Measure::Credits(CreditMeasure::Gross(currency)),
            "net" => Measure::Credits(CreditMeasure::Net(currency)),
            _ => return None,
        })
    };
    let order = parameters.parsed("order", &format!("one of {}", ORDERS.join(", ")), named);
    order.unwrap_or(Measure::Clicks(ClickMeasure::Clicks))
}

/// What was counted.
pub(super) fn numbers(counted: &Numbers) -> Value {
    let credits = &counted.credits;
    let money = credits
        .money
        .iter()
        .map(|(currency, money)| json!({"currency": currency.as_str(), "gross": money.gross.to_string(), "net": money.net.to_string()}));
    let mut numbers = clicks(counted.clicks);
    numbers["claims"] = credits.claims.into();
    numbers["follows"] = credits.follows.into();
    numbers["subscriptions"] = credits.subscriptions.into();
    numbers["sales"] = credits.sales.into();
    numbers["leads"] = credits.leads.into();
    numbers["customs"] = credits.customs.into();
    numbers["refunds"] = credits.refunds.into();
    numbers["money"] = money.collect();
    numbers
}

/// What was clicked.
pub(super) fn clicks(clicks: ClickNumbers) -> Value {
    json!({"clicks": clicks.clicks, "visitors": clicks.visitors})
}

/// Puts what was counted beside what it was counted of.
pub(super) fn with_numbers(mut row: Value, counted: &Numbers, previous: Option<&Numbers>) -> Value {
    if let (Value::Object(row), Value::Object(counted)) = (&mut row, numbers(counted)) {
        row.extend(counted);
        row.extend(previous.map(|previous| ("previous".to_owned(), numbers(previous))));
    }
    row
}

/// A span, as local times.
pub(super) fn span(span: Span, zone: &TimeZone) -> Value {
    json!({"from": instant(span.from(), zone), "to": instant(span.before(), zone)})
}

/// An instant, as the local time and how far it is ahead of UTC.
pub(super) fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

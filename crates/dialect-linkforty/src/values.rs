//! What values mean: from JSON to domain types. Each function parses one kind of value, and says what is wrong with any other.
//! Which field takes which kind is said where the fields are listed.

use crate::faults::{Fault, Faults};
use crate::fields::{Fields, Parsed};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::fmt::Display;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use trackway_domain::cost::{Cost, CostModel};
use trackway_domain::destination::{Destination, DestinationError};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language, Targeting};
use trackway_domain::utm::Utm;
use trackway_domain::window::AttributionWindow;
use trackway_web::body::Object;
use uuid::Uuid;

/// How deep parameters may be nested: documents that hold them add levels of their own, and readers of JSON give up at 128.
const MAX_DEPTH: usize = 32;

/// How long parameters may be, in bytes of JSON: all of them travel in an address.
const MAX_PARAMETERS: usize = 4_096;

/// How long lists may be: all countries fit in.
const MAX_ITEMS: usize = 300;

/// A text that `parse` accepts; an empty one counts as null.
pub(crate) fn named<T, E: Display>(parse: impl Fn(&str) -> Result<T, E>) -> impl Fn(&Value) -> Parsed<T> {
    move |value| match string(value)? {
        "" => Ok(None),
        text => parse(text).map(Some).map_err(|error| Fault::of(error).into()),
    }
}

/// A text of at most `max` characters, none of them a control character; an empty one counts as null.
pub(crate) fn text(max: usize) -> impl Fn(&Value) -> Parsed<String> {
    named(move |text| match text {
        text if text.chars().count() > max => Err(format!("must be at most {max} characters")),
        text if text.chars().any(char::is_control) => Err("must not contain control characters".to_owned()),
        text => Ok(text.to_owned()),
    })
}

/// An http or https address.
pub(crate) fn url(value: &Value) -> Parsed<Destination> {
    let parsed = value.as_str().ok_or(DestinationError::NotUrl).and_then(Destination::parse);
    parsed.map(Some).map_err(|error| Fault::Url(error).into())
}

/// An http or https address that may be missing; an empty text counts as null.
pub(crate) fn optional_url(value: &Value) -> Parsed<Destination> {
    if value == "" { Ok(None) } else { url(value) }
}

/// A uuid.
pub(crate) fn uuid(value: &Value) -> Parsed<Uuid> {
    Uuid::try_parse(string(value)?).map(Some).map_err(|_| Fault::of("must be a UUID").into())
}

/// True or false.
pub(crate) fn flag(value: &Value) -> Parsed<bool> {
    value.as_bool().map(Some).ok_or_else(|| Fault::of("must be true or false").into())
}

/// A whole number within bounds.
pub(crate) fn whole<T: TryFrom<i64> + Copy + Display + PartialOrd>(bounds: RangeInclusive<T>) -> impl Fn(&Value) -> Parsed<T> {
    move |value| {
        let number = integer(value).and_then(|number| T::try_from(number).ok()).filter(|number| bounds.contains(number));
        let words = || Fault::of(format!("must be a whole number from {} to {}", bounds.start(), bounds.end()));
        number.map(Some).ok_or_else(|| words().into())
    }
}

/// A whole number within bounds, in digits, as a query has it.
pub(crate) fn number(bounds: RangeInclusive<u32>) -> impl Fn(&Value) -> Parsed<u32> {
    let within = whole(bounds);
    move |value| {
        let digits = value.as_str().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        within(&digits.and_then(|text| text.parse::<u32>().ok()).map_or(Value::Null, Value::from))
    }
}

/// An attribution window.
pub(crate) fn window(value: &Value) -> Parsed<AttributionWindow> {
    let hours = integer(value).ok_or_else(|| Fault::of("must be a whole number of hours"))?;
    AttributionWindow::from_hours(hours).map(Some).map_err(|error| Fault::Window(error).into())
}

/// How many people may pass.
pub(crate) fn people(value: &Value) -> Parsed<NonZeroU32> {
    let number = integer(value).and_then(|number| NonZeroU32::new(u32::try_from(number).ok()?));
    number.map(Some).ok_or_else(|| Fault::of("must be a whole number from 1 to 4294967295").into())
}

/// An ISO 8601 time, kept to the millisecond. Without an offset it is UTC; without a time of day, midnight.
pub(crate) fn time(value: &Value) -> Parsed<Timestamp> {
    let text = string(value)?;
    // A time zone's name in brackets would otherwise pass for UTC.
    let civil = || text.parse::<DateTime>().ok().filter(|_| !text.contains('[')).and_then(|time| time.to_zoned(TimeZone::UTC).ok());
    // "Never" is often written as the last second that four digits can say, which is a day past the last instant that zones can.
    let is_never = text.starts_with("9999-12-3") && text.get(..19).is_some_and(|civil| civil.parse::<DateTime>().is_ok());
    let never = || is_never.then(|| Timestamp::from_second(Timestamp::MAX.as_second()).ok()).flatten();
    let time = text.parse().ok().or_else(|| civil().map(|zoned| zoned.timestamp())).or_else(never);
    let kept = time.and_then(|time: Timestamp| Timestamp::from_millisecond(time.as_millisecond()).ok());
    kept.map(Some).ok_or_else(|| Fault::of("must be an ISO 8601 time, such as 2026-12-31T23:59:59Z").into())
}

/// An object, whatever is in it.
pub(crate) fn object(value: &Value) -> Parsed<Object> {
    value.as_object().cloned().map(Some).ok_or_else(|| Fault::of("must be an object").into())
}

/// An object whose values keep their JSON types.
pub(crate) fn parameters(value: &Value) -> Parsed<Object> {
    if depth(value) > MAX_DEPTH {
        return Err(Fault::of(format!("must be nested at most {MAX_DEPTH} levels deep")).into());
    }
    if value.to_string().len() > MAX_PARAMETERS {
        return Err(Fault::of(format!("must be at most {MAX_PARAMETERS} bytes of JSON")).into());
    }
    object(value)
}

/// Campaign parameters, each by its full or its short name.
pub(crate) fn utm(value: &Value) -> Parsed<Utm> {
    let mut fields = Fields::of(value)?;
    let values = Utm::NAMES.map(|name| fields.one(&[name, short(name)], text(Utm::MAX)));
    fields.finish(Some(Utm::from_values(values)))
}

/// A campaign parameter's name without its prefix.
pub(crate) fn short(utm_name: &str) -> &str {
    utm_name.strip_prefix("utm_").unwrap_or(utm_name)
}

/// Targeting rules. A name that is no rule is refused: a link with a misspelt rule would be for everybody.
pub(crate) fn targeting(value: &Value) -> Parsed<Targeting> {
    let mut fields = Fields::of(value)?;
    let countries = fields.one(&["countries"], list(Country::parse, "ISO 3166-1 alpha-2 country codes"));
    let languages = fields.one(&["languages"], list(Language::parse, "ISO 639-1 language codes"));
    let platforms = fields.one(&["platforms", "devices"], list(Platform::parse, "ios, android and web"));
    fields.refuse_others(&["countries", "languages", "platforms", "devices"]);
    fields.finish(Some(Targeting {
        countries: countries.unwrap_or_default(),
        languages: languages.unwrap_or_default(),
        platforms: platforms.unwrap_or_default(),
    }))
}

/// What a link costs. A price is a decimal, as a text or a number; without a currency it is in US dollars.
pub(crate) fn cost(value: &Value) -> Parsed<Cost> {
    let mut fields = Fields::of(value)?;
    fields.refuse_others(&["model", "amount", "currency"]);
    let model = fields.required_one("model", named(|name| CostModel::parse(name).ok_or("must be fixed, per_click or per_subscriber")));
    let amount = fields.required_one("amount", price);
    let currency = fields.one(&["currency"], named(|code| Currency::parse(code).ok_or("must be an ISO 4217 code in use")));
    let cost = model.zip(amount).and_then(|(model, amount)| Cost::new(model, amount, currency.unwrap_or(Currency::USD)).ok());
    fields.finish(cost)
}

fn price(value: &Value) -> Parsed<Mills> {
    let text = value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()));
    let amount = text.as_deref().and_then(Mills::parse).ok_or_else(|| Fault::of("must be a decimal such as 12.50"))?;
    Cost::new(CostModel::Fixed, amount, Currency::USD).map(|cost| Some(cost.amount)).map_err(|error| Fault::of(error).into())
}

/// A list of texts that `parse` accepts, without repeats and in the order given.
pub(crate) fn list<T: PartialEq>(parse: impl Fn(&str) -> Option<T>, what: &str) -> impl Fn(&Value) -> Parsed<Vec<T>> {
    move |value| {
        let fault = || Faults::from(Fault::of(format!("must be a list of {what}")));
        let mut items = Vec::new();
        let given = value.as_array().ok_or_else(fault)?;
        if given.len() > MAX_ITEMS {
            return Err(Fault::of(format!("must have at most {MAX_ITEMS} items")).into());
        }
        for item in given {
            let item = item.as_str().and_then(&parse).ok_or_else(fault)?;
            if !items.contains(&item) {
                items.push(item);
            }
        }
        Ok(Some(items))
    }
}

fn string(value: &Value) -> Result<&str, Fault> {
    value.as_str().ok_or_else(|| Fault::of("must be a string"))
}

/// A JSON number without a fraction: some clients write every number with a decimal point. One too large for any bound is the largest.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().filter(|number| number.fract() == 0.0).map(|number| number as i64))
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times() {
        for (text, expected) in [
            ("2026-06-30T23:59:59Z", Some("2026-06-30T23:59:59Z")),
            ("2026-06-30T23:59:59.123456789Z", Some("2026-06-30T23:59:59.123Z")),
            ("2026-06-30T23:59:59+02:00", Some("2026-06-30T21:59:59Z")),
            ("2026-06-30T23:59:59-0530", Some("2026-07-01T05:29:59Z")),
            ("2026-06-30T23:59:59", Some("2026-06-30T23:59:59Z")),
            ("2026-06-30 23:59", Some("2026-06-30T23:59:00Z")),
            ("20260630T235959Z", Some("2026-06-30T23:59:59Z")),
            ("2026-06-30", Some("2026-06-30T00:00:00Z")),
            ("2026-06-30T23:59:59[Europe/Berlin]", None),
            ("9999-12-31T23:59:59Z", Some("9999-12-30T22:00:00Z")),
            ("9999-12-39T23:59:59Z", None),
            ("2026-06-31T00:00:00Z", None),
            ("2026-06-30T25:00:00Z", None),
            ("2026-06-30T23:59:59+26:00", None),
            ("30.06.2026", None),
            ("soon", None),
            ("", None),
        ] {
            let time = time(&json!(text)).ok().flatten();
            assert_eq!(time.map(|time| time.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers() {
        let bounds = whole(1_u32..=100);
        for (value, expected) in [
            (json!(1), Some(1)),
            (json!(100.0), Some(100)),
            (json!(0), None),
            (json!(101), None),
            (json!(1.5), None),
            (json!(-1), None),
            (json!(u64::MAX), None),
            (json!(1e300), None),
            (json!("5"), None),
        ] {
            assert_eq!(bounds(&value).ok().flatten(), expected, "{value}");
        }
        assert_eq!(window(&json!(1e300)).expect_err("a fault").message(), "Attribution window must be between 1 and 2160 hours");
    }

    #[test]
    fn lists() {
        let labels = list(|text| Some(text.to_owned()).filter(|text| !text.is_empty()), "labels");
        for (value, expected) in [
            (json!([]), Some(0)),
            (json!(["a", "b", "a"]), Some(2)),
            (json!(vec!["a"; MAX_ITEMS]), Some(1)),
            (json!(vec!["a"; MAX_ITEMS + 1]), None),
            (json!(["a", ""]), None),
            (json!(["a", 1]), None),
            (json!("a"), None),
        ] {
            assert_eq!(labels(&value).ok().flatten().map(|items| items.len()), expected, "{value}");
        }
    }

    #[test]
    fn parameters_are_not_nested_without_end() {
        let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!({"a": inner}));
        assert!(parameters(&nested(MAX_DEPTH)).is_ok());
        assert!(parameters(&nested(MAX_DEPTH + 1)).is_err());
        assert!(parameters(&json!({"a": "x".repeat(MAX_PARAMETERS)})).is_err());
    }
}

//! Values as libraries in apps send them: numbers as texts and texts as numbers, screens in fractions of pixels.

use crate::faults::{Fault, Faults};
use crate::fields::Parsed;
use crate::values;
use jiff::Timestamp;
use serde_json::Value;

/// A text, or a number's digits; an empty one counts as null.
pub(super) fn text(max: usize) -> impl Fn(&Value) -> Parsed<String> {
    let text = values::text(max);
    move |value| match value {
        Value::Number(number) => Ok(Some(number.to_string())),
        other => text(other),
    }
}

/// A length in pixels, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within bounds")]
pub(super) fn pixels(value: &Value) -> Parsed<u32> {
    let length = value.as_f64().filter(|length| (0.0..=100_000.0).contains(length));
    length.map(|length| Some(length.round() as u32)).ok_or_else(|| Fault::of("must be a number of pixels").into())
}

/// An instant as ISO 8601, or in seconds since 1970, as the Play Store says when an install began. It says 0 where it does not know.
pub(super) fn instant(value: &Value) -> Parsed<Timestamp> {
    let Some(seconds) = value.as_i64() else { return values::time(value) };
    let fault = || Faults::from(Fault::of("must be a time in seconds since 1970"));
    if seconds == 0 { Ok(None) } else { Timestamp::from_second(seconds).map(Some).map_err(|_| fault()) }
}

/// A text that `parse` reads; what it does not read is unknown, and no fault.
pub(super) fn perhaps<T>(parse: impl Fn(&str) -> Option<T>) -> impl Fn(&Value) -> Parsed<T> {
    move |value| Ok(value.as_str().and_then(&parse))
}

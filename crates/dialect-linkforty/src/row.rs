//! What all rows have in common: keys in snake case, then each again in camel case; objects that say less when there is less; times.

use crate::values::short;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language, Targeting};
use trackway_domain::utm::Utm;

/// A JSON object that is about to be sent.
pub(crate) type Row = Map<String, Value>;

/// The row, and behind it every key of several words once more in camel case.
pub(crate) fn with_twins(row: impl Serialize) -> Row {
    let Ok(Value::Object(mut row)) = serde_json::to_value(row) else { unreachable!("rows are structs with names for keys") };
    let twins = row.iter().filter(|(key, _)| key.contains('_')).map(|(key, value)| (camel(key), value.clone())).collect::<Vec<_>>();
    row.extend(twins);
    row
}

/// A time as the dialect writes it: UTC, to the millisecond.
pub(crate) fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Campaign parameters that are set, by their full names.
pub(crate) fn utm(utm: &Utm) -> Row {
    utm.pairs().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// Campaign parameters that are set, by their short names.
pub(crate) fn short_utm(utm: &Utm) -> Row {
    utm.pairs().map(|(name, value)| (short(name).to_owned(), value.into())).collect()
}

/// Rules that are set.
pub(crate) fn targeting(targeting: &Targeting) -> Row {
    let Targeting { countries, languages, platforms } = targeting;
    let lists = [
        ("countries", json!(countries.iter().map(Country::as_str).collect::<Vec<_>>())),
        ("languages", json!(languages.iter().map(Language::as_str).collect::<Vec<_>>())),
        ("platforms", json!(platforms.iter().map(|platform: &Platform| platform.as_str()).collect::<Vec<_>>())),
    ];
    lists.into_iter().filter(|(_, list)| list != &json!([])).map(|(name, list)| (name.to_owned(), list)).collect()
}

/// Rules that are set, the platforms by both of their names.
pub(crate) fn targeting_with_devices(rules: &Targeting) -> Row {
    let mut row = targeting(rules);
    if let Some(platforms) = row.get("platforms").cloned() {
        row.insert("devices".to_owned(), platforms);
    }
    row
}

/// A key of several words in camel case.
pub(crate) fn camel(key: &str) -> String {
    let mut words = key.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}

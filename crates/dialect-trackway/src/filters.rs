//! Which clicks: `country=DE,FR` and `country!=DE`, for every dimension, any number of them.

use crate::Trackway;
use crate::failure::Failure;
use crate::query::Parameters;
use std::collections::BTreeSet;
use trackway_app::{Actor, links};
use trackway_domain::agent::DeviceClass;
use trackway_domain::click::DestinationKind;
use trackway_domain::platform::Platform;
use trackway_domain::stats::{Dimension, Filter, Value};
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_store::links::LinkKey;
use uuid::Uuid;

/// How a value that is not known is written. Whoever means these very letters writes a backslash before them.
pub(crate) const UNKNOWN: &str = "(unknown)";

/// The most values of one filter.
const VALUES_MAX: usize = 200;

/// Reads all filters of a question. Where nothing is said of traffic, people count.
pub(crate) async fn of_people(state: &Trackway, actor: &Actor, parameters: &mut Parameters) -> Result<Vec<Filter>, Failure> {
    let mut filters = said(state, actor, parameters).await?;
    if !filters.iter().any(|filter| filter.by == Dimension::Traffic) {
        filters.push(Filter::only(Dimension::Traffic, [Some(TrafficClass::Human.as_str().to_owned())]));
    }
    filters.retain(|filter| !is_all_traffic(filter));
    Ok(filters)
}

/// Reads all filters of what is listed one by one. Where nothing is said, all of it is meant.
pub(crate) async fn of_all(state: &Trackway, actor: &Actor, parameters: &mut Parameters) -> Result<Vec<Filter>, Failure> {
    let mut filters = said(state, actor, parameters).await?;
    filters.retain(|filter| !is_all_traffic(filter));
    Ok(filters)
}

fn is_all_traffic(filter: &Filter) -> bool {
    filter.by == Dimension::Traffic && filter.values.is_empty()
}

async fn said(state: &Trackway, actor: &Actor, parameters: &mut Parameters) -> Result<Vec<Filter>, Failure> {
    let mut filters = Vec::new();
    for by in Dimension::ALL {
        for (mark, is_exclusion) in [("", false), ("!", true)] {
            let name = format!("{}{mark}", by.as_str());
            let said = parameters.all(&name);
            if !said.is_empty() {
                filters.push(Filter { by, values: values(parameters, &name, by, &said), is_exclusion });
            }
        }
    }
    for filter in filters.iter_mut().filter(|filter| filter.by == Dimension::Link) {
        find_links(state, actor, filter, parameters).await?;
    }
    Ok(filters)
}

/// Links may be named by their codes.
async fn find_links(state: &Trackway, actor: &Actor, filter: &mut Filter, parameters: &mut Parameters) -> Result<(), Failure> {
    let is_code = |text: &&String| Uuid::try_parse(text).is_err();
    let codes = filter.values.iter().flatten().filter(is_code).cloned().collect::<Vec<_>>();
    for code in codes {
        match links::find::find(&state.app, actor.within(), &LinkKey::Code(code.clone())).await {
            Ok(view) => drop(filter.values.insert(Some(view.link.uuid.to_string()))),
            Err(trackway_app::Error::NotFound(_)) => parameters.fault("link", format!("names no link: {code}")),
            Err(error) => return Err(error.into()),
        }
        filter.values.remove(&Some(code));
    }
    Ok(())
}

/// The values of one filter; of traffic, none where all of it is meant.
fn values(parameters: &mut Parameters, name: &str, by: Dimension, said: &[String]) -> BTreeSet<Value> {
    if name == Dimension::Traffic.as_str() && said == ["all"] {
        return BTreeSet::new();
    }
    let texts = said.iter().flat_map(|list| split(list)).collect::<Vec<_>>();
    if texts.len() > VALUES_MAX {
        parameters.fault(name, format!("must be at most {VALUES_MAX} values"));
        return BTreeSet::new();
    }
    let mut read = BTreeSet::new();
    for text in texts {
        match value(by, text) {
            Ok(value) => drop(read.insert(value)),
            Err(wanted) => parameters.fault(name, format!("must be {wanted}, or {UNKNOWN}; several are separated by commas")),
        }
    }
    read
}

/// A value as it is written, with its backslashes.
enum Written {
    Unknown,
    Text(String),
}

/// A list's values. A backslash takes a comma, or anything, as it is.
fn split(list: &str) -> Vec<Written> {
    let (mut values, mut text, mut is_plain) = (Vec::new(), String::new(), true);
    let finished = |text: String, is_plain: bool| if is_plain && text == UNKNOWN { Written::Unknown } else { Written::Text(text) };
    let mut characters = list.chars();
    while let Some(character) = characters.next() {
        match character {
            ',' => values.push(finished(std::mem::take(&mut text), std::mem::replace(&mut is_plain, true))),
            '\\' => {
                is_plain = false;
                text.extend(characters.next());
            }
            _ => text.push(character),
        }
    }
    values.push(finished(text, is_plain));
    values
}

/// Reads a value as clicks have it, or says what is wanted.
fn value(by: Dimension, written: Written) -> Result<Value, &'static str> {
    let text = match written {
        Written::Unknown => return Ok(None),
        Written::Text(text) => text,
    };
    let one_of = |known: &[&str], wanted| if known.contains(&&*text) { Ok(text.clone()) } else { Err(wanted) };
    let read = match by {
        // A link may be named by its code too, which is looked up later.
        _ if text.is_empty() => Err("a value"),
        Dimension::Link => Ok(Uuid::try_parse(&text).map_or(text.clone(), |uuid| uuid.to_string())),
        Dimension::Template | Dimension::Project | Dimension::Account => {
            Uuid::try_parse(&text).map(|uuid| uuid.to_string()).map_err(|_| "an id")
        }
        Dimension::Country => Country::parse(&text).map(|country| country.as_str().to_owned()).ok_or("the code of a country, such as DE"),
        Dimension::Language => Language::parse(&text).map(|code| code.as_str().to_owned()).ok_or("the code of a language, such as de"),
        Dimension::Device => one_of(&DeviceClass::ALL.map(DeviceClass::as_str), "desktop, phone, tablet, television or other"),
        Dimension::Platform => one_of(&Platform::ALL.map(Platform::as_str), "ios, android or web"),
        Dimension::Destination => one_of(
            &DestinationKind::ALL.map(DestinationKind::as_str),
            "original, profile, web_fallback, ios_store, android_store, universal_link, app_link, app_scheme or preview",
        ),
        Dimension::Traffic => {
            one_of(&TrafficClass::ALL.map(TrafficClass::as_str), "human, bot, preview, prefetch, head or datacenter, or all alone")
        }
        Dimension::Tag
        | Dimension::Region
        | Dimension::City
        | Dimension::TimeZone
        | Dimension::System
        | Dimension::Browser
        | Dimension::Referrer
        | Dimension::UtmSource
        | Dimension::UtmMedium
        | Dimension::UtmCampaign
        | Dimension::UtmTerm
        | Dimension::UtmContent => Ok(text.clone()),
    };
    read.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_separate_unless_a_backslash_stands_before_them() {
        let unknown = || "?".to_owned();
        for (list, expected) in [
            ("DE", vec!["DE"]),
            ("DE,FR", vec!["DE", "FR"]),
            ("spring\\, summer,fall", vec!["spring, summer", "fall"]),
            ("(unknown),DE", vec!["?", "DE"]),
            ("\\(unknown)", vec!["(unknown)"]),
            ("a\\\\,b\\", vec!["a\\", "b"]),
            (",", vec!["", ""]),
        ] {
            let values = split(list).into_iter().map(|written| match written {
                Written::Unknown => unknown(),
                Written::Text(text) => text,
            });
            assert_eq!(values.collect::<Vec<_>>(), expected, "{list}");
        }
    }
}

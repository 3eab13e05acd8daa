//! Places from files that are written here: one of cities, one of countries, and what is damaged or strange.

mod mmdb;

use mmdb::Value::{self, Map, Number, Text};
use std::net::IpAddr;
use trackway_app::geography::Geography;
use trackway_domain::place::Place;

#[test]
fn a_file_of_cities_knows_the_whole_place() {
    let geography =
        opened(&[("192.0.2.0/25", city()), ("198.51.100.0/24", Map(vec![("country", country("US")), ("subdivisions", names_only())]))]);
    assert_eq!(said(&geography, "192.0.2.77"), "DE/BY/Munich/Europe/Berlin");
    assert_eq!(said(&geography, "198.51.100.1"), "US/California/-/-", "a region without a code has its name");
    assert_eq!(said(&geography, "192.0.2.200"), "-/-/-/-", "outside every range");
    assert_eq!(said(&geography, "2001:db8::1"), "-/-/-/-", "outside the file");
    assert_eq!(geography.country(address("192.0.2.77")).map(|country| country.as_str().to_owned()).as_deref(), Some("DE"));
}

#[test]
fn a_file_of_countries_knows_the_country() {
    let geography = opened(&[("192.0.2.0/24", Map(vec![("country", country("FR"))]))]);
    assert_eq!(said(&geography, "192.0.2.1"), "FR/-/-/-");
}

#[test]
fn strange_records_are_unknown_places_and_no_trouble() {
    let long = "x".repeat(Place::TEXT_MAX + 1);
    let geography = opened(&[
        (
            "192.0.2.0/24",
            Map(vec![("country", country("QQ")), ("city", named(&long)), ("location", Map(vec![("accuracy_radius", Text("far".into()))]))]),
        ),
        ("198.51.100.0/24", Text("no map at all".into())),
        ("203.0.113.0/24", Map(vec![("country", Text("Germany".into())), ("extra", Number(7))])),
    ]);
    for asked in ["192.0.2.1", "198.51.100.1", "203.0.113.1"] {
        assert_eq!(said(&geography, asked), "-/-/-/-", "{asked}");
    }
    assert_eq!(said(&Geography::default(), "192.0.2.1"), "-/-/-/-", "no file");
}

fn city() -> Value {
    let subdivision = Map(vec![("iso_code", Text("DE-BY".into())), ("names", Map(vec![("en", Text("Bavaria".into()))]))]);
    Map(vec![
        ("country", country("DE")),
        ("subdivisions", Value::List(vec![subdivision])),
        ("city", named("Munich")),
        ("location", Map(vec![("time_zone", Text("Europe/Berlin".into())), ("accuracy_radius", Number(20))])),
    ])
}

fn country(code: &str) -> Value {
    Map(vec![("iso_code", Text(code.into()))])
}

fn names_only() -> Value {
    Value::List(vec![named("California")])
}

fn named(name: &str) -> Value {
    Map(vec![("names", Map(vec![("de", Text("anders".into())), ("en", Text(name.into()))]))])
}

fn opened(ranges: &[(&str, Value)]) -> Geography {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("places.mmdb");
    std::fs::write(&file, mmdb::file(ranges)).expect("a file");
    Geography::open(&file).expect("a database")
}

fn said(geography: &Geography, asked: &str) -> String {
    let place = geography.place(address(asked));
    let country = place.country.map_or("-".to_owned(), |country| country.as_str().to_owned());
    let text = |text: Option<Box<str>>| text.unwrap_or_else(|| "-".into());
    format!("{country}/{}/{}/{}", text(place.region), text(place.city), text(place.time_zone))
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

//! Whatever is a destination, and whatever is added to it: it stays an address of the same host, and what was added can be read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trackway_domain::destination::Destination;
use trackway_domain::href::Href;
use url::Url;

fuzz_target!(|input: (&str, &str, &str)| {
    let (text, name, value) = input;
    let Ok(destination) = Destination::parse(text) else { return };
    let before = destination.url();
    let href = Href::new(before).with(name, value);
    let after = Url::parse(href.as_str()).expect("an address");
    assert_eq!((before.scheme(), before.host(), before.port()), (after.scheme(), after.host(), after.port()));
    assert_eq!((before.path(), before.fragment()), (after.path(), after.fragment()));
    let found = after.query_pairs().filter(|(known, _)| known == name).map(|(_, value)| value).collect::<Vec<_>>();
    assert_eq!(found, [value], "{href:?}");
});

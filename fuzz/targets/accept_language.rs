//! Whatever a browser sends as `Accept-Language`: a language out of it is one that exists.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trackway_domain::targeting::Language;

fuzz_target!(|input: &str| {
    if let Some(language) = Language::first_accepted(input) {
        assert_eq!(Language::parse(language.as_str()), Some(language));
    }
});

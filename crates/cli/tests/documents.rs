//! What the server says of itself, held against what the real process serves: every document, every path, every method.

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use support::{Request, Site};

/// Where documents are, what stands before their paths, and where they are to be read.
const DOCUMENTS: [(&str, &str, &str); 4] = [
    ("/api/openapi.json", "", "/docs"),
    ("/openapi/trackway.json", "", "/docs/trackway"),
    ("/openapi/fanvue.json", "", "/docs/fanvue"),
    ("/api/fansly/openapi.json", "/api/fansly", "/docs/fansly"),
];

/// Sends its form to itself, which is no API.
const PAGE: &str = "/oauth2/auth";

#[test]
fn what_is_documented_is_what_is_served() {
    let site = Site::new();
    for (address, prefix, page) in DOCUMENTS {
        let document = site.server().call(&Request::get(address)).expect(200).json();
        let paths = document["paths"].as_object().expect("paths");
        assert!(!paths.is_empty(), "{address}");
        for (path, operations) in paths {
            // Every variable is a uuid, since some doors look at them first.
            let filled = path.split('/').map(|part| if part.starts_with('{') { VARIABLE } else { part }).collect::<Vec<_>>().join("/");
            let documented = operations.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase());
            let mut documented = documented.collect::<BTreeSet<_>>();
            if path == PAGE {
                documented.insert("POST".to_owned());
            }
            assert_eq!(taken(&site, &format!("{prefix}{filled}")), documented, "{path} of {address}");
        }
        let reference = site.server().call(&Request::get(page)).expect(200);
        assert!(reference.text().contains(address), "{page} names its document");
    }
}

const VARIABLE: &str = "00000000-0000-4000-8000-000000000001";

/// What the path takes, as it says itself to whoever asks by a method that nothing takes.
fn taken(site: &Site, path: &str) -> BTreeSet<String> {
    let request = Request::new("TRACE", path).header("x-api-key", &site.key).header("authorization", &format!("Bearer {}", site.key));
    let request = request.header("x-fanvue-api-version", "2025-06-26").header("x-trackway-account", "mia");
    let answer = site.server().call(&request).expect(405);
    let allow = answer.header("allow").unwrap_or_else(|| panic!("{path} does not say what it takes"));
    allow.split(',').map(str::trim).filter(|method| *method != "HEAD").map(str::to_owned).collect()
}

/// Each operation is named once in its document, so that generated clients have a function for each.
#[test]
fn operations_have_names_of_their_own() {
    let site = Site::new();
    for (address, ..) in DOCUMENTS {
        let document = site.server().call(&Request::get(address)).expect(200).json();
        let operations =
            document["paths"].as_object().into_iter().flatten().flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
        let names = operations.map(|(_, operation)| operation["operationId"].clone()).collect::<Vec<Value>>();
        let distinct = names.iter().map(Value::to_string).collect::<BTreeSet<_>>();
        assert_eq!(names.len(), distinct.len(), "{address}");
    }
}

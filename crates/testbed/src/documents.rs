//! Holds what a dialect says of itself against what it serves.

use axum::Router;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt as _;

/// Asks the router for each documented path by a method that none takes: it refuses, and says what it takes, which must be exactly what
/// is documented. `prefix` stands before the document's paths; `headers` are what gets a request past the door.
///
/// # Panics
/// Where the two differ.
pub async fn assert_served(router: &Router, document: &Value, prefix: &str, headers: &[(&str, &str)]) {
    for (path, methods) in methods_by_path(document) {
        let mut request = Request::builder().method(Method::TRACE).uri(format!("{prefix}{}", path.replace(['{', '}'], "")));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = router.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let allowed = response.headers().get("allow").unwrap_or_else(|| panic!("{path} does not say what it takes"));
        let allowed = allowed.to_str().expect("text").split(',').filter(|method| *method != "HEAD").map(str::to_owned);
        assert_eq!(allowed.collect::<BTreeSet<_>>(), methods, "{path}");
    }
}

/// The other way round: whatever succeeds in these transcripts is documented, with that very status, under one of these prefixes.
///
/// # Panics
/// Where something is not.
pub fn assert_documented(document: &Value, prefixes: &[&str], transcripts: &[&str]) {
    let mut seen = 0;
    for step in transcripts.iter().flat_map(|transcript| transcript.split("### ").skip(1)) {
        let mut lines = step.lines().skip(1);
        let (method, target) = lines.next().and_then(|line| line.split_once(' ')).expect("METHOD /path");
        let status = lines.find_map(|line| line.strip_prefix("→ ")).and_then(|line| line.get(..3)).expect("a status");
        if status.starts_with('2') {
            let path = target.split('?').next().unwrap_or(target);
            let of = |prefix: &&str| path.strip_prefix(*prefix).is_some_and(|path| documents(document, method, path, status));
            assert!(prefixes.iter().any(of), "{method} {path} with {status} is in no document");
            seen += 1;
        }
    }
    assert!(seen > 0, "nothing succeeds in these transcripts");
}

fn documents(document: &Value, method: &str, path: &str, status: &str) -> bool {
    let is_it = |template: &str| {
        let (known, said) = (template.split('/').collect::<Vec<_>>(), path.split('/').collect::<Vec<_>>());
        known.len() == said.len() && known.iter().zip(said).all(|(known, said)| known.starts_with('{') || *known == said)
    };
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_ascii_lowercase() };
    let mut templates = document["paths"].as_object().into_iter().flatten().filter(|(template, _)| is_it(template));
    templates.any(|(_, methods)| methods[&method]["responses"].get(status).is_some())
}

fn methods_by_path(document: &Value) -> BTreeMap<&str, BTreeSet<String>> {
    let paths = document["paths"].as_object().expect("paths");
    let methods = |methods: &Value| methods.as_object().into_iter().flatten().map(|(method, _)| method.to_uppercase()).collect();
    paths.iter().map(|(path, of)| (path.as_str(), methods(of))).collect()
}

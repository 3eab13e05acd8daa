//! What the dialect says of itself, as a client generator reads it, held against what it serves.

use serde_json::Value;
use trackway_app::public_url::PublicUrl;
use trackway_testbed::documents::assert_documented;

fn document() -> Value {
    trackway_dialect_fansly::openapi::document(&PublicUrl::parse("https://go.example.com").expect("a URL"))
}

#[test]
fn the_document_is_the_published_one() {
    insta::assert_snapshot!("document", serde_json::to_string_pretty(&document()).expect("JSON"));
}

#[test]
fn whatever_succeeds_is_documented() {
    assert_documented(&document(), PREFIXES, TRANSCRIPTS);
}

/// What may stand before the document's paths.
const PREFIXES: &[&str] = &["/api/fansly"];

const TRANSCRIPTS: &[&str] = &[
    include_str!("snapshots/golden__accounts.snap"),
    include_str!("snapshots/golden__broken.snap"),
    include_str!("snapshots/golden__links.snap"),
    include_str!("snapshots/golden__links_of_others.snap"),
    include_str!("snapshots/golden__rate_limit.snap"),
    include_str!("snapshots/golden__refusals.snap"),
    include_str!("snapshots/golden__stats.snap"),
    include_str!("snapshots/golden__unavailable.snap"),
];

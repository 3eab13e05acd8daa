//! What the dialect says of itself, as a client generator reads it, held against what it serves.

use serde_json::Value;
use trackway_app::public_url::PublicUrl;
use trackway_testbed::documents::assert_documented;

fn document() -> Value {
    trackway_dialect_fanvue::openapi::document(&PublicUrl::parse("https://go.example.com").expect("a URL"))
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
const PREFIXES: &[&str] = &["", "/v1"];

const TRANSCRIPTS: &[&str] = &[
    include_str!("snapshots/golden__broken.snap"),
    include_str!("snapshots/golden__creators.snap"),
    include_str!("snapshots/golden__dates.snap"),
    include_str!("snapshots/golden__fans.snap"),
    include_str!("snapshots/golden__keys_of_workspaces.snap"),
    include_str!("snapshots/golden__links.snap"),
    include_str!("snapshots/golden__links_of_others.snap"),
    include_str!("snapshots/golden__rate_limit.snap"),
    include_str!("snapshots/golden__refusals.snap"),
    include_str!("snapshots/golden__unavailable.snap"),
    include_str!("snapshots/golden__users.snap"),
    include_str!("snapshots/golden__version.snap"),
    include_str!("snapshots/golden__version_not_required.snap"),
];

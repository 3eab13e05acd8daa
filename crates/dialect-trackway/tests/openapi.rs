//! What the dialect says of itself, as a client generator reads it, held against what it answers. That it is served, by whichever crate, is
//! tested on the real process.

use serde_json::Value;
use trackway_app::public_url::PublicUrl;
use trackway_testbed::documents::assert_documented;

fn document() -> Value {
    trackway_dialect_trackway::openapi::document(&PublicUrl::parse("https://go.example.com").expect("a URL"))
}

#[test]
fn the_document_is_the_published_one() {
    insta::assert_snapshot!("document", serde_json::to_string_pretty(&document()).expect("JSON"));
}

#[test]
fn whatever_succeeds_is_documented() {
    // What is shown to whoever has its address is asked for by that.
    assert_documented(&document(), &["", "https://go.example.com"], TRANSCRIPTS);
}

const TRANSCRIPTS: &[&str] = &[
    include_str!("snapshots/golden__attribution.snap"),
    include_str!("snapshots/golden__accounts.snap"),
    include_str!("snapshots/golden__conversions.snap"),
    include_str!("snapshots/golden__door.snap"),
    include_str!("snapshots/golden__fansly.snap"),
    include_str!("snapshots/golden__people.snap"),
    include_str!("snapshots/golden__persons.snap"),
    include_str!("snapshots/golden__postback.snap"),
    include_str!("snapshots/golden__ranked.snap"),
    include_str!("snapshots/golden__rate_limit.snap"),
    include_str!("snapshots/golden__raw_log.snap"),
    include_str!("snapshots/golden__returns.snap"),
    include_str!("snapshots/golden__shares.snap"),
    include_str!("snapshots/stats__stats_breakdown.snap"),
    include_str!("snapshots/stats__stats_conversions.snap"),
    include_str!("snapshots/stats__stats_filters.snap"),
    include_str!("snapshots/stats__stats_links.snap"),
    include_str!("snapshots/stats__stats_overview.snap"),
    include_str!("snapshots/stats__stats_timeseries.snap"),
    include_str!("snapshots/golden__the_click_comes_later.snap"),
    include_str!("snapshots/golden__users.snap"),
];

//! What the dialect says of itself, as a client generator reads it.

use trackway_app::public_url::PublicUrl;

#[test]
fn the_document_is_the_published_one() {
    let public_url = PublicUrl::parse("https://go.example.com").expect("a URL");
    let document = trackway_dialect_fansly::openapi::document(&public_url);
    insta::assert_snapshot!("document", serde_json::to_string_pretty(&document).expect("JSON"));
}

//! A link's card: the tags that messengers and social networks read.

use crate::pages::{Page, escape};
use std::fmt::Write as _;
use trackway_domain::destination::Destination;
use trackway_domain::preview::Preview;
use trackway_domain::route::Route;

/// The page with the OpenGraph and Twitter tags of a link.
pub(crate) fn page(route: &Route, url: &str) -> String {
    let nothing = Preview::default();
    let preview = route.preview.as_deref().unwrap_or(&nothing);
    let title = route.public_title();
    let image = preview.image.as_ref().map(Destination::as_str);
    let tags = [
        ("property", "og:type", Some(preview.kind.as_deref().unwrap_or("website"))),
        ("property", "og:url", Some(url)),
        ("property", "og:title", Some(title)),
        ("property", "og:description", preview.description.as_deref()),
        ("property", "og:image", image),
        ("name", "twitter:card", Some(if image.is_some() { "summary_large_image" } else { "summary" })),
        ("name", "twitter:title", Some(title)),
        ("name", "twitter:description", preview.description.as_deref()),
        ("name", "twitter:image", image),
    ];
    let mut head = String::new();
    for (kind, name, content) in tags {
        if let Some(content) = content {
            // Writing to a string cannot fail.
            let _ = write!(head, "<meta {kind}=\"{name}\" content=\"{}\">", escape(content));
        }
    }
    let mut main = format!("<h1>{}</h1>", escape(title));
    if let Some(description) = &preview.description {
        let _ = write!(main, "<p>{}</p>", escape(description));
    }
    let _ = write!(main, "<p><a href=\"{0}\">{0}</a></p>", escape(url));
    Page { title, head: &head, attributes: "", main: &main, script: None }.html()
}

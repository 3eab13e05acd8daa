//! Shares as this dialect shows them.

use serde_json::{Value, json};
use trackway_app::App;
use trackway_domain::secret::Secret;
use trackway_domain::share::{Share, Shown};
use trackway_domain::text::Tag;

/// A share.
pub(super) fn row(share: &Share) -> Value {
    let (link, tag) = match &share.shown {
        Shown::Link(link) => (Some(link.to_string()), None),
        Shown::Tag(tag) => (None, Some(Tag::as_str(tag))),
    };
    json!({
        "id": share.id.to_string(),
        "name": share.name.as_str(),
        "linkId": link,
        "tag": tag,
        "hideMoney": share.hides_money,
        "createdAt": format!("{:.3}", share.created_at),
        "revokedAt": share.revoked_at.map(|at| format!("{at:.3}")),
    })
}

/// A share that has just been made, with its address.
pub(super) fn new(app: &App, share: &Share, secret: &Secret) -> Value {
    let mut row = row(share);
    row["url"] = format!("{}/share/{}", app.public_url.as_str(), secret.reveal()).into();
    row
}

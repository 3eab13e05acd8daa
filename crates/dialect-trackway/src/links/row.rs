//! A link with its numbers.

use serde_json::{Value, json};
use trackway_app::App;
use trackway_domain::destination::Destination;
use trackway_domain::text::{Name, Tag};
use trackway_store::links::LinkView;

pub(crate) fn row(app: &App, view: &LinkView) -> Value {
    let LinkView { link, account, totals, .. } = view;
    let settings = &link.settings;
    json!({
        "id": link.uuid.to_string(),
        "code": link.code.as_str(),
        "shortUrl": app.short_url_of(view),
        "name": settings.name.as_ref().map(Name::as_str),
        "destination": Destination::as_str(settings.destination.as_ref().unwrap_or(&account.profile)),
        "accountId": account.id.to_string(),
        "accountHandle": account.handle.as_str(),
        "tags": settings.tags.iter().map(Tag::as_str).collect::<Vec<_>>(),
        "isPaused": settings.is_paused,
        "isArchived": settings.is_archived,
        "expiresAt": settings.expires_at.map(|at| format!("{at:.3}")),
        "createdAt": format!("{:.3}", link.created_at),
        "clicks": totals.clicks,
        "visits": totals.visits,
        "claims": totals.claims,
        "follows": totals.follows,
        "subscriptions": totals.subscriptions,
        "gross": totals.gross.to_string(),
        "net": totals.net.to_string(),
    })
}

//! Accounts as this dialect shows them.

use serde_json::{Value, json};
use trackway_app::public_url::PublicUrl;
use trackway_domain::account::{Account, TrackingParameter};
use trackway_domain::targeting::Country;
use trackway_store::persons::FanCounts;

pub(crate) fn row(public_url: &PublicUrl, account: &Account, fans: FanCounts) -> Value {
    json!({
        "id": account.id.to_string(),
        "publicId": account.id.public(),
        "handle": account.handle.as_str(),
        "url": format!("{}/{}", public_url.as_str(), account.handle.as_str()),
        "name": account.name.as_str(),
        "profileUrl": account.profile.as_str(),
        "trackingParameter": account.tracking_parameter.as_ref().map(TrackingParameter::as_str),
        "email": account.email,
        "country": account.country.as_ref().map(Country::as_str),
        "isDefault": account.is_default,
        "followers": fans.followers,
        "subscribers": fans.subscribers,
        "createdAt": format!("{:.3}", account.created_at),
    })
}

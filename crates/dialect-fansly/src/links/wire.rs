//! A link as this dialect shows it.

use serde::Serialize;
use serde_json::Value;
use std::num::NonZeroU32;
use trackway_domain::text::{Description, Name};
use trackway_store::links::LinkView;
use utoipa::ToSchema;

/// Twelve keys in their order, the address that visitors open, and the link's cap.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Link<'a> {
    /// Beyond 2^53, so never a number.
    id: String,
    account_id: String,
    label: &'a str,
    description: &'a str,
    /// A text that holds JSON.
    metadata: &'static str,
    /// Milliseconds since 1970.
    created_at: i64,
    clicks: u64,
    claims: u64,
    follows: u64,
    subscriptions: u64,
    /// Mills.
    total_net: i64,
    /// Mills.
    total_gross: i64,
    url: String,
    /// How many people it lets through in all. Only there where somebody has said so: a client may not know the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>, required = false)]
    max_clicks: Option<NonZeroU32>,
}

/// The JSON of a link.
pub(crate) fn link(short_url: String, LinkView { link, account, totals, .. }: &LinkView) -> Value {
    let settings = &link.settings;
    let wire = Link {
        id: link.id.to_string(),
        account_id: account.number.to_string(),
        label: settings.name.as_ref().map_or(link.code.as_str(), Name::as_str),
        description: settings.description.as_ref().map_or("", Description::as_str),
        metadata: "{}",
        created_at: link.created_at.as_millisecond(),
        clicks: totals.clicks,
        claims: totals.claims,
        follows: totals.follows,
        subscriptions: totals.subscriptions,
        total_net: totals.net.0,
        total_gross: totals.gross.0,
        url: short_url,
        max_clicks: settings.max_clicks,
    };
    serde_json::to_value(wire).expect("texts and numbers are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use trackway_domain::link::LinkSettings;
    use trackway_domain::money::Mills;
    use trackway_domain::totals::LinkTotals;
    use trackway_testbed::samples::link_view;

    #[test]
    fn every_number_stands_under_its_own_key() {
        let name = Name::parse("Twitter Campaign").ok();
        let settings = LinkSettings { name, description: Description::parse("Pinned").ok(), ..LinkSettings::default() };
        let totals = LinkTotals {
            clicks: 584,
            visits: 600,
            claims: 1,
            follows: 27,
            subscriptions: 4,
            acquired_followers: 5,
            acquired_subscribers: 6,
            current_followers: 7,
            current_subscribers: 8,
            gross: Mills(15_000),
            net: Mills(10_500),
            has_earned: true,
        };
        let expected = json!({
            "id": "891590606160134147",
            "accountId": "720000000000000001",
            "label": "Twitter Campaign",
            "description": "Pinned",
            "metadata": "{}",
            "createdAt": 1_774_066_125_007_i64,
            "clicks": 584,
            "claims": 1,
            "follows": 27,
            "subscriptions": 4,
            "totalNet": 10_500,
            "totalGross": 15_000,
            "url": "https://go.example.com/fv-123456",
        });
        let short_url = "https://go.example.com/fv-123456".to_owned();
        assert_eq!(link(short_url, &link_view(settings, totals)).to_string(), expected.to_string());
    }
}

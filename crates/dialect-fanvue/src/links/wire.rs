//! A link as this dialect shows it.

use serde::Serialize;
use std::num::NonZeroU32;
use trackway_domain::text::Name;
use trackway_domain::totals::LinkTotals;
use trackway_store::links::LinkView;
use utoipa::ToSchema;
use uuid::Uuid;

/// Eight keys in their order, all always present, the address that visitors open, and the link's cap.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Link {
    uuid: Uuid,
    name: String,
    /// The code alone.
    link_url: String,
    external_social_platform: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    clicks: u64,
    #[schema(inline)]
    engagement: Engagement,
    #[schema(inline)]
    earnings: Option<Earnings>,
    url: String,
    /// How many people it lets through in all. Only there where somebody has said so: a client may not know the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>, required = false)]
    max_clicks: Option<NonZeroU32>,
}

/// Acquired are those whose first click was on this link; total are those who clicked it and are fans now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Engagement {
    acquired_subscribers: u64,
    acquired_followers: u64,
    total_subscribers: u64,
    total_followers: u64,
}

/// In US cents.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Earnings {
    total_gross: i64,
    total_net: i64,
}

impl Link {
    /// A link of whichever dialect: one without a name goes by its code.
    pub(crate) fn new(short_url: String, LinkView { link, totals, .. }: &LinkView) -> Self {
        Self {
            uuid: link.uuid,
            name: link.settings.name.as_ref().map_or(link.code.as_str(), Name::as_str).to_owned(),
            link_url: link.code.to_string(),
            external_social_platform: link.settings.social_platform.as_str(),
            created_at: format!("{:.3}", link.created_at),
            clicks: totals.clicks,
            engagement: Engagement::new(totals),
            earnings: totals.has_earned.then(|| Earnings::new(totals)),
            url: short_url,
            max_clicks: link.settings.max_clicks,
        }
    }
}

impl Engagement {
    fn new(totals: &LinkTotals) -> Self {
        Self {
            acquired_subscribers: totals.acquired_subscribers,
            acquired_followers: totals.acquired_followers,
            total_subscribers: totals.current_subscribers,
            total_followers: totals.current_followers,
        }
    }
}

impl Earnings {
    fn new(totals: &LinkTotals) -> Self {
        Self { total_gross: totals.gross.to_cents(), total_net: totals.net.to_cents() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use trackway_domain::link::LinkSettings;
    use trackway_domain::money::Mills;
    use trackway_testbed::samples::link_view;

    #[test]
    fn every_number_stands_under_its_own_key() {
        let settings = LinkSettings { name: Name::parse("TikTok Profile").ok(), ..LinkSettings::default() };
        let totals = LinkTotals {
            clicks: 584,
            visits: 600,
            claims: 1,
            follows: 2,
            subscriptions: 3,
            acquired_followers: 27,
            acquired_subscribers: 4,
            current_followers: 31,
            current_subscribers: 5,
            gross: Mills(15_005),
            net: Mills(10_515),
            has_earned: true,
        };
        let expected = json!({
            "uuid": "00000000-0000-0000-0000-000000000007",
            "name": "TikTok Profile",
            "linkUrl": "fv-123456",
            "externalSocialPlatform": "other",
            "createdAt": "2026-03-21T04:08:45.007Z",
            "clicks": 584,
            "engagement": {"acquiredSubscribers": 4, "acquiredFollowers": 27, "totalSubscribers": 5, "totalFollowers": 31},
            "earnings": {"totalGross": 1_500, "totalNet": 1_052},
            "url": "https://go.example.com/fv-123456",
        });
        assert_eq!(wire(&link_view(settings, totals)), expected.to_string());
    }

    #[test]
    fn what_was_earned_and_paid_back_is_zero_and_not_null() {
        let totals = LinkTotals { has_earned: true, ..LinkTotals::default() };
        assert!(wire(&link_view(LinkSettings::default(), totals)).contains(r#""earnings":{"totalGross":0,"totalNet":0}"#));
        assert!(wire(&link_view(LinkSettings::default(), LinkTotals::default())).contains(r#""earnings":null"#));
    }

    fn wire(view: &LinkView) -> String {
        let short_url = format!("https://go.example.com/{}", view.link.code);
        serde_json::to_string(&Link::new(short_url, view)).expect("JSON")
    }
}

//! What a link shows of itself where it is pasted, and who fetches that.

use crate::destination::Destination;
use serde::{Deserialize, Serialize};

/// The OpenGraph texts of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preview {
    /// `og:title`.
    pub title: Option<String>,
    /// `og:description`.
    pub description: Option<String>,
    /// `og:image`.
    pub image: Option<Destination>,
    /// `og:type`.
    pub kind: Option<String>,
}

impl Preview {
    /// True where the link says nothing of its own: fetchers are then sent on, to read the destination's.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// The fetchers that turn a pasted link into a card, by what their user agents contain.
/// iMessage calls itself by two names at once, and so shares that of Facebook.
const FETCHERS: &[&str] = &[
    "facebookexternalhit",
    "Facebot",
    "Twitterbot",
    "Slackbot",
    "Slack-ImgProxy",
    "WhatsApp/",
    "Discordbot",
    "TelegramBot",
    "LinkedInBot",
    "SkypeUriPreview",
    "redditbot",
    "Pinterestbot",
    "Iframely",
    "Embedly",
    "vkShare",
    "Viber",
    "Mastodon/",
    "Bluesky Cardyb",
    "Google-PageRenderer",
    "Snap URL Preview",
    "SnapchatAds",
    "TikTokBot",
    "meta-externalfetcher",
];

/// True for a user agent that fetches link previews.
#[must_use]
pub fn is_preview_fetcher(user_agent: &str) -> bool {
    FETCHERS.iter().any(|mark| user_agent.contains(mark))
}

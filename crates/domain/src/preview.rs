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

/// The fetchers that turn a pasted link into a card: what their user agents contain, and who they are. A narrower mark stands before
/// a wider one. Letters count, since a visit is held against these before it is answered, and fetchers write their names one way.
const FETCHERS: &[(&str, &str)] = &[
    ("line-poker", "Line"),
    ("facebookexternalhit", "Facebook"),
    ("Facebot", "Facebook"),
    ("meta-externalfetcher", "Meta"),
    ("Twitterbot", "X"),
    ("Slackbot", "Slack"),
    ("Slack-ImgProxy", "Slack"),
    ("WhatsApp/", "WhatsApp"),
    ("Discordbot", "Discord"),
    ("TelegramBot", "Telegram"),
    ("LinkedInBot", "LinkedIn"),
    ("SkypeUriPreview", "Skype"),
    ("redditbot", "Reddit"),
    ("Pinterestbot", "Pinterest"),
    ("Pinterest/0.", "Pinterest"),
    ("Mastodon/", "Mastodon"),
    ("Bluesky Cardyb", "Bluesky"),
    ("kakaotalk-scrap", "KakaoTalk"),
    ("Snap URL Preview", "Snapchat"),
    ("SnapchatAds", "Snapchat"),
    ("TikTokBot", "TikTok"),
    ("vkShare", "VK"),
    ("Synapse (bot", "Matrix"),
    ("Google-PageRenderer", "Google"),
    ("Iframely", "Iframely"),
    ("Embedly", "Embedly"),
];

/// Who fetches link previews by that user agent.
#[must_use]
pub fn preview_fetcher(user_agent: &str) -> Option<&'static str> {
    match user_agent {
        // Signal takes WhatsApp's name, with a version that no WhatsApp ever had.
        "WhatsApp" | "WhatsApp/2" => Some("Signal"),
        // Only alone: with more in it, it is a person inside the app.
        _ if user_agent.starts_with("Viber") && !user_agent.contains(' ') => Some("Viber"),
        // Says the names of two others at once, behind that of a browser.
        _ if user_agent.contains("facebookexternalhit") && user_agent.contains("Twitterbot") => Some("iMessage"),
        _ => FETCHERS.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name),
    }
}

/// True for a user agent that fetches link previews.
#[must_use]
pub fn is_preview_fetcher(user_agent: &str) -> bool {
    preview_fetcher(user_agent).is_some()
}

#[cfg(test)]
mod tests {
    use super::preview_fetcher;

    #[test]
    fn fetchers_are_told_apart() {
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4";
        let imessage = format!("{safari} facebookexternalhit/1.1 Facebot Twitterbot/1.0");
        let inside_viber = format!("{safari} Viber/11.9.5.8");
        let cases = [
            (imessage.as_str(), Some("iMessage")),
            ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", Some("Facebook")),
            ("facebookexternalhit/1.1;line-poker/1.0", Some("Line")),
            ("Facebot", Some("Facebook")),
            ("Twitterbot/1.0", Some("X")),
            ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", Some("Slack")),
            ("Slack-ImgProxy (+https://api.slack.com/robots)", Some("Slack")),
            ("WhatsApp/2.23.18.78 i", Some("WhatsApp")),
            ("WhatsApp/2", Some("Signal")),
            ("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", Some("Discord")),
            ("TelegramBot (like TwitterBot)", Some("Telegram")),
            ("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)", Some("LinkedIn")),
            ("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", Some("Skype")),
            ("Viber", Some("Viber")),
            (inside_viber.as_str(), None),
            ("Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)", Some("Reddit")),
            ("Mozilla/5.0 (compatible; Pinterestbot/1.0; +http://www.pinterest.com/bot.html)", Some("Pinterest")),
            ("http.rb/5.1.1 (Mastodon/4.2.1; +https://example.com/)", Some("Mastodon")),
            (
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app) Chrome/W.X.Y.Z Safari/537.36",
                Some("Bluesky"),
            ),
            (safari, None),
            ("", None),
        ];
        for (agent, expected) in cases {
            assert_eq!(preview_fetcher(agent), expected, "{agent}");
        }
    }
}

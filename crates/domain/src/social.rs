//! The social platform on which a creator places a link.

use serde::{Deserialize, Serialize};

/// Where a link is posted. Links made without one are [`SocialPlatform::Other`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each is the name of the platform")]
pub enum SocialPlatform {
    Facebook,
    Instagram,
    #[default]
    Other,
    Reddit,
    Snapchat,
    Tiktok,
    Twitter,
    Youtube,
}

impl SocialPlatform {
    /// All of them, by name.
    pub const ALL: [Self; 8] =
        [Self::Facebook, Self::Instagram, Self::Other, Self::Reddit, Self::Snapchat, Self::Tiktok, Self::Twitter, Self::Youtube];

    /// Its name in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::Other => "other",
            Self::Reddit => "reddit",
            Self::Snapchat => "snapchat",
            Self::Tiktok => "tiktok",
            Self::Twitter => "twitter",
            Self::Youtube => "youtube",
        }
    }

    /// Reads a name of [`SocialPlatform::as_str`], exactly.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == text)
    }
}

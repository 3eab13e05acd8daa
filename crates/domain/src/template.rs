//! Defaults for new links. Three of its addresses serve again at redirect time.

use crate::code::Code;
use crate::deep_link::DeepLink;
use crate::destination::Destination;
use crate::targeting::Targeting;
use crate::text::{Description, Name};
use crate::utm::Utm;
use crate::window::AttributionWindow;
use crate::workspace::{UserId, WorkspaceId, uuid_ids};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

uuid_ids! {
    /// Names a template.
    TemplateId,
}

/// The path segment that may stand before a link's code: 8 of `[a-z0-9]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slug(String);

impl Slug {
    /// Characters of a slug.
    pub const LENGTH: usize = Code::RANDOM_LENGTH;

    /// A random slug, made as codes are; None where the bytes will not do.
    #[must_use]
    pub fn random(bytes: [u8; Self::LENGTH]) -> Option<Self> {
        const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        let letter = |byte: u8| (byte < 252).then(|| char::from(ALPHABET[usize::from(byte % 36)]));
        let text = bytes.into_iter().map(letter).collect::<Option<String>>()?;
        (!crate::code::is_reserved(&text)).then_some(Self(text))
    }

    /// A slug that the store handed back.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A template as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Who made it.
    pub owner: UserId,
    /// What people call it.
    pub name: Name,
    /// Its name in paths.
    pub slug: Slug,
    /// What it is for.
    pub description: Option<Description>,
    /// True for the workspace's default template.
    pub is_default: bool,
    /// The defaults it supplies.
    pub settings: TemplateSettings,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The defaults that a template supplies to links that leave them out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateSettings {
    /// Destinations per platform.
    pub destinations: PlatformDestinations,
    /// Attribution window.
    pub window: Option<AttributionWindow>,
    /// What to open in an app.
    pub deep_link: DeepLink,
    /// Campaign parameters, each by itself.
    pub utm: Utm,
    /// Targeting, as a whole.
    pub targeting: Targeting,
    /// Days after its creation when a link expires.
    pub expires_after_days: Option<u16>,
}

/// Where visitors of each platform go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlatformDestinations {
    /// The app's page in the App Store, or another page for iOS.
    pub ios_store: Option<Destination>,
    /// The app's page in the Play Store, or another page for Android.
    pub android_store: Option<Destination>,
    /// The page for everybody else, and the last resort of the two.
    pub web_fallback: Option<Destination>,
    /// An address that iOS opens in the app.
    pub ios_universal_link: Option<Destination>,
    /// An address that Android opens in the app.
    pub android_app_link: Option<Destination>,
}

impl PlatformDestinations {
    /// Those that are there.
    pub fn all(&self) -> impl Iterator<Item = &Destination> {
        [&self.ios_store, &self.android_store, &self.web_fallback, &self.ios_universal_link, &self.android_app_link].into_iter().flatten()
    }

    /// These, and those of `defaults` where there is none here.
    #[must_use]
    pub fn or(self, defaults: &Self) -> Self {
        let fill = |own: Option<Destination>, other: &Option<Destination>| own.or_else(|| other.clone());
        Self {
            ios_store: fill(self.ios_store, &defaults.ios_store),
            android_store: fill(self.android_store, &defaults.android_store),
            web_fallback: fill(self.web_fallback, &defaults.web_fallback),
            ios_universal_link: fill(self.ios_universal_link, &defaults.ios_universal_link),
            android_app_link: fill(self.android_app_link, &defaults.android_app_link),
        }
    }
}

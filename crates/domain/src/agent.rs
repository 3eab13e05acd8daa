//! What a user agent says of the visitor's browser and device, for statistics. Nothing is decided by it.

use serde::{Deserialize, Serialize};

/// A user agent, and what could be read from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAgent {
    /// The header in full.
    pub text: Box<str>,
    /// What it says.
    pub agent: Agent,
}

/// What could be read from a user agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// The browser's family, such as `Chrome` or `Instagram`.
    pub browser: Option<Box<str>>,
    /// The browser's major version.
    pub browser_version: Option<u32>,
    /// The operating system's family, such as `iOS` or `Windows`.
    pub system: Option<Box<str>>,
    /// The operating system's version, as far as it is told: `17.4`.
    pub system_version: Option<Box<str>>,
    /// What kind of device it is.
    pub device: DeviceClass,
}

/// What kind of device somebody holds or sits at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum DeviceClass {
    /// A computer with a screen of its own.
    Desktop = 0,
    /// A telephone.
    Phone = 1,
    /// A tablet.
    Tablet = 2,
    /// A television or what is plugged into one.
    Television = 3,
    /// Anything else, and what says nothing.
    #[default]
    Other = 4,
}

impl DeviceClass {
    /// All classes, by number.
    pub const ALL: [Self; 5] = [Self::Desktop, Self::Phone, Self::Tablet, Self::Television, Self::Other];

    /// Its name in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Phone => "phone",
            Self::Tablet => "tablet",
            Self::Television => "television",
            Self::Other => "other",
        }
    }

    /// The class with that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

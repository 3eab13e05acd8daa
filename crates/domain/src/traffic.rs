//! Who made a visit: a person, or one of the programs that follow links too. Nothing is dropped; everything is labelled.

use crate::click::Signals;
use serde::{Deserialize, Serialize};

/// The class of a visit. Totals count [`TrafficClass::Human`]; the others are kept beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum TrafficClass {
    /// A person, as far as can be told.
    Human = 0,
    /// A crawler or script that says so.
    Bot = 1,
    /// The fetcher of a link preview.
    Preview = 2,
    /// A browser that loads ahead.
    Prefetch = 3,
    /// A HEAD request of somebody else.
    Head = 4,
    /// An address of a data centre.
    Datacenter = 5,
}

/// Who uses a user agent, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentKind {
    /// Somebody before a browser.
    Browser,
    /// The fetcher of a link preview.
    PreviewFetcher,
    /// A crawler or script, and whoever sends no user agent at all.
    Crawler,
}

impl TrafficClass {
    /// All classes, by number.
    pub const ALL: [Self; 6] = [Self::Human, Self::Bot, Self::Preview, Self::Prefetch, Self::Head, Self::Datacenter];

    /// Applies the rules in their order: the surest sign first.
    #[must_use]
    pub fn of(agent: AgentKind, signals: Signals, is_datacenter: bool) -> Self {
        match agent {
            _ if signals.is_prefetch => Self::Prefetch,
            AgentKind::PreviewFetcher => Self::Preview,
            AgentKind::Crawler => Self::Bot,
            AgentKind::Browser if signals.is_head => Self::Head,
            AgentKind::Browser if is_datacenter => Self::Datacenter,
            AgentKind::Browser => Self::Human,
        }
    }

    /// Its reason code in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Bot => "bot",
            Self::Preview => "preview",
            Self::Prefetch => "prefetch",
            Self::Head => "head",
            Self::Datacenter => "datacenter",
        }
    }

    /// The class with that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_sign_decides() {
        let head = Signals { is_head: true, ..Signals::default() };
        let prefetch = Signals { is_prefetch: true, ..Signals::default() };
        let cases = [
            (AgentKind::Browser, Signals::default(), false, TrafficClass::Human),
            (AgentKind::Browser, head, false, TrafficClass::Head),
            (AgentKind::Browser, head, true, TrafficClass::Head),
            (AgentKind::Crawler, prefetch, true, TrafficClass::Prefetch),
            (AgentKind::PreviewFetcher, head, false, TrafficClass::Preview),
            (AgentKind::Crawler, Signals::default(), true, TrafficClass::Bot),
            (AgentKind::Browser, Signals::default(), true, TrafficClass::Datacenter),
        ];
        for (agent, signals, is_datacenter, expected) in cases {
            assert_eq!(TrafficClass::of(agent, signals, is_datacenter), expected, "{agent:?} {signals:?}");
        }
    }

    #[test]
    fn numbers_are_positions() {
        for (index, class) in TrafficClass::ALL.into_iter().enumerate() {
            assert_eq!(TrafficClass::from_number(index as u8), Some(class));
            assert_eq!(class as usize, index);
        }
    }
}

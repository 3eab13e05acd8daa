//! Who made a visit: a person, or one of the programs that follow links too. Nothing is dropped; everything is labelled.

use crate::click::Signals;
use crate::preview::is_preview_fetcher;

/// The class of a visit. Totals count [`TrafficClass::Human`]; the others are kept beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl TrafficClass {
    /// All classes, by number.
    pub const ALL: [Self; 6] = [Self::Human, Self::Bot, Self::Preview, Self::Prefetch, Self::Head, Self::Datacenter];

    /// Applies the rules in their order: the surest sign first.
    #[must_use]
    pub fn of(user_agent: &str, signals: Signals, is_crawler: impl FnOnce() -> bool, is_datacenter: impl FnOnce() -> bool) -> Self {
        if signals.is_prefetch {
            Self::Prefetch
        } else if is_preview_fetcher(user_agent) {
            Self::Preview
        } else if user_agent.trim().is_empty() || is_crawler() {
            Self::Bot
        } else if signals.is_head {
            Self::Head
        } else if is_datacenter() {
            Self::Datacenter
        } else {
            Self::Human
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
        let browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0";
        let cases = [
            (browser, Signals::default(), false, false, TrafficClass::Human),
            (browser, head, false, false, TrafficClass::Head),
            (browser, prefetch, true, true, TrafficClass::Prefetch),
            ("Twitterbot/1.0", head, true, false, TrafficClass::Preview),
            ("curl/8", Signals::default(), true, true, TrafficClass::Bot),
            ("", Signals::default(), false, false, TrafficClass::Bot),
            (browser, Signals::default(), false, true, TrafficClass::Datacenter),
        ];
        for (agent, signals, crawler, datacenter, expected) in cases {
            assert_eq!(TrafficClass::of(agent, signals, || crawler, || datacenter), expected, "{agent} {signals:?}");
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

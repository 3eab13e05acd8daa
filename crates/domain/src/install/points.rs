//! Points for what an install and a click have in common: the published ones, scaled to what both sides could report, falling with age.

use super::decision::{Compared, Factor};
use super::phone::Phone;
use super::trace::Trace;
use jiff::{SignedDuration, Timestamp};

/// What is compared, with its points. A click that is compared at all shares the address.
pub(super) fn compare(phone: &Phone, trace: &Trace) -> Vec<Compared> {
    let both = |factor, said: Option<bool>| said.map(|is_match| Compared { factor, points: factor.points(), is_match });
    let timezone = phone.timezone.as_ref().zip(trace.timezone.as_ref()).map(|(phone, click)| phone == click);
    let language = phone.language.zip(trace.language).map(|(phone, click)| phone == click);
    let all = [
        both(Factor::Ip, Some(true)),
        both(Factor::UserAgent, Some(trace.may_be_of(phone))),
        both(Factor::Timezone, timezone),
        both(Factor::Language, language),
    ];
    all.into_iter().flatten().collect()
}

/// The sum in hundredths of what could be reached; at the end of the window it is half of that.
pub(super) fn confidence(compared: &[Compared], age: SignedDuration, window: SignedDuration) -> u8 {
    let sum =
        |only_matches: bool| compared.iter().filter(|one| one.is_match || !only_matches).map(|one| i128::from(one.points)).sum::<i128>();
    let (reached, possible) = (sum(true), sum(false).max(1));
    let (age, window) = (age.as_millis().max(0), window.as_millis().max(1));
    let hundredths = 100 * reached * (2 * window - age.min(window)) / (possible * 2 * window);
    u8::try_from(hundredths.clamp(1, 100)).unwrap_or(100)
}

/// How long before an install a click was; nothing where clocks disagree.
pub(super) fn age(click: Timestamp, install: Timestamp) -> SignedDuration {
    install.duration_since(click).max(SignedDuration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compared(timezone: Option<bool>, language: Option<bool>) -> Vec<Compared> {
        let known = [(Factor::Ip, Some(true)), (Factor::UserAgent, Some(true)), (Factor::Timezone, timezone), (Factor::Language, language)];
        known.into_iter().filter_map(|(factor, said)| said.map(|is_match| Compared { factor, points: factor.points(), is_match })).collect()
    }

    #[test]
    fn points_are_scaled_and_fall_with_age() {
        let hours = SignedDuration::from_hours;
        for (timezone, language, age, expected) in [
            (None, None, 0, 100),
            (Some(true), Some(true), 0, 100),
            (None, Some(false), 0, 87),
            (Some(false), Some(false), 0, 77),
            (None, None, 1, 75),
            (None, None, 2, 50),
            (None, Some(false), 2, 43),
            (None, None, 9, 50),
        ] {
            let found = confidence(&compared(timezone, language), hours(age), hours(2));
            assert_eq!(found, expected, "{timezone:?} {language:?} {age} h");
        }
    }

    proptest! {
        #[test]
        fn confidence_never_rises_with_age(older in 0_i64..1_000_000, younger in 0_i64..1_000_000, window in 1_i64..1_000_000) {
            let (older, younger) = (older.max(younger), older.min(younger));
            let of = |age| confidence(&compared(None, Some(true)), SignedDuration::from_secs(age), SignedDuration::from_secs(window));
            prop_assert!(of(older) <= of(younger) && (1..=100).contains(&of(older)));
        }
    }
}

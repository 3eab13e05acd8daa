//! Decisions, case by case.

use super::*;
use crate::install::phone::Timezone;
use crate::install::system_version::{BrowserSystem, SystemVersion};
use crate::install::trace::Trace;
use crate::link::LinkId;
use crate::platform::Platform;
use crate::snowflake::Snowflake;
use crate::targeting::Language;
use proptest::prelude::*;
use uuid::Uuid;

/// An install at minute 1,000, begun a minute before.
const OPENED: i64 = 1_000;

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_second(1_774_066_125 + 60 * minute).expect("a time")
}

fn phone() -> Phone {
    Phone {
        platform: Platform::Ios,
        version: SystemVersion::parse("17.4"),
        language: Language::parse("de"),
        timezone: Timezone::parse("Europe/Berlin"),
    }
}

fn arrival(phone: &Phone) -> Arrival<'_> {
    Arrival { phone, begun_at: minute(OPENED - 1), opened_at: minute(OPENED) }
}

fn hours(hours: i64) -> AttributionWindow {
    AttributionWindow::from_hours(hours).expect("a window")
}

/// A click of a link so many minutes before the install, on a phone that fits.
fn candidate(number: u128, link: i64, minutes_before: i64) -> Candidate {
    let trace = Trace {
        click: ClickId(Uuid::from_u128(number)),
        link: LinkId(Snowflake::from_i64(link)),
        at: minute(OPENED - minutes_before),
        platform: Platform::Ios,
        system: BrowserSystem::Exactly(SystemVersion { major: 17, minor: Some(4) }),
        language: Language::parse("de"),
        timezone: None,
    };
    Candidate { trace, window: None, is_taken: false }
}

fn named(minutes_before: i64, window: Option<AttributionWindow>, is_taken: bool) -> NamedClick {
    let Candidate { trace, .. } = candidate(7, 1, minutes_before);
    NamedClick { click: trace.click, link: trace.link, at: trace.at, window, is_taken }
}

#[test]
fn a_named_click_is_credited_for_its_links_whole_window() {
    use Refusal::{AfterInstall, OutsideWindow, Taken};
    let cases = [
        (named(1, None, false), None),
        (named(1_000_000, None, false), None),
        (named(2_159 * 60, Some(hours(2_160)), false), None),
        (named(60, Some(hours(1)), false), None),
        (named(61, Some(hours(1)), false), Some(OutsideWindow)),
        (named(0, None, false), Some(AfterInstall)),
        (named(-5, None, false), Some(AfterInstall)),
        (named(5, None, true), Some(Taken)),
    ];
    for (found, expected) in cases {
        let naming = Naming { click: found.click, rule: Rule::InstallReferrer };
        let decision = decide_named(&arrival(&phone()), naming, Some(found));
        assert_eq!(decision.considered[0].refusal, expected, "{found:?}");
        assert_eq!(decision.credited().is_some(), expected.is_none(), "{found:?}");
    }
}

#[test]
fn a_named_click_that_nobody_knows_is_waited_for() {
    let naming = Naming { click: ClickId(Uuid::from_u128(7)), rule: Rule::ClickId };
    let decision = decide_named(&arrival(&phone()), naming, None);
    assert_eq!(decision, Decision { outcome: Outcome::Awaiting(naming.click), considered: Vec::new() });
}

#[test]
fn a_click_within_the_second_in_which_the_install_began_came_before_it() {
    let found =
        NamedClick { at: minute(OPENED - 1).checked_add(SignedDuration::from_millis(900)).expect("a time"), ..named(1, None, false) };
    let naming = Naming { click: found.click, rule: Rule::InstallReferrer };
    assert!(decide_named(&arrival(&phone()), naming, Some(found)).credited().is_some());
}

#[test]
fn exactly_one_link_is_credited_or_none() {
    let other = |change: fn(&mut Candidate)| {
        let mut other = candidate(2, 2, 20);
        change(&mut other);
        other
    };
    let cases: Vec<(&str, Vec<Candidate>, Result<u128, Outcome>)> = vec![
        ("nothing", vec![], Err(Outcome::NoneFits)),
        ("one click", vec![candidate(1, 1, 30)], Ok(1)),
        ("the newest of one link", vec![candidate(1, 1, 30), candidate(3, 1, 10), candidate(2, 1, 20)], Ok(3)),
        ("two links", vec![candidate(1, 1, 30), candidate(2, 2, 20)], Err(Outcome::Ambiguous)),
        ("another platform's", vec![candidate(1, 1, 30), other(|other| other.trace.platform = Platform::Android)], Ok(1)),
        (
            "another system's",
            vec![
                candidate(1, 1, 30),
                other(|other| other.trace.system = BrowserSystem::Exactly(SystemVersion { major: 17, minor: Some(5) })),
            ],
            Ok(1),
        ),
        ("a taken one beside", vec![candidate(1, 1, 30), other(|other| other.is_taken = true)], Ok(1)),
        (
            "one behind its window",
            vec![candidate(1, 1, 30), other(|other| (other.window, other.trace.at) = (Some(hours(1)), minute(OPENED - 61)))],
            Ok(1),
        ),
        ("one behind the cap", vec![candidate(1, 1, 30), other(|other| other.trace.at = minute(OPENED - 121))], Ok(1)),
        ("one after the install", vec![candidate(1, 1, 30), other(|other| other.trace.at = minute(OPENED))], Ok(1)),
        ("only a taken one", vec![other(|other| other.is_taken = true)], Err(Outcome::NoneFits)),
    ];
    for (what, candidates, expected) in cases {
        let decision = decide_by_traces(&arrival(&phone()), candidates, hours(2));
        let found = match decision.credited() {
            Some(credited) => Ok(credited.click.0.as_u128()),
            None => Err(decision.outcome),
        };
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn a_phone_without_a_platform_is_nobodys() {
    let web = Phone { platform: Platform::Web, ..phone() };
    let candidate = Candidate { trace: Trace { platform: Platform::Web, ..candidate(1, 1, 1).trace }, ..candidate(1, 1, 1) };
    assert_eq!(decide_by_traces(&arrival(&web), vec![candidate], hours(2)).outcome, Outcome::NoneFits);
}

#[test]
fn what_fits_is_kept_though_thousands_do_not() {
    let taken = |number| Candidate { is_taken: true, ..candidate(number, 2, 5) };
    let candidates = (10..5_000).map(taken).chain([candidate(1, 1, 60)]).collect();
    let decision = decide_by_traces(&arrival(&phone()), candidates, hours(2));
    assert_eq!(decision.considered.len(), Decision::KEPT);
    assert_eq!(decision.credited().map(|credited| credited.click.0.as_u128()), Some(1));
}

proptest! {
    /// Whatever is among the candidates, the credited click fits, and no click of another link does.
    #[test]
    fn no_credit_is_given_where_another_link_fits(
        clicks in prop::collection::vec((1_u128..1_000, 1_i64..4, -10_i64..200, prop::bool::weighted(0.2)), 0..12), cap in 1_i64..4,
    ) {
        let candidates = clicks.iter().map(|(number, link, before, is_taken)| Candidate { is_taken: *is_taken, ..candidate(*number, *link, *before) });
        let fits = |before: i64, is_taken: bool| !is_taken && before >= 1 && before <= cap * 60;
        let decision = decide_by_traces(&arrival(&phone()), candidates.collect(), hours(cap));
        let links = clicks.iter().filter(|(_, _, before, is_taken)| fits(*before, *is_taken)).map(|(_, link, ..)| *link).collect::<BTreeSet<_>>();
        prop_assert_eq!(decision.credited().map(|credited| credited.link.0.to_i64()), links.iter().copied().next().filter(|_| links.len() == 1));
    }
}

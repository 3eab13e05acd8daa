//! Which click led to an install: exactly one, or none.
//!
//! What the app hands back comes first, and counts for the whole window of the link. Only an app that names no click is compared with
//! traces, within the workspace's cap; and where clicks of several links fit, none is credited, since a wrong credit costs somebody money
//! and a missing one is shown as what it is.

use super::decision::{Compared, Considered, Decision, Factor, Outcome, Refusal, Rule};
use super::phone::Phone;
use super::points::{age, compare, confidence};
use super::trace::{Candidate, NamedClick};
use crate::click::ClickId;
use crate::window::AttributionWindow;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An install, as far as it is decided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// The phone.
    pub phone: &'a Phone,
    /// When the phone began to load the app; when it first opened, where nobody says.
    pub begun_at: Timestamp,
    /// When the app first opened.
    pub opened_at: Timestamp,
}

/// A click that an app names, and how it came to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// The click.
    pub click: ClickId,
    /// [`Rule::ClickId`] or [`Rule::InstallReferrer`].
    pub rule: Rule,
}

/// Decides by the click that the app names; None for one that is not known, or not of this workspace.
#[must_use]
pub fn decide_named(arrival: &Arrival<'_>, naming: Naming, found: Option<NamedClick>) -> Decision {
    let Some(named) = found else { return Decision { outcome: Outcome::Awaiting(naming.click), considered: Vec::new() } };
    let factor = if naming.rule == Rule::InstallReferrer { Factor::InstallReferrer } else { Factor::ClickId };
    let refusal = if is_after(named.at, arrival.begun_at) {
        Some(Refusal::AfterInstall)
    } else if named.window.is_some_and(|window| age(named.at, arrival.opened_at) > length(window)) {
        Some(Refusal::OutsideWindow)
    } else {
        named.is_taken.then_some(Refusal::Taken)
    };
    let considered = Considered {
        click: named.click,
        link: named.link,
        at: named.at,
        rule: naming.rule,
        compared: vec![Compared { factor, points: factor.points(), is_match: true }],
        confidence: 100,
        refusal,
    };
    let outcome = if refusal.is_some() { Outcome::NamedRefused } else { Outcome::Credited(named.click) };
    Decision { outcome, considered: vec![considered] }
}

/// Decides by clicks that came from the same address. `cap` is the workspace's bound on their age.
#[must_use]
pub fn decide_by_traces(arrival: &Arrival<'_>, mut candidates: Vec<Candidate>, cap: AttributionWindow) -> Decision {
    candidates.sort_by_key(|candidate| std::cmp::Reverse((candidate.trace.at, candidate.trace.click)));
    let mut considered = candidates.iter().map(|candidate| consider(arrival, candidate, cap)).collect::<Vec<_>>();
    let fitting = |considered: &&Considered| considered.refusal.is_none();
    let links = considered.iter().filter(fitting).map(|considered| considered.link).collect::<BTreeSet<_>>();
    let outcome = match links.len() {
        0 => Outcome::NoneFits,
        1 => considered.iter().find(fitting).map_or(Outcome::NoneFits, |newest| Outcome::Credited(newest.click)),
        _ => {
            considered.iter_mut().filter(|considered| considered.refusal.is_none()).for_each(|one| one.refusal = Some(Refusal::Ambiguous));
            Outcome::Ambiguous
        }
    };
    // Those that fit explain more than those that do not; within each the newest comes first.
    considered.sort_by_key(|considered| !matches!(considered.refusal, None | Some(Refusal::Ambiguous)));
    considered.truncate(Decision::KEPT);
    Decision { outcome, considered }
}

/// What is decided where the app names nothing and nothing may be compared.
#[must_use]
pub fn decide_without_evidence() -> Decision {
    Decision { outcome: Outcome::NothingNamed, considered: Vec::new() }
}

fn consider(arrival: &Arrival<'_>, candidate: &Candidate, cap: AttributionWindow) -> Considered {
    let Candidate { trace, window, is_taken } = candidate;
    let bound = length(window.map_or(cap, |window| window.min(cap)));
    let (age, compared) = (age(trace.at, arrival.opened_at), compare(arrival.phone, trace));
    Considered {
        click: trace.click,
        link: trace.link,
        at: trace.at,
        rule: Rule::Fingerprint,
        confidence: confidence(&compared, age, bound),
        compared,
        refusal: refusal(arrival, candidate, age, cap).or_else(|| is_taken.then_some(Refusal::Taken)),
    }
}

fn refusal(arrival: &Arrival<'_>, candidate: &Candidate, age: SignedDuration, cap: AttributionWindow) -> Option<Refusal> {
    let Candidate { trace, window, .. } = candidate;
    match () {
        () if is_after(trace.at, arrival.begun_at) => Some(Refusal::AfterInstall),
        () if !trace.may_be_of(arrival.phone) => Some(Refusal::OtherPhone),
        () if window.is_some_and(|window| age > length(window)) => Some(Refusal::OutsideWindow),
        () if age > length(cap) => Some(Refusal::OutsideCap),
        () => None,
    }
}

/// In whole seconds, since that is how exactly stores say when an install began.
fn is_after(click: Timestamp, begun: Timestamp) -> bool {
    click.as_second() > begun.as_second()
}

fn length(window: AttributionWindow) -> SignedDuration {
    SignedDuration::from_hours(i64::from(window.hours()))
}

#[cfg(test)]
mod tests;

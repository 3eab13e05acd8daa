//! Why a conversion was credited as it was: which visits came into question, what each weighs, and what other models would say. It asks
//! [`standing`] and nothing else, so that an explanation cannot differ from the numbers.

use super::credit::chosen;
use super::credited::Credit;
use super::model::Model;
use super::rules::{ModelKind, Rules};
use super::standing::{Event, History, Standing, standing};
use super::touch::Touch;
use crate::conversion::{ConversionId, ConversionKind};
use crate::link::LinkId;
use crate::window::AttributionWindow;
use jiff::Timestamp;

/// Why a conversion was credited as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// By which model.
    pub model: Model,
    /// What came of it.
    pub outcome: Outcome,
    /// The sale whose credit a refund takes back.
    pub takes_back: Option<ConversionId>,
    /// At which instant visits had to be within their windows: the conversion's; of a refund that of its sale.
    pub decided_at: Timestamp,
    /// Every visit that is known of the person, the oldest first.
    pub candidates: Vec<Candidate>,
    /// The same question put to every model.
    pub answers: Vec<Answer>,
}

/// A visit that came into question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The visit.
    pub touch: Touch,
    /// How long its link may be credited; None is for ever.
    pub window: Option<AttributionWindow>,
    /// Whether it may be credited.
    pub verdict: Verdict,
    /// What it weighs beside the others; nothing where it gets no part.
    pub weight: u64,
    /// What it was given.
    pub credit: Option<Credit>,
}

/// Whether a visit may be credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    InReach,
    /// It came after what was done.
    TooLate,
    /// Its link's window was over.
    Expired,
}

/// What came of a conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody was credited.
    Credited,
    /// No visit of this person is known.
    NoVisit,
    /// There are visits, and none of them may be credited.
    NoneInReach,
    /// A visit may be credited, and the person was counted before: he follows already, or that link has counted him.
    CountedBefore,
    /// Of this kind nothing is credited: whoever leaves was not brought to it by a link.
    NeverCredited,
}

/// What a model says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The model.
    pub model: Model,
    /// The touch with the largest part.
    pub chosen: Option<Touch>,
    /// All parts.
    pub credits: Vec<Credit>,
}

/// Explains a conversion of this person by a model. None where it is not his.
#[must_use]
pub fn explain(
    history: History<'_>,
    rules: Rules,
    model: Model,
    window_of: &dyn Fn(LinkId) -> Option<AttributionWindow>,
    id: ConversionId,
) -> Option<Explanation> {
    let event = event_of(history, id)?;
    let told = standing(history, model, window_of);
    let takes_back = told.refunded.get(&id).copied();
    let decided_at = takes_back.and_then(|sale| event_of(history, sale)).unwrap_or(event).at;
    let credits = credits_of(&told, id);
    let candidates = candidates(history, &told, &credits, decided_at, window_of, id);
    let outcome = outcome(event.kind, &told, &credits, &candidates, id);
    let answers = ModelKind::ALL.map(|kind| {
        let model = rules.model_of(kind);
        let told = standing(history, model, window_of);
        Answer { model, chosen: told.touch_of(id).copied(), credits: credits_of(&told, id) }
    });
    Some(Explanation { model, outcome, takes_back, decided_at, candidates, answers: answers.into() })
}

fn event_of(history: History<'_>, id: ConversionId) -> Option<&Event> {
    history.events.iter().find(|event| event.id == id)
}

fn credits_of(told: &Standing, id: ConversionId) -> Vec<Credit> {
    told.credits.iter().filter(|credit| credit.conversion == Some(id)).copied().collect()
}

fn candidates(
    history: History<'_>,
    told: &Standing,
    credits: &[Credit],
    at: Timestamp,
    window_of: &dyn Fn(LinkId) -> Option<AttributionWindow>,
    id: ConversionId,
) -> Vec<Candidate> {
    let mut touches = history.touches.to_vec();
    touches.sort_unstable();
    touches.dedup();
    let shares = told.shares.get(&id).map_or(&[][..], Vec::as_slice);
    let candidate = |touch: Touch| {
        let window = window_of(touch.link);
        Candidate {
            touch,
            window,
            verdict: match touch.reaches(at, window) {
                true => Verdict::InReach,
                false if touch.at > at => Verdict::TooLate,
                false => Verdict::Expired,
            },
            weight: shares.iter().find(|share| share.touch == touch).map_or(0, |share| share.weight),
            credit: credits.iter().find(|credit| credit.touch == touch).copied(),
        }
    };
    touches.into_iter().map(candidate).collect()
}

fn outcome(kind: ConversionKind, told: &Standing, credits: &[Credit], candidates: &[Candidate], id: ConversionId) -> Outcome {
    // A claim stands for the person being known, which is no part of one report; its visit is told all the same.
    let is_told = kind == ConversionKind::Claim && told.shares.get(&id).and_then(|shares| chosen(shares)).is_some();
    if !credits.is_empty() || is_told {
        return Outcome::Credited;
    }
    match kind {
        ConversionKind::Unfollow | ConversionKind::Unsubscribe => Outcome::NeverCredited,
        _ if candidates.is_empty() => Outcome::NoVisit,
        _ if candidates.iter().all(|candidate| candidate.verdict != Verdict::InReach) => Outcome::NoneInReach,
        // Whatever else is in reach gives nothing because it was counted, or because it is a renewal without money.
        _ => Outcome::CountedBefore,
    }
}

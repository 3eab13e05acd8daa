//! All that one person gives to links. Pure: it sees what is known of him, and the order in which that became known changes nothing.
//!
//! Money and subscriptions follow the model; *acquired* belongs to the first touch ever; *current* to every link that he opened. What
//! the rules mean, with stories, is in docs/attribution.md, and the same stories are the tests.

use super::contribution::Contribution;
use super::credit::{Share, chosen, shares, split};
use super::credited::Credit;
use super::model::Model;
use super::touch::Touch;
use crate::conversion::{Amount, ConversionId, ConversionKind, IdempotencyKey};
use crate::link::LinkId;
use crate::money::{Currency, Mills};
use crate::person::Fan;
use crate::utc_day::UtcDay;
use crate::window::AttributionWindow;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Something that the person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The conversion.
    pub id: ConversionId,
    /// Its key.
    pub key: IdempotencyKey,
    /// What.
    pub kind: ConversionKind,
    /// When.
    pub at: Timestamp,
    /// For how much.
    pub amount: Option<Amount>,
    /// The sale that is paid back: its id or key.
    pub refunds: Option<String>,
}

/// All that is known of one person.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// True where his account knows him by an id; otherwise only a claim tells that he is somebody.
    pub is_identified: bool,
    /// The links that he opened.
    pub touches: &'a [Touch],
    /// What he did.
    pub events: &'a [Event],
}

/// What he gives, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// To whom, and when.
    pub given: BTreeMap<(LinkId, UtcDay), Contribution>,
    /// What he is to his account now.
    pub fan: Fan,
    /// Who shares in each conversion that is credited at all.
    pub shares: BTreeMap<ConversionId, Vec<Share>>,
    /// What each touch is given, and for what; the days of `given` are sums of these.
    pub credits: Vec<Credit>,
    /// Which sale each refund takes back, where it is known.
    pub refunded: BTreeMap<ConversionId, ConversionId>,
}

impl Standing {
    /// The touch that has the largest part in a conversion.
    #[must_use]
    pub fn touch_of(&self, conversion: ConversionId) -> Option<&Touch> {
        chosen(self.shares.get(&conversion)?)
    }
}

/// Adds everything up. `window_of` says how long a link may be credited; None is for ever.
#[must_use]
pub fn standing(history: History<'_>, model: Model, window_of: &dyn Fn(LinkId) -> Option<AttributionWindow>) -> Standing {
    let mut touches = history.touches.to_vec();
    touches.sort_unstable();
    touches.dedup();
    let mut events = history.events.iter().collect::<Vec<_>>();
    // Ids are given out on arrival, so they come last.
    events.sort_by_key(|event| (event.at, event.kind, &event.key, event.id));
    let mut sum =
        Sum { touches: &touches, model, window_of, follows: BTreeSet::new(), sales: Vec::new(), come: 0, standing: Standing::default() };
    sum.claims(history.is_identified, &events);
    sum.note_sales(&events);
    for event in &events {
        sum.take(event);
    }
    sum.current();
    sum.standing.given.retain(|_, contribution| !contribution.is_nothing());
    sum.standing
}

/// The work in progress.
struct Sum<'a> {
    touches: &'a [Touch],
    model: Model,
    window_of: &'a dyn Fn(LinkId) -> Option<AttributionWindow>,
    /// Links that he has followed after.
    follows: BTreeSet<LinkId>,
    /// What brings money in, in order.
    sales: Vec<Sale<'a>>,
    /// How many of these have come in.
    come: usize,
    standing: Standing,
}

/// Something that brought money in.
struct Sale<'a> {
    event: &'a Event,
    amount: Amount,
    shares: Vec<Share>,
    paid_back: (Mills, Mills),
}

/// Money, a part for each share.
struct Parts {
    gross: Vec<Mills>,
    net: Vec<Mills>,
    currency: Currency,
}

impl<'a> Sum<'a> {
    fn at(&mut self, link: LinkId, at: Timestamp) -> &mut Contribution {
        self.standing.given.entry((link, UtcDay::of(at))).or_default()
    }

    /// The touches that something may be credited to.
    fn reaching(&self, at: Timestamp) -> Vec<Touch> {
        self.touches.iter().filter(|touch| touch.reaches(at, (self.window_of)(touch.link))).copied().collect()
    }

    fn shares(&self, at: Timestamp) -> Vec<Share> {
        shares(&self.reaching(at), self.model)
    }

    /// One for each link that he opened, on the day on which both he and his visit were known.
    fn claims(&mut self, is_identified: bool, events: &[&Event]) {
        let mut telling = events.iter().filter(|event| is_identified || event.kind == ConversionKind::Claim);
        let Some(known_at) = telling.next().map(|event| event.at) else { return };
        let mut claimed = BTreeSet::new();
        for touch in self.touches {
            if claimed.insert(touch.link) {
                let at = known_at.max(touch.at);
                self.note(Credit { conversion: None, kind: ConversionKind::Claim, touch: *touch, at, number: 1, money: None });
            }
        }
    }

    /// A refund may be named before its sale in time, so all sales are known before anything is paid back.
    fn note_sales(&mut self, events: &[&'a Event]) {
        use ConversionKind::{Custom, Lead, Sale as Bought, Subscribe};
        let earning = events.iter().filter(|event| matches!(event.kind, Bought | Subscribe | Lead | Custom));
        let sales = earning.filter_map(|event| {
            let amount = event.amount?;
            Some(Sale { event, amount, shares: self.shares(event.at), paid_back: (Mills(0), Mills(0)) })
        });
        self.sales = sales.collect();
    }

    fn take(&mut self, event: &Event) {
        match event.kind {
            ConversionKind::Claim => self.claim(event),
            ConversionKind::Follow => self.follow(event),
            ConversionKind::Unfollow => self.standing.fan.followed_at = None,
            ConversionKind::Subscribe => self.subscribe(event),
            ConversionKind::Unsubscribe => self.standing.fan.is_subscriber = false,
            ConversionKind::Refund => self.refund(event),
            ConversionKind::Sale | ConversionKind::Lead | ConversionKind::Custom => self.earn(event, true),
        }
    }

    /// Whatever the model, a claim belongs to the visit that it names or follows.
    fn claim(&mut self, event: &Event) {
        let last = self.reaching(event.at).last().map(|touch| vec![Share { touch: *touch, weight: 1 }]);
        self.standing.shares.extend(last.map(|shares| (event.id, shares)));
    }

    /// Whoever follows already has not followed anew. After an unfollow he has, but he is one person: a link counts him once.
    fn follow(&mut self, event: &Event) {
        if self.standing.fan.is_follower() {
            return;
        }
        self.standing.fan.followed_at = Some(event.at);
        let shares = self.shares(event.at);
        if let Some(touch) = chosen(&shares).copied()
            && self.follows.insert(touch.link)
        {
            self.credit(event, &shares, true, None);
        }
        self.acquire(event.at, |contribution| &mut contribution.acquired_followers);
        self.share(event.id, shares);
    }

    /// A renewal is money and no new subscription; one that begins after the last has ended is.
    fn subscribe(&mut self, event: &Event) {
        let is_new = !self.standing.fan.is_subscriber;
        if is_new {
            self.standing.fan.is_subscriber = true;
            self.standing.fan.subscribed_at = Some(event.at);
            self.acquire(event.at, |contribution| &mut contribution.acquired_subscribers);
        }
        self.earn(event, is_new);
    }

    /// To the first touch ever and to no other; once, and nothing takes it back.
    fn acquire(&mut self, at: Timestamp, number: fn(&mut Contribution) -> &mut i64) {
        let Some(first) = self.touches.first().filter(|touch| touch.reaches(at, (self.window_of)(touch.link))) else { return };
        let is_done = self.standing.given.values_mut().any(|contribution| *number(contribution) > 0);
        if !is_done {
            *number(self.at(first.link, at)) = 1;
        }
    }

    /// `counts` is false where it is money and nothing else.
    fn earn(&mut self, event: &Event, counts: bool) {
        // They come in the order in which they were noted.
        let Some(sale) = self.sales.get(self.come).filter(|sale| sale.event.id == event.id) else {
            let shares = self.shares(event.at);
            self.credit(event, &shares, counts, None);
            return self.share(event.id, shares);
        };
        self.come += 1;
        let (amount, shares) = (sale.amount, sale.shares.clone());
        if amount.is_counted() {
            self.standing.fan.spent.0 += amount.gross.0;
        }
        let parts = Parts { gross: split(amount.gross, &shares), net: split(amount.net, &shares), currency: amount.currency };
        self.credit(event, &shares, counts, Some(parts));
        self.share(event.id, shares);
    }

    /// Takes back from the same links in the same parts what the sale gave. Several refunds of one sale are split together, so that the
    /// last leaves nothing behind. Without its sale a refund is shared like one.
    fn refund(&mut self, event: &Event) {
        let Some(amount) = event.amount else { return };
        let (before, after, shares) = match self.refunded(event, amount) {
            Some(index) => {
                let sale = &mut self.sales[index];
                self.standing.refunded.insert(event.id, sale.event.id);
                let before = sale.paid_back;
                // Who pays everything back says so in gross; of what arrived, all that is left goes too.
                let is_whole = before.0.0 + amount.gross.0 == sale.amount.gross.0 && amount.net == amount.gross;
                let net = if is_whole { sale.amount.net } else { Mills(before.1.0 + amount.net.0) };
                sale.paid_back = (Mills(before.0.0 + amount.gross.0), net);
                (before, sale.paid_back, sale.shares.clone())
            }
            None => ((Mills(0), Mills(0)), (amount.gross, amount.net), self.shares(event.at)),
        };
        if amount.is_counted() {
            self.standing.fan.spent.0 -= amount.gross.0;
        }
        let back = |before: Mills, after: Mills| {
            let pairs = split(before, &shares).into_iter().zip(split(after, &shares));
            pairs.map(|(before, after)| Mills(before.0 - after.0)).collect::<Vec<_>>()
        };
        let parts = Parts { gross: back(before.0, after.0), net: back(before.1, after.1), currency: amount.currency };
        self.credit(event, &shares, true, Some(parts));
        self.share(event.id, shares);
    }

    /// The sale that is meant: the one that is named; where none is, the newest before it of which at least as much is left.
    fn refunded(&self, refund: &Event, amount: Amount) -> Option<usize> {
        if let Some(name) = &refund.refunds {
            let is_named = |sale: &Sale<'_>| sale.event.key.as_str() == name || sale.event.id.to_string() == *name;
            return self.sales.iter().position(|sale| is_named(sale) && sale.amount.currency == amount.currency);
        }
        let may_be = |sale: &Sale<'_>| {
            let left = sale.amount.gross.0 - sale.paid_back.0.0;
            sale.event.at <= refund.at && sale.amount.currency == amount.currency && left >= amount.gross.0
        };
        self.sales.iter().rposition(may_be)
    }

    /// Gives each touch its part; the touch with the largest is the one that is counted.
    fn credit(&mut self, event: &Event, shares: &[Share], counts: bool, parts: Option<Parts>) {
        let counted = chosen(shares).copied().filter(|_| counts);
        for (index, Share { touch, .. }) in shares.iter().enumerate() {
            let number = i64::from(counted == Some(*touch));
            let money = parts.as_ref().map(|parts| Amount { gross: parts.gross[index], net: parts.net[index], currency: parts.currency });
            let credit = Credit { conversion: Some(event.id), kind: event.kind, touch: *touch, at: event.at, number, money };
            if !credit.is_nothing() {
                self.note(credit);
            }
        }
    }

    fn note(&mut self, credit: Credit) {
        self.at(credit.touch.link, credit.at).add(&credit);
        self.standing.credits.push(credit);
    }

    fn share(&mut self, conversion: ConversionId, shares: Vec<Share>) {
        if !shares.is_empty() {
            self.standing.shares.insert(conversion, shares);
        }
    }

    /// For every link that he opened, on the day on which he first did.
    fn current(&mut self) {
        let Fan { is_subscriber, .. } = self.standing.fan;
        let is_follower = self.standing.fan.is_follower();
        let mut seen = BTreeSet::new();
        for touch in self.touches {
            if seen.insert(touch.link) {
                let contribution = self.at(touch.link, touch.at);
                contribution.current_followers = i64::from(is_follower);
                contribution.current_subscribers = i64::from(is_subscriber);
            }
        }
    }
}

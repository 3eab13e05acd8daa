//! What a person did, as it was reported: a claim, a follow, a subscription, money.

use crate::account::AccountId;
use crate::click::ClickId;
use crate::link::LinkId;
use crate::money::{Currency, Mills};
use crate::person::{ExternalId, Identity, PersonId};
use crate::text::{Name, TextError};
use crate::workspace::uuid_ids;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

uuid_ids! {
    /// Names a conversion.
    ConversionId,
}

/// What was done. Of several at one instant the first of this order comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConversionKind {
    /// A visitor told who he is.
    Claim,
    /// He follows the account.
    Follow,
    /// He subscribes to it, newly or once more.
    Subscribe,
    /// He bought something, or tipped.
    Sale,
    /// He showed interest that may be worth money.
    Lead,
    /// Anything else that has a name.
    Custom,
    /// He was paid back.
    Refund,
    /// He follows no more.
    Unfollow,
    /// His subscription is over.
    Unsubscribe,
}

impl ConversionKind {
    /// All kinds.
    pub const ALL: [Self; 9] =
        [Self::Claim, Self::Follow, Self::Subscribe, Self::Sale, Self::Lead, Self::Custom, Self::Refund, Self::Unfollow, Self::Unsubscribe];

    /// Its name on wires and in stores.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Follow => "follow",
            Self::Subscribe => "subscribe",
            Self::Sale => "sale",
            Self::Lead => "lead",
            Self::Custom => "custom",
            Self::Refund => "refund",
            Self::Unfollow => "unfollow",
            Self::Unsubscribe => "unsubscribe",
        }
    }

    /// Reads a name of [`ConversionKind::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// True where a visit may have led to it: whoever leaves or is paid back was not brought to that by a link.
    #[must_use]
    pub fn follows_a_visit(self) -> bool {
        !matches!(self, Self::Refund | Self::Unfollow | Self::Unsubscribe)
    }

    /// True where money may come with it.
    #[must_use]
    pub fn takes_amount(self) -> bool {
        matches!(self, Self::Subscribe | Self::Sale | Self::Lead | Self::Custom | Self::Refund)
    }

    /// True where it says nothing without money.
    #[must_use]
    pub fn needs_amount(self) -> bool {
        matches!(self, Self::Sale | Self::Refund)
    }
}

/// Money that was paid, or for a refund paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// What the person paid; never below nothing.
    pub gross: Mills,
    /// What of it reaches the account. Where nobody said, it is all of it, since a guess would be somebody else's ratio.
    pub net: Mills,
    /// Of which currency.
    pub currency: Currency,
}

impl Amount {
    /// Largest amount, in mills: a billion units. Nine million of them still fit a total.
    pub const MAX: Mills = Mills(1_000_000_000_000);

    /// Accepts amounts within their bounds.
    ///
    /// # Errors
    /// Which rule they break.
    pub fn new(gross: Mills, net: Option<Mills>, currency: Currency) -> Result<Self, AmountError> {
        if gross < Mills(0) {
            return Err(AmountError::Negative);
        }
        let net = net.unwrap_or(gross);
        if gross > Self::MAX || net < Mills(-Self::MAX.0) {
            return Err(AmountError::TooLarge);
        }
        if net > gross { Err(AmountError::NetAboveGross) } else { Ok(Self { gross, net, currency }) }
    }

    /// True where dialects without a currency count it.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.currency == Currency::USD
    }
}

/// Why an amount was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Money that is paid back is a refund.
    #[error("must not be negative; what is paid back is a refund")]
    Negative,
    /// Beyond [`Amount::MAX`].
    #[error("must be at most 1000000000")]
    TooLarge,
    /// More arrives than was paid.
    #[error("must not be above gross")]
    NetAboveGross,
}

/// By what a report is known again: 1–255 characters, no control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Longest key, in characters.
    pub const MAX: usize = 255;

    /// Accepts `text` unchanged, or says why not.
    ///
    /// # Errors
    /// Empty, longer than [`IdempotencyKey::MAX`], or with control characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        crate::text::line(text, Self::MAX).map(Self)
    }

    /// The key as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what the key is known again where it may not be kept.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// A report of what somebody did, checked as far as it can be without looking anything up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was done.
    pub kind: ConversionKind,
    /// By whom, where the reporter knows.
    pub person: Option<Identity>,
    /// After which click.
    pub click: Option<ClickId>,
    /// After opening which link, where no click is known.
    pub link: Option<LinkId>,
    /// With which account, where it is said.
    pub account: Option<AccountId>,
    /// When; when it is recorded, where it is not said.
    pub occurred_at: Option<Timestamp>,
    /// For how much.
    pub amount: Option<Amount>,
    /// What the reporter calls it.
    pub name: Option<Name>,
    /// Whatever else the reporter wants kept: a JSON object as text, at most [`Report::DATA_MAX`] bytes.
    pub data: Option<String>,
    /// The sale that is paid back: its id or its idempotency key.
    pub refunds: Option<String>,
    /// By what it is known again.
    pub key: IdempotencyKey,
}

/// Why the parts of a report do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Nobody is named; a link alone says nothing about who opened it.
    #[error("is required where no clickId is given")]
    Nobody,
    /// Money is missing.
    #[error("is required for this type")]
    AmountMissing,
    /// Money has no place.
    #[error("has no place in this type")]
    AmountMisplaced,
    /// Only refunds refund.
    #[error("belongs to refunds only")]
    RefundsMisplaced,
    /// A year that nobody means.
    #[error("must lie between the years 2000 and 2100")]
    OutOfTime,
}

impl ReportError {
    /// The field at fault.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Nobody => "person",
            Self::AmountMissing | Self::AmountMisplaced => "gross",
            Self::RefundsMisplaced => "refunds",
            Self::OutOfTime => "occurredAt",
        }
    }
}

impl Report {
    /// Longest data, in bytes of JSON.
    pub const DATA_MAX: usize = 8_192;

    /// Seconds of 2000-01-01 and 2100-01-01: bounds of what may have occurred.
    const YEARS: (i64, i64) = (946_684_800, 4_102_444_800);

    /// Looks whether the parts go together.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), ReportError> {
        if self.person.is_none() && self.click.is_none() {
            return Err(ReportError::Nobody);
        }
        match self.amount {
            None if self.kind.needs_amount() => return Err(ReportError::AmountMissing),
            Some(_) if !self.kind.takes_amount() => return Err(ReportError::AmountMisplaced),
            _ => {}
        }
        if self.refunds.is_some() && self.kind != ConversionKind::Refund {
            return Err(ReportError::RefundsMisplaced);
        }
        let is_sane = |at: Timestamp| (Self::YEARS.0..Self::YEARS.1).contains(&at.as_second());
        if self.occurred_at.is_none_or(is_sane) { Ok(()) } else { Err(ReportError::OutOfTime) }
    }

    /// What tells two reports apart that came under one key. The profile does not count: a name may change between two tries.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let parts = [
            self.kind.as_str().to_owned(),
            text(self.person.as_ref().map(|person| person.external_id.as_str())),
            self.click.map(|click| click.to_string()).unwrap_or_default(),
            self.link.map(|link| link.to_string()).unwrap_or_default(),
            self.account.map(|account| account.to_string()).unwrap_or_default(),
            self.occurred_at.map(|at| at.as_millisecond().to_string()).unwrap_or_default(),
            self.amount.map(|amount| format!("{} {} {}", amount.gross.0, amount.net.0, amount.currency.as_str())).unwrap_or_default(),
            text(self.name.as_ref().map(Name::as_str)),
            text(self.data.as_deref()),
            text(self.refunds.as_deref()),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }
}

/// A conversion as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Its id.
    pub id: ConversionId,
    /// Whose.
    pub person: PersonId,
    /// The account's own id of the person.
    pub external_id: Option<ExternalId>,
    /// The account, where it is known yet.
    pub account: Option<AccountId>,
    /// What was done.
    pub kind: ConversionKind,
    /// When.
    pub occurred_at: Timestamp,
    /// When it was reported.
    pub recorded_at: Timestamp,
    /// For how much.
    pub amount: Option<Amount>,
    /// What the reporter calls it.
    pub name: Option<Name>,
    /// Whatever else was to be kept: a JSON object as text.
    pub data: Option<String>,
    /// The sale that is paid back, as it was named.
    pub refunds: Option<String>,
    /// By what it is known again.
    pub key: IdempotencyKey,
}

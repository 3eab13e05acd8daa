//! What the parameters of a postback mean. Trackers call the same things by many names.

use crate::failure::{Failure, Faults};
use crate::report;
use std::collections::BTreeMap;
use std::fmt::Display;
use trackway_app::conversions::record::Reported;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, ConversionKind, IdempotencyKey, Report};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::text::Name;
use uuid::Uuid;

const CLICK: &[&str] = &["click_id", "clickid", "lf_click", "cid", "subid", "sub_id"];
const KIND: &[&str] = &["type", "event"];
const GROSS: &[&str] = &["amount", "payout", "revenue", "sum"];
const TRANSACTION: &[&str] = &["txid", "transaction_id", "tid", "order_id"];
const PERSON: &[&str] = &["person", "external_id", "user_id"];
const ACCOUNT: &[&str] = &["account", "account_id"];

/// A postback's report, and whether its sender gave it an id of its own.
pub(crate) fn parse(parameters: &BTreeMap<String, String>) -> Result<(Reported, bool), Failure> {
    let mut reader = Reader { parameters, faults: Faults::new() };
    let click = reader.parsed(CLICK, click_id);
    let amount = reader.amount();
    let usual = if amount.is_some() { ConversionKind::Sale } else { ConversionKind::Lead };
    let kind = reader.parsed(KIND, |text| ConversionKind::parse(&text.to_ascii_lowercase()).ok_or("is not known")).unwrap_or(usual);
    let person = reader.parsed(PERSON, ExternalId::parse).map(|external_id| Identity { external_id, profile: Profile::default() });
    let account = reader.parsed(ACCOUNT, |text| report::account_id(text).ok_or("must be an account's id"));
    let occurred_at = reader.parsed(&["occurred_at"], report::instant);
    let name = reader.parsed(&["name", "goal"], Name::parse);
    let transaction = reader.get(TRANSACTION);
    if reader.get(CLICK).is_none() {
        reader.need(PERSON, CLICK[0], "is required");
        reader.need(TRANSACTION, TRANSACTION[0], "is required where no click is named");
    }
    let key = key(kind, transaction, click).and_then(|key| reader.checked(TRANSACTION[0], IdempotencyKey::parse(&key)));
    let Some(key) = key.filter(|_| reader.faults.is_empty()) else { return Err(Failure::Invalid(reader.faults)) };
    // A tracker that takes a transaction back names it by the same id.
    let refunds = transaction.filter(|_| kind == ConversionKind::Refund).and_then(|id| self::key(ConversionKind::Sale, Some(id), None));
    let report = Report { kind, person, click, link: None, account, occurred_at, amount, name, data: None, refunds, key };
    report.check().map_err(|error| Failure::field(if error.field() == "gross" { GROSS[0] } else { error.field() }, error))?;
    Ok((Reported { report, link: None }, transaction.is_some()))
}

fn click_id(text: &str) -> Result<ClickId, &'static str> {
    let click = Uuid::try_parse(text).ok().filter(|uuid| uuid.get_version_num() == 7);
    click.map(ClickId).ok_or("must be a click's id")
}

/// The parameters, and what is wrong with them, under their first names.
struct Reader<'a> {
    parameters: &'a BTreeMap<String, String>,
    faults: Faults,
}

impl<'a> Reader<'a> {
    fn get(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.parameters.get(*name).map(String::as_str).filter(|text| !text.is_empty()))
    }

    fn parsed<T, E: Display>(&mut self, names: &[&str], parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let parsed = parse(self.get(names)?);
        self.checked(names[0], parsed)
    }

    fn checked<T, E: Display>(&mut self, name: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|error| self.faults.push((name.to_owned(), error.to_string()))).ok()
    }

    fn need(&mut self, names: &[&str], name: &str, words: &str) {
        if self.get(names).is_none() {
            self.faults.push((name.to_owned(), words.to_owned()));
        }
    }

    fn amount(&mut self) -> Option<Amount> {
        let decimal = |text: &str| Mills::parse(text).ok_or("must be a decimal such as 9.99");
        let (gross, net) = (self.parsed(GROSS, decimal), self.parsed(&["net"], decimal));
        let currency = self.parsed(&["currency"], |text| Currency::parse(text).ok_or("must be an ISO 4217 currency code"));
        self.checked(GROSS[0], Amount::new(gross?, net, currency.unwrap_or(Currency::USD)))
    }
}

/// By what a postback is known again: its transaction, else its click, which then has one conversion of each type.
fn key(kind: ConversionKind, transaction: Option<&str>, click: Option<ClickId>) -> Option<String> {
    let id = transaction.map(str::to_owned).or_else(|| Some(format!("click:{}", click?)))?;
    Some(format!("postback:{}:{id}", kind.as_str()))
}

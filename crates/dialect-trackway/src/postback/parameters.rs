//! What the parameters of a postback mean. Trackers call the same things by many names.

use crate::failure::{Failure, Faults};
use crate::report;
use std::collections::BTreeMap;
use trackway_app::conversions::record::Reported;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, ConversionKind, IdempotencyKey, Report};
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::text::Name;
use uuid::Uuid;

const CLICK: [&str; 6] = ["click_id", "clickid", "lf_click", "cid", "subid", "sub_id"];
const KIND: [&str; 2] = ["type", "event"];
const GROSS: [&str; 4] = ["amount", "payout", "revenue", "sum"];
const TRANSACTION: [&str; 4] = ["txid", "transaction_id", "tid", "order_id"];
const PERSON: [&str; 3] = ["person", "external_id", "user_id"];

/// A postback's report, and whether its sender gave it an id of its own.
pub(crate) fn parse(parameters: &BTreeMap<String, String>) -> Result<(Reported, bool), Failure> {
    let get = |names: &[&str]| names.iter().find_map(|name| parameters.get(*name).map(String::as_str).filter(|text| !text.is_empty()));
    let mut faults = Faults::new();
    let mut fault = |name: &str, words: &str| faults.push((name.to_owned(), words.to_owned()));
    let click = get(&CLICK).and_then(|text| {
        let click = Uuid::try_parse(text).ok().filter(|uuid| uuid.get_version_num() == 7);
        click
            .or_else(|| {
                fault("click_id", "must be a click's id");
                None
            })
            .map(ClickId)
    });
    let gross = get(&GROSS).and_then(|text| {
        Mills::parse(text).or_else(|| {
            fault("amount", "must be a decimal such as 9.99");
            None
        })
    });
    let net = get(&["net"]).and_then(|text| {
        Mills::parse(text).or_else(|| {
            fault("net", "must be a decimal such as 9.99");
            None
        })
    });
    let currency = match get(&["currency"]) {
        Some(text) => Currency::parse(text).unwrap_or_else(|| {
            fault("currency", "must be an ISO 4217 currency code");
            Currency::USD
        }),
        None => Currency::USD,
    };
    let usual = if gross.is_some() { ConversionKind::Sale } else { ConversionKind::Lead };
    let kind = match get(&KIND) {
        Some(text) => ConversionKind::parse(&text.to_ascii_lowercase()).unwrap_or_else(|| {
            fault("type", "is not known");
            usual
        }),
        None => usual,
    };
    let amount = gross.and_then(|gross| Amount::new(gross, net, currency).map_err(|error| fault("amount", &error.to_string())).ok());
    let person = get(&PERSON).and_then(|text| ExternalId::parse(text).map_err(|error| fault("person", &error.to_string())).ok());
    let occurred_at = get(&["occurred_at"]).and_then(|text| report::instant(text).map_err(|words| fault("occurred_at", &words)).ok());
    let name = get(&["name", "goal"]).and_then(|text| Name::parse(text).map_err(|error| fault("name", &error.to_string())).ok());
    let account = get(&["account", "account_id"]).and_then(|text| {
        let account = report::account_id(text);
        account.or_else(|| {
            fault("account", "must be an account's id");
            None
        })
    });
    let transaction = get(&TRANSACTION);
    if get(&CLICK).is_none() {
        match person {
            None => fault("click_id", "is required"),
            Some(_) if transaction.is_none() => fault("txid", "is required where no click is named"),
            Some(_) => {}
        }
    }
    let key =
        key(kind, transaction, click).and_then(|key| IdempotencyKey::parse(&key).map_err(|error| fault("txid", &error.to_string())).ok());
    let Some(key) = key.filter(|_| faults.is_empty()) else { return Err(Failure::Invalid(faults)) };
    // A tracker that takes a transaction back names it by the same id.
    let refunds = transaction.filter(|_| kind == ConversionKind::Refund).and_then(|id| self::key(ConversionKind::Sale, Some(id), None));
    let person = person.map(|external_id| Identity { external_id, profile: Profile::default() });
    let report = Report { kind, person, click, link: None, account, occurred_at, amount, name, data: None, refunds, key };
    report.check().map_err(|error| Failure::field(if error.field() == "gross" { "amount" } else { error.field() }, error))?;
    Ok((Reported { report, link: None }, transaction.is_some()))
}

/// By what a postback is known again: its transaction, else its click, which then has one conversion of each type.
fn key(kind: ConversionKind, transaction: Option<&str>, click: Option<ClickId>) -> Option<String> {
    let id = transaction.map(str::to_owned).or_else(|| Some(format!("click:{}", click?)))?;
    Some(format!("postback:{}:{id}", kind.as_str()))
}

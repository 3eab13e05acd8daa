//! Reading a report of what a person did: one JSON object, as clients of the API send it, files hold it, and platforms' words are put.

use jiff::Timestamp;
use serde_json::{Map, Value};
use trackway_app::conversions::record::Reported;
use trackway_domain::account::AccountId;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, AmountError, ConversionKind, IdempotencyKey, Report};
use trackway_domain::link::LinkId;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::Name;
use trackway_store::links::LinkKey;
use uuid::Uuid;

/// What is wrong, by the path of the field; all of it at once.
pub type Faults = Vec<(String, String)>;

/// The fields of a report.
pub const FIELDS: [&str; 15] = [
    "type",
    "person",
    "clickId",
    "linkId",
    "code",
    "accountId",
    "occurredAt",
    "gross",
    "net",
    "currency",
    "name",
    "data",
    "refunds",
    "idempotencyKey",
    "externalId",
];

/// Reads a report. A field that is null or an empty text counts as absent. `key` is the key where the report has none.
///
/// # Errors
/// What is wrong.
pub fn parse(value: &Value, key: Option<&str>) -> Result<Reported, Faults> {
    let Some(object) = value.as_object() else { return Err(vec![("item".to_owned(), "must be an object".to_owned())]) };
    let mut fields = Fields { object, prefix: "", faults: Vec::new() };
    fields.refuse_others(&FIELDS);
    let kind = fields.required("type", |text| ConversionKind::parse(text).ok_or_else(kinds));
    let person = identity(object, &mut fields.faults);
    let click = fields.optional("clickId", |text| Uuid::try_parse(text).map(ClickId).map_err(|_| "must be a UUID".to_owned()));
    let by_id = fields.optional("linkId", |text| link_key(text).ok_or_else(|| "must be a link's id".to_owned()));
    let by_code = fields.optional("code", |text| Ok::<_, String>(LinkKey::Code(text.to_owned())));
    let account = fields.optional("accountId", |text| account_id(text).ok_or_else(|| "must be an account's id".to_owned()));
    let occurred_at = fields.optional("occurredAt", instant);
    let amount = amount(&mut fields);
    let name = fields.optional("name", |text| Name::parse(text).map_err(|error| error.to_string()));
    let data = data(object, &mut fields.faults);
    let refunds = fields.optional("refunds", |text| IdempotencyKey::parse(text).map_err(|error| error.to_string()));
    let own_key = fields.optional("idempotencyKey", |text| IdempotencyKey::parse(text).map_err(|error| error.to_string()));
    let key = own_key.or_else(|| IdempotencyKey::parse(key?).ok());
    if key.is_none() && fields.faults.iter().all(|(field, _)| field != "idempotencyKey") {
        fields.fault("idempotencyKey", "is required");
    }
    if by_id.is_some() && by_code.is_some() {
        fields.fault("code", "has no place beside linkId");
    }
    let (Some(kind), Some(key), true) = (kind, key, fields.faults.is_empty()) else { return Err(fields.faults) };
    let link = by_id.or(by_code);
    let refunds = refunds.map(|refunds| refunds.as_str().to_owned());
    let report = Report { kind, person, click, link: None, account, occurred_at, amount, name, data, refunds, key };
    report.check().map_err(|error| vec![(error.field().to_owned(), error.to_string())])?;
    Ok(Reported { report, link })
}

/// A link's id: a uuid, or the decimal number of the same link.
pub(crate) fn link_key(text: &str) -> Option<LinkKey> {
    let number = || Snowflake::parse(text).map(|number| LinkKey::Id(LinkId(number)));
    number().or_else(|| Uuid::try_parse(text).ok().map(LinkKey::Uuid))
}

/// An account's id, in either of its forms.
pub(crate) fn account_id(text: &str) -> Option<AccountId> {
    AccountId::from_public(text).or_else(|| Uuid::try_parse(text).ok().map(AccountId))
}

/// An instant, kept to the millisecond.
pub(crate) fn instant(text: &str) -> Result<Timestamp, String> {
    let words = || "must be an ISO 8601 time with its offset, such as 2026-12-31T23:59:59Z".to_owned();
    let at = text.parse::<Timestamp>().map_err(|_| words())?;
    Timestamp::from_millisecond(at.as_millisecond()).map_err(|_| words())
}

fn kinds() -> String {
    let names = ConversionKind::ALL.map(ConversionKind::as_str);
    format!("must be one of {}", names.join(", "))
}

/// A person as an object, or by `externalId` alone, as flat files write it.
fn identity(object: &Map<String, Value>, faults: &mut Faults) -> Option<Identity> {
    let nothing = Map::new();
    let external_id = |text: &str| ExternalId::parse(text).map_err(|error| error.to_string());
    let person = match object.get("person") {
        None | Some(Value::Null) => {
            let mut fields = Fields { object, prefix: "", faults: std::mem::take(faults) };
            let external_id = fields.optional("externalId", external_id);
            *faults = fields.faults;
            return external_id.map(|external_id| Identity { external_id, profile: Profile::default() });
        }
        Some(Value::Object(person)) => person,
        Some(_) => {
            faults.push(("person".to_owned(), "must be an object".to_owned()));
            &nothing
        }
    };
    if person.is_empty() {
        return None;
    }
    let mut fields = Fields { object: person, prefix: "person.", faults: std::mem::take(faults) };
    fields.refuse_others(&["externalId", "handle", "displayName", "nickname", "avatarUrl"]);
    let external_id = fields.required("externalId", external_id);
    let profile = Profile {
        handle: fields.optional("handle", words),
        display_name: fields.optional("displayName", words),
        nickname: fields.optional("nickname", words),
        avatar_url: fields.optional("avatarUrl", words),
    };
    *faults = fields.faults;
    external_id.map(|external_id| Identity { external_id, profile })
}

/// A text of a profile.
pub(crate) fn words(text: &str) -> Result<String, String> {
    match text {
        text if text.chars().count() > Profile::MAX => Err(format!("must be at most {} characters", Profile::MAX)),
        text if text.chars().any(char::is_control) => Err("must not contain control characters".to_owned()),
        text => Ok(text.to_owned()),
    }
}

fn amount(fields: &mut Fields<'_>) -> Option<Amount> {
    let decimal = |text: &str| Mills::parse(text).ok_or_else(|| "must be a decimal such as 9.99".to_owned());
    let (gross, net) = (fields.optional("gross", decimal), fields.optional("net", decimal));
    let code = |text: &str| Currency::parse(text).ok_or_else(|| "must be an ISO 4217 currency code".to_owned());
    let currency = fields.optional("currency", code);
    match (gross, net, currency) {
        (Some(gross), net, Some(currency)) => {
            let amount = Amount::new(gross, net, currency);
            let field = if matches!(amount, Err(AmountError::NetAboveGross)) { "net" } else { "gross" };
            amount.map_err(|error| fields.fault(field, &error.to_string())).ok()
        }
        (Some(_), _, None) if fields.has("currency") => None,
        (Some(_), _, None) => {
            fields.fault("currency", "is required beside gross");
            None
        }
        (None, Some(_), _) if !fields.has("gross") => {
            fields.fault("gross", "is required beside net");
            None
        }
        (None, ..) => None,
    }
}

fn data(object: &Map<String, Value>, faults: &mut Faults) -> Option<String> {
    let fault = match object.get("data") {
        None | Some(Value::Null) => return None,
        Some(value @ Value::Object(_)) => match value.to_string() {
            text if text.len() <= Report::DATA_MAX => return Some(text),
            _ => format!("must be at most {} bytes of JSON", Report::DATA_MAX),
        },
        Some(_) => "must be an object".to_owned(),
    };
    faults.push(("data".to_owned(), fault));
    None
}

/// The fields of an object, and what is wrong with them.
pub(crate) struct Fields<'a> {
    object: &'a Map<String, Value>,
    prefix: &'static str,
    faults: Faults,
}

impl<'a> Fields<'a> {
    /// The fields of a body, of which these are known.
    pub(crate) fn of(object: &'a Map<String, Value>, known: &[&str]) -> Self {
        let mut fields = Self { object, prefix: "", faults: Vec::new() };
        fields.refuse_others(known);
        fields
    }

    /// What was read, unless something is wrong with it.
    pub(crate) fn finish<T>(self, read: Option<T>) -> Result<T, Faults> {
        read.filter(|_| self.faults.is_empty()).ok_or(self.faults)
    }

    pub(crate) fn fault(&mut self, name: &str, fault: &str) {
        self.faults.push((format!("{}{name}", self.prefix), fault.to_owned()));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        !matches!(self.object.get(name), None | Some(Value::Null)) && self.object.get(name) != Some(&Value::String(String::new()))
    }

    /// A field that nobody knows is a misspelt one.
    fn refuse_others(&mut self, known: &[&str]) {
        let others = self.object.keys().filter(|name| !known.contains(&name.as_str())).take(10).cloned().collect::<Vec<_>>();
        others.iter().for_each(|name| self.fault(name, "is not known"));
    }

    /// A text; numbers count as their digits, for the sake of amounts and of ids that somebody's database counts.
    pub(crate) fn optional<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let parsed = match self.object.get(name) {
            _ if !self.has(name) => return None,
            Some(Value::String(text)) => parse(text),
            Some(Value::Number(number)) => parse(&number.to_string()),
            _ => Err("must be a string".to_owned()),
        };
        parsed.map_err(|fault| self.fault(name, &fault)).ok()
    }

    pub(crate) fn required<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if !self.has(name) {
            self.fault(name, "is required");
            return None;
        }
        self.optional(name, parse)
    }
}

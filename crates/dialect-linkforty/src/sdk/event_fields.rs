//! What an app says was done in it.

use crate::failure::Failure;
use crate::fields::Fields;
use crate::sdk::values::{perhaps, text};
use crate::values::{named, object, time};
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::Amount;
use trackway_domain::install::InstallId;
use trackway_domain::install::event::AppEvent;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::text::Name;
use trackway_web::body::Object;
use uuid::Uuid;

/// What libraries call an event that is about money.
const REVENUE: &str = "revenue";

/// Reads an event. What is not understood of its data stays in its data.
pub(super) fn read(body: &Object) -> Result<AppEvent, Failure> {
    let mut fields = Fields::new(body);
    let install = fields.required("installId", text(64));
    let name = fields.required_one("eventName", named(Name::parse));
    let data = fields.one(&["eventData"], object).unwrap_or_default();
    let at = fields.one(&["timestamp"], time);
    let session = fields.one(&["sessionId"], text(255));
    let id = perhaps(|text| Uuid::try_parse(text).ok());
    let link = fields.one(&["attributedLinkId"], &id);
    let click = fields.one(&["attributedClickId"], &id).map(ClickId);
    let said = Value::Object(data.clone()).to_string();
    if said.len() > AppEvent::DATA_MAX {
        fields.fault("eventData", &format!("must be at most {} bytes of JSON", AppEvent::DATA_MAX));
    }
    let Some(name) = fields.finish(name)? else { return Err(Failure::Broken) };
    let install = Uuid::try_parse(&install).map(InstallId).map_err(|_| Failure::NotFound(Thing::Install))?;
    let amount = amount(&name, &data);
    Ok(AppEvent { install, name, data: said, at, session, link, click, person: person(&data), amount })
}

/// `revenue` is money in any event; `amount` only in one that is about nothing else, since apps count other things too.
fn amount(name: &Name, data: &Object) -> Option<Amount> {
    let of_amount = || data.get("amount").filter(|_| name.as_str() == REVENUE);
    let gross = match data.get(REVENUE).or_else(of_amount)? {
        Value::String(text) => Mills::parse(text),
        Value::Number(number) => Mills::parse(&number.to_string()),
        _ => None,
    };
    let currency = data.get("currency")?.as_str().and_then(Currency::parse)?;
    Amount::new(gross?, None, currency).ok()
}

/// The app's own id of its user.
fn person(data: &Object) -> Option<Identity> {
    let said = ["externalUserId", "external_user_id", "userId", "user_id"].iter().find_map(|name| data.get(*name))?;
    let text = match said {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(Identity { external_id: ExternalId::parse(&text).ok()?, profile: Profile::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn money_is_what_says_so() {
        for (name, data, expected) in [
            ("revenue", json!({"revenue": 9.99, "currency": "USD"}), Some(9_990)),
            ("revenue", json!({"amount": "9.995", "currency": "usd"}), Some(9_995)),
            ("revenue", json!({"amount": 12, "currency": "EUR"}), Some(12_000)),
            ("purchase", json!({"revenue": 1, "currency": "USD"}), Some(1_000)),
            ("purchase", json!({"amount": 3, "currency": "USD"}), None),
            ("revenue", json!({"revenue": 9.99}), None),
            ("revenue", json!({"revenue": 9.99, "currency": "coins"}), None),
            ("revenue", json!({"revenue": -1, "currency": "USD"}), None),
            ("revenue", json!({"revenue": null, "currency": "USD"}), None),
            ("revenue", json!({"revenue": [1], "currency": "USD"}), None),
            ("revenue", json!({"revenue": 1e300, "currency": "USD"}), None),
        ] {
            let name = Name::parse(name).expect("a name");
            let found = amount(&name, data.as_object().expect("an object"));
            assert_eq!(found.map(|amount| amount.gross.0), expected, "{name:?} {data}");
        }
    }
}

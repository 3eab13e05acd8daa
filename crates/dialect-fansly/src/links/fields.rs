//! Fields of request bodies, parsed into what they mean. A field that is not there is `None`; one of another type is refused, `null` too.

use crate::error::Error;
use serde_json::Value;
use std::num::NonZeroU32;
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::{Description, Name};
use trackway_store::links::LinkKey;
use trackway_web::body::Object;

/// The label.
pub(crate) fn label(object: &Object) -> Result<Option<Name>, Error> {
    let label = text(object, "label")?.map(Name::parse).transpose();
    label.map_err(|wrong| Error::Invalid(format!("label {wrong}")))
}

/// The description. Some of None is the empty one, which clears what was there.
pub(crate) fn description(object: &Object) -> Result<Option<Option<Description>>, Error> {
    let Some(text) = text(object, "description")? else { return Ok(None) };
    let description = Description::parse(text).map_err(|wrong| Error::Invalid(format!("description {wrong}")))?;
    Ok(Some((!text.is_empty()).then_some(description)))
}

/// How many people the link lets through. Some of None takes a cap away.
pub(crate) fn max_clicks(object: &Object) -> Result<Option<Option<NonZeroU32>>, Error> {
    let Some(value) = object.get("maxClicks") else { return Ok(None) };
    let number = value.as_u64().and_then(|number| NonZeroU32::new(u32::try_from(number).ok()?));
    match number {
        None if !value.is_null() => Err(Error::Invalid("maxClicks must be a whole number from 1 to 4294967295, or null".to_owned())),
        number => Ok(Some(number)),
    }
}

/// A link's id, whatever it looks like.
pub(crate) fn id<'a>(object: &'a Object, field: &str) -> Result<Option<&'a str>, Error> {
    text(object, field)
}

/// The error of a required field that is not there.
pub(crate) fn required(field: &str) -> Error {
    Error::Invalid(format!("{field} is required"))
}

/// The link behind an id. Clients need not know what ids look like, so one of another form is one that does not exist.
pub(crate) fn key(field: &str, id: &str) -> Result<LinkKey, Error> {
    match Snowflake::parse(id) {
        Some(id) => Ok(LinkKey::Id(LinkId(id))),
        None if id.is_empty() => Err(Error::Invalid(format!("{field} must not be empty"))),
        None => Err(Error::LinkNotFound),
    }
}

fn text<'a>(object: &'a Object, field: &str) -> Result<Option<&'a str>, Error> {
    match object.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Error::Invalid(format!("{field} must be a string"))),
    }
}

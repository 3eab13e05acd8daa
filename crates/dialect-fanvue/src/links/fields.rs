//! Fields of request bodies, parsed into what they mean. A field that is not there is `None`; one of another type is refused, and so is `null` where
//! it takes nothing away.
//! All errors of a body are told at once.

use crate::error::Error;
use serde_json::Value;
use std::num::NonZeroU32;
use trackway_domain::social::SocialPlatform;
use trackway_domain::text::Name;
use trackway_web::body::Object;

/// What a body says of a link.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said<Name, Platform> {
    pub(crate) name: Name,
    pub(crate) platform: Platform,
    /// How many people it lets through; Some of None takes a cap away.
    pub(crate) max_clicks: Option<Option<NonZeroU32>>,
}

/// A name and a platform, each as far as the body says it.
pub(crate) fn optional(object: &Object) -> Result<Said<Option<Name>, Option<SocialPlatform>>, Error> {
    all(name(object), platform(object), max_clicks(object))
}

/// A name and a platform, which both must be there.
pub(crate) fn required(object: &Object) -> Result<Said<Name, SocialPlatform>, Error> {
    let name = name(object).and_then(|name| name.ok_or_else(|| format!("{NAME}: is required")));
    let platform = platform(object).and_then(|platform| platform.ok_or_else(|| format!("{PLATFORM}: is required")));
    all(name, platform, max_clicks(object))
}

const NAME: &str = "name";
const PLATFORM: &str = "externalSocialPlatform";
const MAX_CLICKS: &str = "maxClicks";

fn name(object: &Object) -> Result<Option<Name>, String> {
    let name = text(object, NAME)?.map(Name::parse).transpose();
    name.map_err(|wrong| format!("{NAME}: {wrong}"))
}

fn platform(object: &Object) -> Result<Option<SocialPlatform>, String> {
    let Some(text) = text(object, PLATFORM)? else { return Ok(None) };
    let known = || SocialPlatform::ALL.map(SocialPlatform::as_str).join(", ");
    SocialPlatform::parse(text).map(Some).ok_or_else(|| format!("{PLATFORM}: must be one of {}", known()))
}

fn text<'a>(object: &'a Object, field: &str) -> Result<Option<&'a str>, String> {
    match object.get(field) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{field}: must be a string")),
    }
}

fn max_clicks(object: &Object) -> Result<Option<Option<NonZeroU32>>, String> {
    let Some(value) = object.get(MAX_CLICKS) else { return Ok(None) };
    let number = value.as_u64().and_then(|number| NonZeroU32::new(u32::try_from(number).ok()?));
    match number {
        None if !value.is_null() => Err(format!("{MAX_CLICKS}: must be a whole number from 1 to 4294967295, or null")),
        number => Ok(Some(number)),
    }
}

fn all<A, B>(
    name: Result<A, String>,
    platform: Result<B, String>,
    max_clicks: Result<Option<Option<NonZeroU32>>, String>,
) -> Result<Said<A, B>, Error> {
    match (name, platform, max_clicks) {
        (Ok(name), Ok(platform), Ok(max_clicks)) => Ok(Said { name, platform, max_clicks }),
        (a, b, c) => Err(Error::Invalid([a.err(), b.err(), c.err()].into_iter().flatten().collect())),
    }
}

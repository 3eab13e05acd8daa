//! Fields of request bodies, parsed into what they mean. A field that is not there is `None`; one of another type is refused, `null` too.
//! All errors of a body are told at once.

use crate::error::Error;
use serde_json::Value;
use trackway_domain::social::SocialPlatform;
use trackway_domain::text::Name;
use trackway_web::body::Object;

/// A name and a platform, each as far as the body says it.
pub(crate) fn optional(object: &Object) -> Result<(Option<Name>, Option<SocialPlatform>), Error> {
    both(name(object), platform(object))
}

/// A name and a platform, which both must be there.
pub(crate) fn required(object: &Object) -> Result<(Name, SocialPlatform), Error> {
    let name = name(object).and_then(|name| name.ok_or_else(|| format!("{NAME}: is required")));
    let platform = platform(object).and_then(|platform| platform.ok_or_else(|| format!("{PLATFORM}: is required")));
    both(name, platform)
}

const NAME: &str = "name";
const PLATFORM: &str = "externalSocialPlatform";

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

fn both<A, B>(a: Result<A, String>, b: Result<B, String>) -> Result<(A, B), Error> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(Error::Invalid([a.err(), b.err()].into_iter().flatten().collect())),
    }
}

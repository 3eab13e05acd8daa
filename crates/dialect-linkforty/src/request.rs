//! What handlers are given of a request: who asks, and may he; the segment of the path; the parameters; the body.

use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use http::request::Parts;
use serde_json::Value;
use trackway_app::Actor;
use trackway_app::error::Thing;
use trackway_domain::key::KeyScope;
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_store::links::LinkKey;
use trackway_web::body::{BodyError, Object, read_object};
use uuid::Uuid;

/// Someone who may read links and templates.
pub(crate) struct Reader(pub(crate) Actor);

/// Someone who may make and change them.
pub(crate) struct Writer(pub(crate) Actor);

/// Someone who may read numbers.
pub(crate) struct StatsReader(pub(crate) Actor);

/// Someone who administers the workspace.
pub(crate) struct Admin(pub(crate) Actor);

/// The one variable segment of the path.
pub(crate) struct Segment(pub(crate) String);

/// The two variable segments of the path, in their order.
pub(crate) struct Segments(pub(crate) Segment, pub(crate) Segment);

/// The query as an object of texts; of a repeated parameter the last counts, and an empty one is absent.
pub(crate) struct Parameters(pub(crate) Object);

/// The body.
pub(crate) struct Body(pub(crate) Object);

/// The body of a request that needs none.
pub(crate) struct OptionalBody(pub(crate) Object);

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        actor(parts, KeyScope::LinksRead).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for Writer {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        actor(parts, KeyScope::LinksWrite).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for StatsReader {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        actor(parts, KeyScope::StatsRead).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for Admin {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        actor(parts, KeyScope::Admin).map(Self)
    }
}

/// The door has put the actor there.
fn actor(parts: &Parts, scope: KeyScope) -> Result<Actor, Failure> {
    let actor = parts.extensions.get::<Actor>().ok_or(Failure::Unauthorized)?;
    if actor.may(scope) { Ok(actor.clone()) } else { Err(Failure::Forbidden(scope)) }
}

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Failure;
    /// A segment that is not UTF-8 names nothing.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(segment)| Self(segment)).map_err(|_| Failure::NoRoute)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        path.map(|Path((first, second))| Self(Segment(first), Segment(second))).map_err(|_| Failure::NoRoute)
    }
}

impl Segment {
    /// The link of that id: a uuid, or the decimal number of the same link.
    pub(crate) fn link(&self) -> Result<LinkKey, Failure> {
        link_key(&self.0).ok_or(Failure::NotFound(Thing::Link))
    }

    /// The id of another thing. Clients need not know what ids look like, so one of another form is one that does not exist.
    pub(crate) fn id<T>(&self, thing: Thing, of: fn(Uuid) -> T) -> Result<T, Failure> {
        Uuid::try_parse(&self.0).map(of).map_err(|_| Failure::NotFound(thing))
    }
}

/// Reads a link's id.
pub(crate) fn link_key(text: &str) -> Option<LinkKey> {
    let number = || Snowflake::parse(text).map(|number| LinkKey::Id(LinkId(number)));
    number().or_else(|| Uuid::try_parse(text).ok().map(LinkKey::Uuid))
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(pairs) = pairs.map_err(|_| Faults::from(Fault::of("the query must consist of names and values")))?;
        let said = pairs.into_iter().filter(|(_, text)| !text.is_empty());
        Ok(Self(said.map(|(name, text)| (name, Value::String(text))).collect()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        Ok(Self(read_object(request).await?))
    }
}

impl<S: Send + Sync> FromRequest<S> for OptionalBody {
    type Rejection = Failure;
    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        match read_object(request).await {
            Err(BodyError::Empty) => Ok(Self(Object::new())),
            object => Ok(Self(object?)),
        }
    }
}

//! Of which days and of what the numbers are asked.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::values::{number, uuid};
use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::Timestamp;
use trackway_app::{Actor, projects};
use trackway_domain::key::KeyScope;
use trackway_domain::project::ProjectId;
use trackway_domain::utc_day::UtcDay;
use trackway_store::installs::InstallQuestion;
use trackway_web::body::Object;

/// Someone who may read numbers.
pub(crate) struct NumberReader(pub(crate) Actor);

impl<S: Sync> FromRequestParts<S> for NumberReader {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let actor = parts.extensions.get::<Actor>().ok_or(Failure::Unauthorized)?;
        let may = actor.may(KeyScope::StatsRead);
        if may { Ok(Self(actor.clone())) } else { Err(Failure::Forbidden(KeyScope::StatsRead)) }
    }
}

/// How many days are meant where nothing is said.
const USUAL: u32 = 30;

/// Whole days of UTC, the last of which is today.
pub(super) struct Asked {
    pub(super) days: u32,
    pub(super) question: InstallQuestion,
}

impl Asked {
    /// Each day that is asked about, the first first.
    pub(super) fn each_day(&self) -> impl Iterator<Item = UtcDay> {
        let first = UtcDay::of(self.question.from).number();
        (first..first + i64::from(self.days)).map(UtcDay::from_number)
    }
}

/// Reads `days` and `projectId`.
pub(super) async fn read(state: &LinkForty, actor: &Actor, parameters: &Object) -> Result<Asked, Failure> {
    let mut fields = Fields::new(parameters);
    let days = fields.one(&["days"], number(1..=365)).unwrap_or(USUAL);
    let project = fields.one(&["projectId"], uuid).map(ProjectId);
    fields.finish(())?;
    if let Some(project) = project {
        projects::find::find(&state.app, actor, project).await?;
    }
    let last = UtcDay::of(state.app.clock.now());
    let start = |day: UtcDay| Timestamp::from_millisecond(day.start_milliseconds()).unwrap_or_default();
    let first = UtcDay::from_number(last.number() + 1 - i64::from(days));
    let question = InstallQuestion { workspace: actor.workspace, link: None, project, from: start(first), to: start(last.next()) };
    Ok(Asked { days, question })
}

/// A share with four digits; 0 of nothing.
pub(super) fn rate(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0 }
}

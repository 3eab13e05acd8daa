//! The router's requests, counted and timed by dialect. Redirects do not come through here.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::time::Instant;

/// Upper bounds of the durations that are told apart, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// The classes of statuses, by their first digit from 1.
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

type Answered = Family<[(&'static str, &'static str); 2], Counter>;
type Durations = Family<[(&'static str, &'static str); 1], Histogram, fn() -> Histogram>;

/// What every dialect was asked.
#[derive(Clone)]
pub struct Requests {
    answered: Answered,
    durations: Durations,
}

/// What one dialect was asked.
#[derive(Clone)]
pub struct Counted(Arc<Counters>);

struct Counters {
    answered: [Counter; STATUSES.len()],
    durations: Histogram,
}

impl Requests {
    /// The counters of one dialect, for [`count`]. They are on the page from now on, so that nought is seen as nought.
    #[must_use]
    pub fn of(&self, dialect: &'static str) -> Counted {
        let counter = |status| self.answered.get_or_create_owned(&[("dialect", dialect), ("status", status)]);
        let durations = self.durations.get_or_create_owned(&[("dialect", dialect)]);
        Counted(Arc::new(Counters { answered: STATUSES.map(counter), durations }))
    }

    pub(crate) fn register(&self, registry: &mut Registry) {
        let answered = "Requests that were answered, by dialect and class of status; redirects are not among them";
        registry.register("trackway_http_requests", answered, self.answered.clone());
        let durations = "Time from a request's head to its answer's head, by dialect; redirects are not among them";
        registry.register_with_unit("trackway_http_request_duration", durations, Unit::Seconds, self.durations.clone());
    }
}

impl Default for Requests {
    fn default() -> Self {
        Self { answered: Family::default(), durations: Family::new_with_constructor(|| Histogram::new(BOUNDS)) }
    }
}

/// Counts and times a request.
pub async fn count(State(Counted(counters)): State<Counted>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let response = next.run(request).await;
    counters.durations.observe(began.elapsed().as_secs_f64());
    if let Some(answered) = counters.answered.get(usize::from(response.status().as_u16() / 100).wrapping_sub(1)) {
        answered.inc();
    }
    response
}

//! What one look at the numbers shows, as OpenMetrics text. A page is made anew for each look, so that nothing has to be kept up to date
//! between two of them.

use crate::metrics::requests::Requests;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// A page of numbers. Names are given without what their kind and unit put behind them: `_total`, `_bytes`, `_seconds`, `_info`.
#[derive(Default)]
pub struct Page(Registry);

impl Page {
    /// What a page is, as a `Content-Type`.
    pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// A number that only grows while the process runs.
    pub fn counter(&mut self, name: &str, meaning: &str, value: u64) {
        self.0.register(name, meaning, ConstCounter::new(value));
    }

    /// A number that only grows for each value of a label.
    pub fn counters(&mut self, name: &str, meaning: &str, label: &'static str, values: impl IntoIterator<Item = (&'static str, u64)>) {
        let family = Family::<[(&'static str, String); 1], Counter>::default();
        for (of, value) in values {
            family.get_or_create(&[(label, of.to_owned())]).inc_by(value);
        }
        self.0.register(name, meaning, family);
    }

    /// A number that goes up and down.
    pub fn gauge(&mut self, name: &str, meaning: &str, value: u64) {
        self.0.register(name, meaning, ConstGauge::new(signed(value)));
    }

    /// A number of bytes that goes up and down.
    pub fn bytes(&mut self, name: &str, meaning: &str, value: u64) {
        self.0.register_with_unit(name, meaning, Unit::Bytes, ConstGauge::new(signed(value)));
    }

    /// A time in seconds that goes up and down.
    pub fn seconds(&mut self, name: &str, meaning: &str, value: f64) {
        self.0.register_with_unit(name, meaning, Unit::Seconds, ConstGauge::new(value));
    }

    /// Yes (1) or no (0) for each value of a label.
    pub fn flags(&mut self, name: &str, meaning: &str, label: &'static str, flags: impl IntoIterator<Item = (String, bool)>) {
        let family = Family::<[(&'static str, String); 1], Gauge>::default();
        for (value, is_set) in flags {
            family.get_or_create(&[(label, value)]).set(i64::from(is_set));
        }
        self.0.register(name, meaning, family);
    }

    /// What stays the same while the process runs, as a label.
    pub fn info(&mut self, name: &str, meaning: &str, label: &'static str, value: &str) {
        self.0.register(name, meaning, Info::new([(label, value.to_owned())]));
    }

    /// What the router was asked.
    pub fn requests(&mut self, requests: &Requests) {
        requests.register(&mut self.0);
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // A string takes whatever is written to it.
        let _ = encode(&mut text, &self.0);
        text
    }
}

/// Numbers beyond what the text can carry do not come up: bytes and counts of one process.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

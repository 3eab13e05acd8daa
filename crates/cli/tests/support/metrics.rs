//! A page of metrics, as a scraper reads it.

use super::client::{Connection, Request};
use super::server::Server;

/// What a page says.
pub(crate) struct Metrics {
    text: String,
}

/// A metric by the name that its samples have, with what the page says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Family {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) unit: String,
    pub(crate) meaning: String,
}

impl Metrics {
    /// The setting that gives a server a listener for them.
    pub(crate) const ON: (&str, &str) = ("TRACKWAY_METRICS_LISTEN", "127.0.0.1:0");

    /// What a server shows now on the listener that it has for them.
    pub(crate) fn of(server: &Server) -> Self {
        let address = server.metrics_address().expect("a listener for metrics");
        let mut connection = Connection::open(address).expect("a connection");
        let answer = connection.call(&Request::get("/metrics")).expect("an answer").expect(200);
        Self::read(answer.text())
    }

    /// A page that is whole: the last line says so.
    pub(crate) fn read(text: &str) -> Self {
        assert!(text.ends_with("\n# EOF\n"), "{text}");
        Self { text: text.to_owned() }
    }

    /// The value of one sample, by its name and labels as they stand there.
    #[track_caller]
    pub(crate) fn value(&self, sample: &str) -> f64 {
        let value = self.text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
        value.unwrap_or_else(|| panic!("there is no {sample}: {}", self.text)).parse().expect("a number")
    }

    /// The same, as a count.
    #[track_caller]
    pub(crate) fn count(&self, sample: &str) -> usize {
        let value = self.value(sample);
        assert!(value >= 0.0 && value.fract() == 0.0, "{sample} is {value}");
        value as usize
    }

    /// The names of all samples, without labels.
    pub(crate) fn samples(&self) -> Vec<&str> {
        let lines = self.text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split(['{', ' ']).next()).collect()
    }

    /// All metrics, sorted by name.
    pub(crate) fn families(&self) -> Vec<Family> {
        let mut families = Vec::<Family>::new();
        for line in self.text.lines() {
            let mut words = line.splitn(4, ' ');
            let (mark, key, name, rest) = (words.next(), words.next(), words.next(), words.next().unwrap_or_default());
            let (Some("#"), Some(key), Some(name)) = (mark, key, name) else { continue };
            if key == "HELP" {
                families.push(Family { name: name.to_owned(), meaning: rest.trim_end_matches('.').to_owned(), ..Family::default() });
            }
            let Some(family) = families.last_mut() else { continue };
            match key {
                "TYPE" => family.kind = rest.to_owned(),
                "UNIT" => family.unit = rest.to_owned(),
                _ => {}
            }
        }
        for family in &mut families {
            family.name.push_str(match family.kind.as_str() {
                "counter" => "_total",
                "info" => "_info",
                _ => "",
            });
        }
        families.sort();
        families
    }
}

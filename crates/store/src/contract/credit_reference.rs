//! Credits added up the slow and obvious way: every person's whole history by the rules, every credit held against every filter.

use crate::clicks::ClickRow;
use jiff::Timestamp;
use std::collections::BTreeMap;
use trackway_domain::attribution::{Credit, Event, History, Model, Touch, standing};
use trackway_domain::link::{Link, LinkId};
use trackway_domain::stats::{CreditNumbers, Dimension, Filter, Question, Value};
use trackway_domain::targeting::{Country, Language};

/// Everything that happened.
#[derive(Default)]
pub(super) struct Everything {
    /// Links as they are now.
    pub(super) links: Vec<Link>,
    /// What each person opened and did.
    pub(super) persons: BTreeMap<u32, (Vec<ClickRow>, Vec<Event>)>,
}

impl Everything {
    pub(super) fn totals(&self, question: &Question, model: Model) -> CreditNumbers {
        self.series(question, &[question.span.from(), question.span.before()], model).remove(0)
    }

    pub(super) fn series(&self, question: &Question, edges: &[Timestamp], model: Model) -> Vec<CreditNumbers> {
        let mut sums = vec![CreditNumbers::default(); edges.len() - 1];
        for (credit, _) in self.admitted(question, model) {
            for (index, pair) in edges.windows(2).enumerate() {
                if pair[0] <= credit.at && credit.at < pair[1] {
                    sums[index].add(&credit);
                }
            }
        }
        sums
    }

    pub(super) fn breakdown(&self, question: &Question, by: Dimension, model: Model) -> BTreeMap<Value, CreditNumbers> {
        let mut sums = BTreeMap::<Value, CreditNumbers>::new();
        for (credit, click) in self.admitted(question, model) {
            for value in self.values(&credit, &click, by) {
                sums.entry(value).or_default().add(&credit);
            }
        }
        sums
    }

    fn admitted(&self, question: &Question, model: Model) -> Vec<(Credit, ClickRow)> {
        let mut admitted = Vec::new();
        for (clicks, events) in self.persons.values() {
            let touches = clicks.iter().map(|click| Touch { at: click.at, link: click.link, click: Some(click.id) }).collect::<Vec<_>>();
            let history = History { is_identified: true, touches: &touches, events };
            let window_of = |link: LinkId| self.link(link).settings.effective_window();
            for credit in standing(history, model, &window_of).credits {
                let click = clicks.iter().find(|click| Some(click.id) == credit.touch.click).expect("the click");
                let admits = |filter: &Filter| {
                    let values = self.values(&credit, click, filter.by);
                    filter.admits(values.iter().map(Option::as_deref))
                };
                if question.span.holds(credit.at) && question.filters.iter().all(admits) {
                    admitted.push((credit, click.clone()));
                }
            }
        }
        admitted
    }

    fn link(&self, id: LinkId) -> &Link {
        self.links.iter().find(|link| link.id == id).expect("the link")
    }

    fn values(&self, credit: &Credit, click: &ClickRow, dimension: Dimension) -> Vec<Value> {
        let link = self.link(credit.touch.link);
        let agent = &click.user_agent.agent;
        let text = |text: Option<&str>| vec![text.map(str::to_owned)];
        match dimension {
            Dimension::Link => text(Some(&link.uuid.to_string())),
            Dimension::Template => vec![link.settings.template.map(|id| id.to_string())],
            Dimension::Project => vec![link.settings.project.map(|id| id.to_string())],
            Dimension::Account => vec![Some(link.account.to_string())],
            Dimension::Tag => link.settings.tags.iter().map(|tag| Some(tag.as_str().to_owned())).collect(),
            Dimension::Country => text(click.place.country.as_ref().map(Country::as_str)),
            Dimension::Region => text(click.place.region.as_deref()),
            Dimension::City => text(click.place.city.as_deref()),
            Dimension::TimeZone => text(click.place.time_zone.as_deref()),
            Dimension::Device => text(Some(agent.device.as_str())),
            Dimension::System => text(agent.system.as_deref()),
            Dimension::Browser => text(agent.browser.as_deref()),
            Dimension::Language => text(click.language.as_ref().map(Language::as_str)),
            Dimension::Referrer => text(click.referrer.as_deref()),
            Dimension::UtmSource => text(click.utm.source.as_deref()),
            Dimension::UtmMedium => text(click.utm.medium.as_deref()),
            Dimension::UtmCampaign => text(click.utm.campaign.as_deref()),
            Dimension::UtmTerm => text(click.utm.term.as_deref()),
            Dimension::UtmContent => text(click.utm.content.as_deref()),
            Dimension::Platform => text(Some(click.platform.as_str())),
            Dimension::Destination => text(Some(click.destination.as_str())),
            Dimension::Traffic => text(Some("human")),
        }
    }
}

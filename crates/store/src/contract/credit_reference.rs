//! Credits added up the slow and obvious way: every person's whole history by the rules, every credit held against every filter.

use crate::clicks::ClickRow;
use crate::credits::{CohortNumbers, CohortQuestion};
use crate::stats::{click_value, link_values};
use jiff::Timestamp;
use std::collections::BTreeMap;
use trackway_domain::attribution::{Credit, Event, History, Model, Touch, standing};
use trackway_domain::conversion::ConversionKind;
use trackway_domain::link::{Link, LinkId};
use trackway_domain::stats::{CreditNumbers, Dimension, Filter, Question, Value};

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

    /// What [`crate::credits::Credits::cohorts`] must answer.
    pub(super) fn cohorts(&self, question: &CohortQuestion, model: Model) -> Vec<CohortNumbers> {
        let mut cohorts = vec![CohortNumbers::none(question.ages.len()); question.edges.len() - 1];
        for person in self.persons.keys() {
            let alone = Everything { links: self.links.clone(), persons: [(*person, self.persons[person].clone())].into() };
            let credits = alone.admitted(&question.question, model).into_iter().map(|(credit, _)| credit).collect::<Vec<_>>();
            let subscriptions = credits.iter().filter(|credit| credit.kind == ConversionKind::Subscribe && credit.number == 1);
            let Some(start) = subscriptions.map(|credit| credit.at).min() else { continue };
            for (cohort, pair) in cohorts.iter_mut().zip(question.edges.windows(2)).filter(|(_, pair)| pair[0] <= start && start < pair[1])
            {
                assert!(pair[0] < pair[1]);
                cohort.subscribers += 1;
                for (paid, age) in cohort.paid.iter_mut().zip(&question.ages) {
                    let mut sum = CreditNumbers { money: std::mem::take(paid), ..CreditNumbers::default() };
                    credits.iter().filter(|credit| start <= credit.at && credit.at < start + *age).for_each(|credit| sum.add(credit));
                    *paid = sum.money;
                }
            }
        }
        cohorts
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
        match dimension {
            Dimension::Traffic => vec![Some("human".to_owned())],
            _ if dimension.is_of_link() => link_values(self.link(credit.touch.link), dimension),
            _ => vec![click_value(click, dimension).map(str::to_owned)],
        }
    }
}

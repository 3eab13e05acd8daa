//! Adding up a day's clicks for one workspace or link.

use super::numbers::{CITIES, DayNumbers, HOURS, NO_DIMENSION, QUARTERS, Whose};
use super::{cities, values};
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use trackway_domain::stats::{ClickNumbers, Dimension};
use trackway_domain::traffic::TrafficClass;

/// Dimensions whose values are the clicks' own.
pub(super) const DIMENSIONS: usize = Dimension::ALL.len() - FIRST;

/// The first of these; those before it are the links'.
const FIRST: usize = Dimension::Country as usize;

/// The dimensions that are added up.
pub(super) fn dimensions() -> [Dimension; DIMENSIONS] {
    std::array::from_fn(|index| Dimension::ALL[FIRST + index])
}

/// The values of the day, each once, by dimension: what a click's numbers stand for.
#[derive(Default)]
pub(super) struct Names([HashMap<Option<Arc<str>>, u32, RandomState>; DIMENSIONS]);

impl Names {
    /// The number of a value.
    pub(super) fn number(&mut self, dimension: usize, value: &Option<Arc<str>>) -> u32 {
        let known = &mut self.0[dimension];
        if let Some(number) = known.get(value) {
            return *number;
        }
        let next = known.len() as u32;
        known.insert(value.clone(), next);
        next
    }

    /// By number.
    fn numbered(&self, dimension: usize) -> Vec<Option<&str>> {
        let mut names = vec![None; self.0[dimension].len()];
        self.0[dimension].iter().for_each(|(name, number)| names[*number as usize] = name.as_deref());
        names
    }

    fn sorted(&self, dimension: usize) -> Vec<(&Option<Arc<str>>, u32)> {
        let mut names = self.0[dimension].iter().map(|(name, number)| (name, *number)).collect::<Vec<_>>();
        names.sort_unstable();
        names
    }
}

/// What of a click is added up.
pub(super) struct Added {
    /// The quarter of its day.
    pub(super) quarter: usize,
    pub(super) class: TrafficClass,
    /// 0 for nobody.
    pub(super) visitor: u64,
    /// The numbers of its values.
    pub(super) values: [u32; DIMENSIONS],
}

/// The sums so far.
#[derive(Default)]
pub(super) struct Adding {
    numbers: DayNumbers,
    visitors: HashMap<u64, [Option<(u8, u8)>; 2], RandomState>,
    hours: [HashSet<(u8, u64), RandomState>; 2],
    values: [OfDimension; DIMENSIONS],
    /// By the numbers of country, region and city: everybody's clicks, and people's.
    cities: HashMap<[u32; 3], [u64; 2], RandomState>,
}

/// Where country, region and city stand among the values.
const CITY: [usize; 3] = [Dimension::Country as usize - FIRST, Dimension::Region as usize - FIRST, Dimension::City as usize - FIRST];

#[derive(Default)]
struct OfDimension {
    clicks: HashMap<u32, [u64; 2], RandomState>,
    /// Whether a visitor has been seen with a value: by anyone's click, by a person's.
    visitors: HashMap<(u32, u64), [bool; 2], RandomState>,
}

impl Adding {
    pub(super) fn add(&mut self, click: &Added) {
        let whose = if click.class == TrafficClass::Human { &[Whose::Everybodys, Whose::Peoples][..] } else { &[Whose::Everybodys] };
        self.numbers.clicks[click.class as usize][click.quarter] += 1;
        for (of_dimension, value) in self.values.iter_mut().zip(click.values) {
            let clicks = of_dimension.clicks.entry(value).or_default();
            whose.iter().for_each(|whose| clicks[*whose as usize] += 1);
            if click.visitor != 0 {
                let seen = of_dimension.visitors.entry((value, click.visitor)).or_default();
                whose.iter().for_each(|whose| seen[*whose as usize] = true);
            }
        }
        let clicks = self.cities.entry(CITY.map(|dimension| click.values[dimension])).or_default();
        whose.iter().for_each(|whose| clicks[*whose as usize] += 1);
        if click.visitor != 0 {
            let quarter = click.quarter as u8;
            let visitor = self.visitors.entry(click.visitor).or_default();
            for whose in whose {
                let (first, last) = visitor[*whose as usize].get_or_insert((quarter, quarter));
                (*first, *last) = ((*first).min(quarter), (*last).max(quarter));
                self.hours[*whose as usize].insert((quarter / 4, click.visitor));
            }
        }
    }

    /// The day's rows: dimensions by number, with what is kept of them.
    pub(super) fn rows(mut self, names: &Names) -> Vec<(i64, Vec<u8>)> {
        for visitor in self.visitors.values() {
            for (who, seen) in visitor.iter().enumerate() {
                if let Some((first, last)) = seen {
                    self.numbers.first[who][usize::from(*first)] += 1;
                    self.numbers.last[who][usize::from(*last)] += 1;
                }
            }
        }
        for (who, hours) in self.hours.iter().enumerate() {
            hours.iter().for_each(|(hour, _)| self.numbers.hours[who][usize::from(*hour)] += 1);
        }
        debug_assert_eq!(QUARTERS, 4 * HOURS);
        let mut rows = vec![(NO_DIMENSION, self.numbers.packed())];
        for (index, by) in dimensions().into_iter().enumerate() {
            rows.push((by as i64, self.values[index].packed(&names.sorted(index))));
        }
        rows.push((CITIES, self.packed_cities(names)));
        rows
    }

    fn packed_cities(&self, names: &Names) -> Vec<u8> {
        let names = CITY.map(|dimension| names.numbered(dimension));
        let name = |city: [u32; 3]| [0, 1, 2].map(|part| names[part][city[part] as usize]);
        let mut found = self.cities.iter().map(|(city, clicks)| (name(*city), *clicks)).collect::<Vec<_>>();
        found.sort_unstable();
        cities::packed(found.into_iter())
    }
}

impl OfDimension {
    fn packed(&self, names: &[(&Option<Arc<str>>, u32)]) -> Vec<u8> {
        let mut visitors = HashMap::<u32, [u64; 2], RandomState>::default();
        for ((value, _), seen) in &self.visitors {
            let counts = visitors.entry(*value).or_default();
            counts.iter_mut().zip(seen).for_each(|(count, is_seen)| *count += u64::from(*is_seen));
        }
        let numbers = |value: u32| {
            let (clicks, visitors) = (self.clicks.get(&value)?, visitors.get(&value).copied().unwrap_or_default());
            Some([0, 1].map(|who| ClickNumbers { clicks: clicks[who], visitors: visitors[who] }))
        };
        values::packed(names.iter().filter_map(|(name, value)| Some((name.as_deref(), numbers(*value)?))))
    }
}

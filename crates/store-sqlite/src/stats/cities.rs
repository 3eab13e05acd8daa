//! Clicks by cities. There are several cities of one name, so that country, region and name are looked at together.

use super::asked::Asked;
use super::days;
use super::groups::Groups;
use super::scan::scan;
use super::tally::Tally;
use crate::parts::Coded;
use foldhash::fast::RandomState;
use rusqlite::Connection;
use std::cmp::Reverse;
use std::collections::HashMap;
use trackway_domain::stats::City;

/// Cities that have been met, by number.
#[derive(Default)]
pub(super) struct Cities {
    names: Vec<City>,
    numbers: HashMap<City, u32, RandomState>,
}

impl Cities {
    /// Gives the numbers of the cities of clicks, by their place in these columns of country, region and name. A city is looked up once.
    pub(super) fn of(&mut self, columns: &[Coded; 3], places: impl Iterator<Item = usize>) -> Vec<u32> {
        let mut known = HashMap::<[u32; 3], u32, RandomState>::default();
        let mut number = |place: usize| {
            let codes = columns.each_ref().map(|column| column.codes[place]);
            *known.entry(codes).or_insert_with(|| {
                let value = |part: usize| columns[part].values[codes[part] as usize].as_deref().map(str::to_owned);
                self.number(City { country: value(0), region: value(1), name: value(2) })
            })
        };
        places.map(&mut number).collect()
    }

    /// The numbers here of what another has met, by its numbers.
    pub(super) fn take(&mut self, other: Self) -> Vec<u32> {
        other.names.into_iter().map(|city| self.number(city)).collect()
    }

    /// The number of a city by country, region and name.
    pub(super) fn named(&mut self, city: [Option<&str>; 3]) -> u32 {
        let [country, region, name] = city.map(|text| text.map(str::to_owned));
        self.number(City { country, region, name })
    }

    fn number(&mut self, city: City) -> u32 {
        let next = self.names.len() as u32;
        let names = &mut self.names;
        *self.numbers.entry(city).or_insert_with_key(|city| {
            names.push(city.clone());
            next
        })
    }
}

/// The cities with most clicks, at most `limit`.
pub(super) fn cities(connection: &Connection, asked: &Asked, limit: usize) -> rusqlite::Result<Vec<(City, u64)>> {
    let (mut cities, mut tally) = (Cities::default(), Tally::of(0));
    let left = days::cities(connection, asked, &mut cities, &mut tally)?;
    let mut groups = Groups::Cities(cities);
    scan(connection, asked, &left, &mut groups, &mut tally)?;
    let names = if let Groups::Cities(cities) = groups { cities.names } else { Vec::new() };
    let mut rows = names.into_iter().zip(tally.numbers().into_iter().map(|numbers| numbers.clicks)).collect::<Vec<_>>();
    rows.sort_unstable_by(|(one, of_one), (other, of_other)| Reverse(of_one).cmp(&Reverse(of_other)).then_with(|| one.cmp(other)));
    rows.truncate(limit);
    Ok(rows)
}

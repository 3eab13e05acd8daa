//! What the clicks of a day add up to for each link: a few bytes a link, many links to a row.

use super::Unreadable;
use super::pack::{Packed, put};
use rusqlite::Connection;

/// Traffic classes.
pub(crate) const CLASSES: usize = trackway_domain::traffic::TrafficClass::ALL.len();

/// Links in a row. More make fewer rows, and more to read for one link.
const LINKS: usize = 512;

/// A link's day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LinkSums {
    pub(crate) link: i64,
    /// By traffic class.
    pub(crate) clicks: [u64; CLASSES],
    /// Distinct visitors of any class, and those who came as people.
    pub(crate) visitors: [u64; 2],
}

/// Writes the links of a workspace's day, which ascend.
pub(super) fn insert(connection: &Connection, workspace: &[u8; 16], day: i64, links: &[LinkSums]) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO day_links (workspace, day, first_link, data) VALUES (?, ?, ?, ?)")?;
    for links in links.chunks(LINKS) {
        insert.execute((workspace, day, links[0].link, packed(links)))?;
    }
    Ok(())
}

/// Shows the links of a day that lie between two, both included, of one workspace or of all.
pub(crate) fn links_of(
    connection: &Connection,
    workspace: Option<&[u8; 16]>,
    day: i64,
    between: (i64, i64),
    mut look: impl FnMut(LinkSums),
) -> rusqlite::Result<()> {
    let select = "SELECT first_link, data FROM day_links AS row WHERE day = ?1 AND (?2 IS NULL OR workspace = ?2) AND first_link <= ?4
        AND first_link >= ifnull((SELECT max(first_link) FROM day_links WHERE day = ?1 AND workspace = row.workspace AND first_link <= ?3), ?3)";
    let by_workspace =
        "SELECT first_link, data FROM day_links WHERE day = ?1 AND workspace = ?2 AND first_link <= ?4 AND first_link >= ifnull(
        (SELECT max(first_link) FROM day_links WHERE day = ?1 AND workspace = ?2 AND first_link <= ?3), ?3)";
    let mut select = connection.prepare_cached(if workspace.is_some() { by_workspace } else { select })?;
    let mut rows = select.query((day, workspace, between.0, between.1))?;
    while let Some(row) = rows.next()? {
        unpack(row.get(0)?, row.get_ref(1)?.as_blob()?, |sums| {
            if (between.0..=between.1).contains(&sums.link) {
                look(sums);
            }
        })?;
    }
    Ok(())
}

fn packed(links: &[LinkSums]) -> Vec<u8> {
    let (mut bytes, mut before) = (Vec::with_capacity(links.len() * 8), links[0].link);
    for LinkSums { link, clicks, visitors } in links {
        put(&mut bytes, link.wrapping_sub(before).cast_unsigned());
        before = *link;
        bytes.push((0..).zip(clicks).map(|(class, count)| u8::from(*count > 0) << class).sum());
        clicks.iter().filter(|count| **count > 0).for_each(|count| put(&mut bytes, *count));
        visitors.iter().for_each(|count| put(&mut bytes, *count));
    }
    bytes
}

fn unpack(first: i64, bytes: &[u8], mut look: impl FnMut(LinkSums)) -> Result<(), Unreadable> {
    let (mut packed, mut link) = (Packed(bytes), first);
    while !packed.is_empty() {
        link = link.wrapping_add(packed.number()?.cast_signed());
        let (mask, rest) = packed.0.split_first().ok_or(Unreadable)?;
        packed = Packed(rest);
        let mut sums = LinkSums { link, ..LinkSums::default() };
        for (class, count) in sums.clicks.iter_mut().enumerate().filter(|(class, _)| mask >> class & 1 == 1) {
            debug_assert!(class < CLASSES);
            *count = packed.number()?;
        }
        for count in &mut sums.visitors {
            *count = packed.number()?;
        }
        look(sums);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_out_as_they_went_in() {
        let sums = |link: i64, clicks: [u64; CLASSES]| LinkSums { link, clicks, visitors: [clicks[1], clicks[0]] };
        let links = [sums(-5, [1, 0, 0, 0, 0, 0]), sums(7, [0; 6]), sums(1 << 60, [u64::MAX, 2, 300, 4, 5, 70_000])];
        let mut read = Vec::new();
        let bytes = packed(&links);
        unpack(-5, &bytes, |sums| read.push(sums)).expect("a row");
        assert_eq!(read, links);
        assert_eq!(unpack(-5, &bytes[..bytes.len() - 1], |_| ()), Err(Unreadable));
    }
}

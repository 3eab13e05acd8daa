//! Which addresses belong to data centres, by the operator's file. Nobody clicks from there, but VPNs come out of there too: that is why
//! no list is built in.

use ipnet::IpNet;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// The ranges of a file, or none.
#[derive(Debug, Default)]
pub struct DataCenters {
    /// First and last address of each range; sorted, none touches another.
    v4: Vec<(u32, u32)>,
    v6: Vec<(u128, u128)>,
}

/// Why a file of ranges is not taken.
#[derive(Debug, thiserror::Error)]
pub enum DataCenterError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is neither a range nor an address.
    #[error("{}, line {line}: `{text}` is no address range such as 192.0.2.0/24 or 2001:db8::/32", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What stands there, at most 60 characters of it.
        text: String,
    },
}

impl DataCenters {
    /// Reads a file: one range in CIDR notation, or one address, a line; empty lines and what is behind `#` do not count.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line is no range.
    pub fn open(file: &Path) -> Result<Self, DataCenterError> {
        let text = std::fs::read_to_string(file).map_err(|source| DataCenterError::Unreadable { file: file.to_owned(), source })?;
        Self::parse(&text).map_err(|(line, text)| DataCenterError::Line { file: file.to_owned(), line, text })
    }

    /// True for an address in one of the ranges.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => contains(&self.v4, address.to_bits()),
            IpAddr::V6(address) => contains(&self.v6, address.to_bits()),
        }
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let range = line.split('#').next().unwrap_or_default().trim();
            match range.parse::<IpNet>().or_else(|_| range.parse::<IpAddr>().map(IpNet::from)) {
                Ok(IpNet::V4(net)) => v4.push((net.network().to_bits(), net.broadcast().to_bits())),
                Ok(IpNet::V6(net)) => v6.push((net.network().to_bits(), net.broadcast().to_bits())),
                Err(_) if range.is_empty() => {}
                Err(_) => return Err((index + 1, range.chars().take(60).collect())),
            }
        }
        Ok(Self { v4: merged(v4), v6: merged(v6) })
    }
}

/// Sorted, with ranges that overlap made one.
fn merged<T: Ord + Copy>(mut ranges: Vec<(T, T)>) -> Vec<(T, T)> {
    ranges.sort_unstable();
    let mut merged: Vec<(T, T)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

fn contains<T: Ord + Copy>(ranges: &[(T, T)], address: T) -> bool {
    let behind = ranges.partition_point(|(first, _)| *first <= address);
    behind > 0 && address <= ranges[behind - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_read_and_its_bad_line_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ranges.txt");
        let write = |text: &str| std::fs::write(&file, text).expect("a file");

        write("\u{feff}# ours\r\n192.0.2.0/24 # one\r\n\r\n2001:db8::/32\n198.51.100.7\n");
        let centers = DataCenters::open(&file).expect("ranges");
        for (address, expected) in [
            ("192.0.2.0", true),
            ("192.0.2.255", true),
            ("192.0.3.0", false),
            ("2001:db8:ffff::1", true),
            ("2001:db9::", false),
            ("198.51.100.7", true),
            ("198.51.100.8", false),
        ] {
            assert_eq!(centers.contain(address.parse().expect("an address")), expected, "{address}");
        }

        write("192.0.2.0/24\n192.0.2.0/33\n");
        let error = DataCenters::open(&file).expect_err("a bad line").to_string();
        assert!(error.ends_with("line 2: `192.0.2.0/33` is no address range such as 192.0.2.0/24 or 2001:db8::/32"), "{error}");
        assert!(matches!(DataCenters::open(&folder.path().join("none")), Err(DataCenterError::Unreadable { .. })));
        assert!(!DataCenters::default().contain(IpAddr::from([192, 0, 2, 1])));
    }

    prop_compose! {
        /// Few leading bytes, so that ranges overlap and addresses hit.
        fn address()(is_v4: bool, bytes in prop::array::uniform16(0_u8..4)) -> IpAddr {
            if is_v4 { IpAddr::from([bytes[0], bytes[1], bytes[2], bytes[3]]) } else { IpAddr::from(bytes) }
        }
    }

    proptest! {
        #[test]
        fn searching_finds_what_looking_at_each_finds(
            ranges in prop::collection::vec((address(), 0_u8..=128), 0..40), asked in prop::collection::vec(address(), 1..40),
        ) {
            let nets = ranges.iter().map(|(address, bits)| {
                IpNet::new(*address, bits % if address.is_ipv4() { 33 } else { 129 }).expect("a range")
            }).collect::<Vec<_>>();
            let text = nets.iter().map(|net| format!("{net}\n")).collect::<String>();
            let centers = DataCenters::parse(&text).expect("ranges");
            for address in asked {
                prop_assert_eq!(centers.contain(address), nets.iter().any(|net| net.contains(&address)), "{}", address);
            }
        }
    }
}

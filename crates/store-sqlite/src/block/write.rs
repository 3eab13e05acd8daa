//! Writing a block.

use super::{Column, DATACENTER, HEAD, OBJECTS, PREFETCH, VERSION, coded};
use serde::Serialize;
use std::net::IpAddr;
use std::sync::Arc;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_store::clicks::ClickRow;

/// The clicks as a block.
pub(crate) fn encode(rows: &[ClickRow]) -> Vec<u8> {
    let mut block = Writer { rows, bytes: Vec::with_capacity(64 + rows.len() * 64), written: 0 };
    block.bytes.push(VERSION);
    block.bytes.extend_from_slice(&u32::try_from(rows.len()).unwrap_or(u32::MAX).to_le_bytes());
    block.each(Column::Id, |row, bytes| bytes.extend_from_slice(row.id.0.as_bytes()));
    block.coded(Column::Link, |row| row.link, |row, bytes| bytes.extend_from_slice(&row.link.0.to_i64().to_le_bytes()));
    block.each(Column::Time, |row, bytes| bytes.extend_from_slice(&row.at.as_millisecond().to_le_bytes()));
    block.each(Column::Traffic, |row, bytes| bytes.push(row.traffic as u8));
    block.each(Column::Destination, |row, bytes| bytes.push(row.destination as u8));
    block.each(Column::Platform, |row, bytes| bytes.push(platform(row.platform)));
    block.each(Column::Signals, |row, bytes| bytes.push(signals(row)));
    block.coded(Column::Address, |row| row.address, |row, bytes| address(row.address, bytes));
    // What is shared is told apart by where it lies: two that are equal by chance are written twice, which harms nobody.
    block.coded(Column::Place, |row| Arc::as_ptr(&row.place), |row, bytes| document(&*row.place, bytes));
    block.coded(
        Column::Language,
        |row| row.language,
        |row, bytes| bytes.extend_from_slice(row.language.as_ref().map_or("", Language::as_str).as_bytes()),
    );
    block.coded(Column::Referrer, |row| row.referrer.as_ref().map(Arc::as_ptr), |row, bytes| text(row.referrer.as_deref(), bytes));
    block.coded(Column::UserAgent, |row| Arc::as_ptr(&row.user_agent), |row, bytes| document(&*row.user_agent, bytes));
    let visitor = |row: &ClickRow| row.visitor.map_or(0, |visitor| visitor.0.get());
    block.each(Column::Visitor, |row, bytes| bytes.extend_from_slice(&visitor(row).to_le_bytes()));
    let utm = |row: &ClickRow, bytes: &mut Vec<u8>| if_any(row.utm.is_empty(), &row.utm, bytes);
    block.coded(Column::Utm, |row| written(row, utm), utm);
    let metadata = |row: &ClickRow, bytes: &mut Vec<u8>| if_any(row.metadata.is_empty(), &row.metadata, bytes);
    block.coded(Column::Metadata, |row| written(row, metadata), metadata);
    block.bytes
}

struct Writer<'a> {
    rows: &'a [ClickRow],
    bytes: Vec<u8>,
    written: usize,
}

impl Writer<'_> {
    fn each(&mut self, column: Column, write: impl Fn(&ClickRow, &mut Vec<u8>)) {
        self.column(column, |rows, bytes| rows.iter().for_each(|row| write(row, bytes)));
    }

    fn coded<Key: std::hash::Hash + Eq>(
        &mut self,
        column: Column,
        key: impl Fn(&ClickRow) -> Key,
        value: impl Fn(&ClickRow, &mut Vec<u8>),
    ) {
        self.column(column, |rows, bytes| coded::write(rows, bytes, key, value));
    }

    fn column(&mut self, column: Column, write: impl FnOnce(&[ClickRow], &mut Vec<u8>)) {
        debug_assert_eq!(column as usize, self.written, "columns are written in their order");
        self.written += 1;
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&[0; 4]);
        write(self.rows, &mut self.bytes);
        let length = u32::try_from(self.bytes.len() - start - 4).unwrap_or(u32::MAX);
        self.bytes[start..start + 4].copy_from_slice(&length.to_le_bytes());
    }
}

fn platform(platform: Platform) -> u8 {
    match platform {
        Platform::Ios => 0,
        Platform::Android => 1,
        Platform::Web => 2,
    }
}

fn signals(row: &ClickRow) -> u8 {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    flag(row.signals.is_head, HEAD)
        | flag(row.signals.is_prefetch, PREFETCH)
        | flag(row.signals.objects_to_tracking, OBJECTS)
        | flag(row.is_datacenter, DATACENTER)
}

fn address(address: Option<IpAddr>, bytes: &mut Vec<u8>) {
    match address {
        None => {}
        Some(IpAddr::V4(address)) => bytes.extend_from_slice(&address.octets()),
        Some(IpAddr::V6(address)) => bytes.extend_from_slice(&address.octets()),
    }
}

fn text(text: Option<&str>, bytes: &mut Vec<u8>) {
    if let Some(text) = text {
        bytes.push(0);
        bytes.extend_from_slice(text.as_bytes());
    }
}

fn if_any(is_empty: bool, value: &impl Serialize, bytes: &mut Vec<u8>) {
    if !is_empty {
        document(value, bytes);
    }
}

fn document(value: &impl Serialize, bytes: &mut Vec<u8>) {
    // Writing into memory does not fail, and none of these types refuses to be written.
    let _ = serde_json::to_writer(bytes, value);
}

fn written(row: &ClickRow, write: impl Fn(&ClickRow, &mut Vec<u8>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(row, &mut bytes);
    bytes
}

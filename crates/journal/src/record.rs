//! One record on disk: `magic u16 · version u8 · flags u8 · length u32 · crc32c u32 · payload`, little-endian.
//!
//! The checksum is keyed by the segment's random uuid. Bytes inside a payload that a stranger chose (user agents!) and blocks left
//! over from another file can therefore never pass for a record of this segment. Where records lie in a file is left to `scan`.

use crate::SegmentId;

/// The longest payload of one record, in bytes.
pub const MAX_PAYLOAD_BYTES: usize = 64 * 1024;

pub(crate) const HEADER_BYTES: usize = 12;
pub(crate) const MAX_RECORD_BYTES: usize = HEADER_BYTES + MAX_PAYLOAD_BYTES;
pub(crate) const MAGIC: [u8; 2] = [0xC1, 0x1C];

const VERSION: u8 = 1;
const NO_FLAGS: u8 = 0;
/// Version, flags and length are checked too: a flipped length must not lead the reader astray.
const CHECKED_HEADER: std::ops::Range<usize> = 2..8;
const LENGTH: std::ops::Range<usize> = 4..8;
const CHECKSUM: std::ops::Range<usize> = 8..12;

/// What a segment's records are checked with.
#[derive(Clone, Copy)]
pub(crate) struct Key(u32);

impl Key {
    pub(crate) fn of(segment: SegmentId) -> Self {
        Self(crc32c::crc32c(segment.as_uuid().as_bytes()))
    }

    fn checksum(self, record: &[u8]) -> [u8; 4] {
        let header = crc32c::crc32c_append(self.0, &record[CHECKED_HEADER]);
        crc32c::crc32c_append(header, &record[HEADER_BYTES..]).to_le_bytes()
    }
}

/// Appends a record without its checksum: which segment it goes to is known only when its batch is written.
pub(crate) fn push(records: &mut Vec<u8>, payload: &[u8]) {
    debug_assert!(payload.len() <= MAX_PAYLOAD_BYTES);
    let [a, b] = MAGIC;
    records.extend_from_slice(&[a, b, VERSION, NO_FLAGS]);
    records.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    records.extend_from_slice(&[0; 4]);
    records.extend_from_slice(payload);
}

/// Fills in the checksums of records that lie back to back, for the segment they are about to be written to.
pub(crate) fn seal(mut records: &mut [u8], key: Key) {
    while !records.is_empty() {
        let (record, rest) = records.split_at_mut(HEADER_BYTES + payload_length(records));
        let checksum = key.checksum(record);
        record[CHECKSUM].copy_from_slice(&checksum);
        records = rest;
    }
}

/// The whole length of the record that `bytes` begins with, if there is one and it verifies.
pub(crate) fn verify(bytes: &[u8], key: Key) -> Option<usize> {
    if bytes.len() < HEADER_BYTES || bytes[..2] != MAGIC || bytes[2] != VERSION {
        return None;
    }
    let payload = payload_length(bytes);
    if payload > MAX_PAYLOAD_BYTES {
        return None;
    }
    let record = bytes.get(..HEADER_BYTES + payload)?;
    (record[CHECKSUM] == key.checksum(record)).then_some(record.len())
}

fn payload_length(record: &[u8]) -> usize {
    let [a, b, c, d] = [record[LENGTH.start], record[5], record[6], record[7]];
    u32::from_le_bytes([a, b, c, d]) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::of(SegmentId::from_random([byte; 16]))
    }

    fn sealed(payloads: &[&[u8]], key: Key) -> Vec<u8> {
        let mut records = Vec::new();
        payloads.iter().for_each(|payload| push(&mut records, payload));
        seal(&mut records, key);
        records
    }

    #[test]
    fn a_sealed_record_verifies_under_its_key_only() {
        let records = sealed(&[b"one", b"", b"three"], key(1));
        assert_eq!(verify(&records, key(1)), Some(HEADER_BYTES + 3));
        assert_eq!(verify(&records[HEADER_BYTES + 3..], key(1)), Some(HEADER_BYTES));
        assert_eq!(verify(&records, key(2)), None);
    }

    #[test]
    fn no_single_flipped_bit_verifies() {
        let record = sealed(&[b"payload"], key(1));
        for bit in 0..record.len() * 8 {
            let mut flipped = record.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(verify(&flipped, key(1)), None, "bit {bit}");
        }
    }

    #[test]
    fn zeros_and_stubs_are_no_records() {
        let record = sealed(&[b"payload"], key(1));
        assert_eq!(verify(&[0; 64], key(1)), None);
        assert!((0..record.len()).all(|cut| verify(&record[..cut], key(1)).is_none()));
    }
}

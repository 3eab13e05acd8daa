//! The first bytes of a segment: who it is, and where the segment before it ends.
//!
//! A segment cannot say where it ends itself: when that is known its disk may no longer take a write. So the next one says it, and
//! whatever lies behind that end is not valid. Reading and writing files is left to others.

use uuid::Uuid;

use crate::SegmentId;

/// Where a segment's records begin.
pub(crate) const HEADER_BYTES: u64 = BYTES as u64;

const BYTES: usize = 80;
const CHECKED: usize = BYTES - 4;
const MAGIC: [u8; 8] = *b"twjournl";
const VERSION: u32 = 1;

/// How a segment ended, told by a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) number: u64,
    pub(crate) segment: SegmentId,
    /// Everything at and behind this offset is not valid.
    pub(crate) end: u64,
    /// How many bytes behind the end were a torn record when it was cut: kept so that a later reading still names them.
    pub(crate) torn: u64,
}

impl Ending {
    /// What the first segment of a journal says.
    pub(crate) const NONE: Self = Self { number: 0, segment: SegmentId::UNKNOWN, end: 0, torn: 0 };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) number: u64,
    pub(crate) segment: SegmentId,
    pub(crate) previous: Ending,
}

impl Header {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(BYTES);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&self.number.to_le_bytes());
        bytes.extend_from_slice(self.segment.as_uuid().as_bytes());
        bytes.extend_from_slice(&self.previous.number.to_le_bytes());
        bytes.extend_from_slice(self.previous.segment.as_uuid().as_bytes());
        bytes.extend_from_slice(&self.previous.end.to_le_bytes());
        bytes.extend_from_slice(&self.previous.torn.to_le_bytes());
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        bytes
    }

    /// `None` when the bytes are not a whole header that verifies.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (mut fields, checksum) = bytes.get(..BYTES)?.split_at(CHECKED);
        if checksum != crc32c::crc32c(fields).to_le_bytes() {
            return None;
        }
        let rest = &mut fields;
        if take(rest)? != MAGIC || u32::from_le_bytes(take(rest)?) != VERSION {
            return None;
        }
        let number = u64::from_le_bytes(take(rest)?);
        let segment = Uuid::from_bytes(take(rest)?).into();
        let previous = Ending {
            number: u64::from_le_bytes(take(rest)?),
            segment: Uuid::from_bytes(take(rest)?).into(),
            end: u64::from_le_bytes(take(rest)?),
            torn: u64::from_le_bytes(take(rest)?),
        };
        Some(Self { number, segment, previous })
    }
}

impl Header {
    /// The header that these bytes were before one bit of them was flipped: the checksum says which, since it fits after no other flip.
    pub(crate) fn mended(bytes: &[u8]) -> Option<Self> {
        let mut bytes = bytes.get(..BYTES)?.to_vec();
        (0..BYTES * 8).find_map(|bit| {
            bytes[bit / 8] ^= 1 << (bit % 8);
            let mended = Self::decode(&bytes);
            bytes[bit / 8] ^= 1 << (bit % 8);
            mended
        })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (field, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        let previous = Ending { number: 6, segment: SegmentId::from_random([6; 16]), end: 4_096, torn: 17 };
        Header { number: 7, segment: SegmentId::from_random([7; 16]), previous }
    }

    #[test]
    fn round_trip() {
        let bytes = header().encode();
        assert_eq!(bytes.len(), BYTES);
        assert_eq!(Header::decode(&bytes), Some(header()));
    }

    #[test]
    fn no_flipped_bit_and_no_cut_is_a_header() {
        let bytes = header().encode();
        assert!((0..BYTES).all(|cut| Header::decode(&bytes[..cut]).or(Header::mended(&bytes[..cut])).is_none()));
        assert_eq!(Header::mended(&[0; BYTES]), None);
        for bit in 0..BYTES * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Header::decode(&flipped), None, "bit {bit}");
            assert_eq!(Header::mended(&flipped), Some(header()), "bit {bit}");
        }
    }
}

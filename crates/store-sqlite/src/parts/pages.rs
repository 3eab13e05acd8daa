//! The pages of a coded column: numbers of values, without looking at the values themselves.
//!
//! Parquet's readers give values. Counting and filtering by number is what makes a question over millions of clicks quick, so the numbers
//! are read here: runs and packed bits, as the format's description says under "RLE / Bit-Packing Hybrid".

use super::PartError;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};
use std::ops::Range;

/// The dictionary's bytes, how many values it holds, and the codes of the clicks at `wanted`: 0 for nothing, else one more than the number of
/// the value in the dictionary.
pub(super) struct Pages {
    pub(super) dictionary: bytes::Bytes,
    pub(super) values: usize,
    pub(super) codes: Vec<u32>,
}

/// Reads the codes of a column chunk.
pub(super) fn read(mut pages: impl PageReader, is_optional: bool, wanted: Range<usize>) -> Result<Pages, PartError> {
    let mut found = Pages { dictionary: bytes::Bytes::new(), values: 0, codes: Vec::with_capacity(wanted.len()) };
    let mut start = 0;
    while start < wanted.end
        && let Some(next) = pages.peek_next_page()?
    {
        let rows = next.num_rows.or(next.num_levels).unwrap_or(0);
        if !next.is_dict && start + rows <= wanted.start {
            pages.skip_next_page()?;
            start += rows;
            continue;
        }
        match pages.get_next_page()?.ok_or(PartError::Damaged)? {
            Page::DictionaryPage { buf, num_values, .. } => (found.dictionary, found.values) = (buf, num_values as usize),
            Page::DataPage { buf, num_values, encoding, .. } => {
                let rows = num_values as usize;
                let codes = page_codes(&buf, rows, encoding, is_optional).ok_or(PartError::Damaged)?;
                let kept = wanted.start.max(start) - start..wanted.end.min(start + rows) - start;
                found.codes.extend_from_slice(codes.get(kept).ok_or(PartError::Damaged)?);
                start += rows;
            }
            Page::DataPageV2 { .. } => return Err(PartError::Damaged),
        }
    }
    let is_whole = found.codes.len() == wanted.len() && found.codes.iter().all(|code| *code as usize <= found.values);
    if is_whole { Ok(found) } else { Err(PartError::Damaged) }
}

fn page_codes(page: &[u8], rows: usize, encoding: Encoding, is_optional: bool) -> Option<Vec<u32>> {
    let (defined, rest) = if is_optional {
        let (length, rest) = page.split_first_chunk::<4>()?;
        let (levels, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        (Some(numbers(levels, 1, rows)?), rest)
    } else {
        (None, page)
    };
    let known = defined.as_ref().map_or(rows, |defined| defined.iter().filter(|level| **level == 1).count());
    if known == 0 {
        return Some(vec![0; rows]);
    }
    let is_coded = matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    let (width, rest) = rest.split_first().filter(|_| is_coded)?;
    let mut codes = numbers(rest, u32::from(*width), known)?;
    codes.iter_mut().for_each(|code| *code = code.saturating_add(1));
    match defined {
        Some(defined) if known < rows => {
            let mut codes = codes.into_iter();
            Some(defined.into_iter().map(|level| if level == 1 { codes.next().unwrap_or(0) } else { 0 }).collect())
        }
        _ => Some(codes),
    }
}

/// `count` numbers of `width` bits.
fn numbers(mut bytes: &[u8], width: u32, count: usize) -> Option<Vec<u32>> {
    if width > 32 {
        return None;
    }
    let mut found = Vec::with_capacity(count + 8);
    while found.len() < count {
        let header;
        (header, bytes) = varint(bytes)?;
        let left = count - found.len();
        if header & 1 == 0 {
            let (value, rest) = bytes.split_at_checked(width.div_ceil(8) as usize)?;
            let value = value.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            found.resize(found.len() + left.min((header >> 1) as usize), value);
            bytes = rest;
        } else {
            let groups = (header >> 1) as usize;
            // The last group may be cut behind the last value.
            let length = groups.checked_mul(width as usize)?.min(bytes.len());
            let (packed, rest) = bytes.split_at_checked(length)?;
            unpack(packed, width, left.min(groups.checked_mul(8)?), &mut found);
            bytes = rest;
        }
    }
    Some(found)
}

fn unpack(packed: &[u8], width: u32, count: usize, found: &mut Vec<u32>) {
    let mask = (1_u64 << width) - 1;
    let width = width as usize;
    // Eight bytes hold any number wherever it begins; behind the last ones there is nothing to read.
    let quick = (packed.len().saturating_sub(8) * 8).checked_div(width).map_or(count, |whole| count.min(whole));
    let word = |bit: usize| {
        let mut bytes = [0; 8];
        let rest = packed.get(bit / 8..).unwrap_or_default();
        let length = rest.len().min(8);
        bytes[..length].copy_from_slice(&rest[..length]);
        u64::from_le_bytes(bytes)
    };
    found.extend((0..quick).map(|index| {
        let bit = index * width;
        let word = packed.get(bit / 8..bit / 8 + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
        (word >> (bit % 8) & mask) as u32
    }));
    found.extend((quick..count).map(|index| (word(index * width) >> (index * width % 8) & mask) as u32));
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut sum = 0;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        sum |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((sum, &bytes[index + 1..]));
        }
    }
    None
}

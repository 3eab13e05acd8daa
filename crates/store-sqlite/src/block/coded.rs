//! A column whose values repeat: each distinct value once, and for each click the number of its value in as few bytes as will do.
//!
//! Layout: number of values (4), bytes per number (1: 0, 1, 2 or 4), the numbers, then each value as its length (4) and its bytes.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;

/// Writes the column of `count` clicks: `key` tells values apart, `value` writes one.
pub(super) fn write<Row, Key: Hash + Eq>(
    rows: &[Row],
    buffer: &mut Vec<u8>,
    key: impl Fn(&Row) -> Key,
    value: impl Fn(&Row, &mut Vec<u8>),
) {
    let mut known = HashMap::<Key, u32, RandomState>::default();
    let (mut numbers, mut values) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        numbers.push(*known.entry(key(row)).or_insert_with(|| {
            let start = values.len();
            values.extend_from_slice(&[0; 4]);
            value(row, &mut values);
            let length = u32::try_from(values.len() - start - 4).unwrap_or(u32::MAX);
            values[start..start + 4].copy_from_slice(&length.to_le_bytes());
            next
        }));
    }
    let width = width_for(known.len());
    buffer.extend_from_slice(&u32::try_from(known.len()).unwrap_or(u32::MAX).to_le_bytes());
    buffer.push(u8::try_from(width).unwrap_or(4));
    for number in numbers {
        buffer.extend_from_slice(&number.to_le_bytes()[..width]);
    }
    buffer.extend_from_slice(&values);
}

fn width_for(values: usize) -> usize {
    match values {
        0..=1 => 0,
        2..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// A column that is being read.
pub(super) struct Coded<'a> {
    numbers: &'a [u8],
    width: usize,
    /// The distinct values, by number.
    pub(super) values: Vec<&'a [u8]>,
}

impl<'a> Coded<'a> {
    /// Takes the column of `rows` clicks apart; None where it is not one.
    pub(super) fn read(bytes: &'a [u8], rows: usize) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let (width, rest) = rest.split_first()?;
        let (count, width) = (u32::from_le_bytes(*count) as usize, usize::from(*width));
        let (numbers, mut rest) = rest.split_at_checked(rows.checked_mul(width)?)?;
        // Each value takes four bytes at least, so a damaged count reserves no more than the block itself.
        let mut values = Vec::with_capacity(count.min(rest.len() / 4));
        for _ in 0..count {
            let (length, behind) = rest.split_first_chunk::<4>()?;
            let (value, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            values.push(value);
            rest = behind;
        }
        (rest.is_empty() && width <= 4).then_some(Self { numbers, width, values })
    }

    /// The number of the value of the click at `index`.
    pub(super) fn number(&self, index: usize) -> usize {
        let mut bytes = [0; 4];
        bytes[..self.width].copy_from_slice(&self.numbers[index * self.width..(index + 1) * self.width]);
        u32::from_le_bytes(bytes) as usize
    }
}

//! Numbers in as few bytes as will do: seven bits a byte, the lowest first. And what repeats itself in fewer bytes still.

use super::Unreadable;
use std::borrow::Cow;

/// Appends a number.
pub(super) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends a text, or that there is none.
pub(super) fn put_text(bytes: &mut Vec<u8>, text: Option<&str>) {
    put(bytes, text.map_or(0, |text| text.len() as u64 + 1));
    bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
}

/// Stands before bytes that are as they were, and before those that are squeezed.
const PLAIN: u8 = 0;
const SQUEEZED: u8 = 1;

/// Fewer bytes are not worth squeezing.
const WORTH_IT: usize = 64;

/// How hard it is tried: a day is squeezed once, and read a thousand times.
const LEVEL: i32 = 9;

/// More bytes than this are nobody's day.
const MOST: u64 = 1 << 30;

/// Makes as few bytes of them as can be.
pub(super) fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut squeezed = vec![SQUEEZED];
    put(&mut squeezed, bytes.len() as u64);
    match zstd::bulk::compress(bytes, LEVEL) {
        Ok(fewer) if bytes.len() >= WORTH_IT && squeezed.len() + fewer.len() <= bytes.len() => squeezed.extend(fewer),
        _ => squeezed = [&[PLAIN], bytes].concat(),
    }
    squeezed
}

/// The bytes as they were.
pub(super) fn release(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    match bytes.split_first() {
        Some((&PLAIN, bytes)) => Ok(bytes.into()),
        Some((&SQUEEZED, bytes)) => {
            let mut packed = Packed(bytes);
            let length = usize::try_from(packed.number()?.min(MOST)).map_err(|_| Unreadable)?;
            let bytes = zstd::bulk::decompress(packed.0, length).map_err(|_| Unreadable)?;
            if bytes.len() == length { Ok(bytes.into()) } else { Err(Unreadable) }
        }
        _ => Err(Unreadable),
    }
}

/// Reads what was put, in the same order.
pub(super) struct Packed<'a>(pub(super) &'a [u8]);

impl<'a> Packed<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0;
        for (index, byte) in self.0.iter().enumerate().take(10) {
            number |= u64::from(byte & 0x7f).checked_shl(7 * index as u32).ok_or(Unreadable)?;
            if byte & 0x80 == 0 {
                self.0 = &self.0[index + 1..];
                return Ok(number);
            }
        }
        Err(Unreadable)
    }

    pub(super) fn text(&mut self) -> Result<Option<&'a str>, Unreadable> {
        let Some(length) = self.number()?.checked_sub(1) else { return Ok(None) };
        let length = usize::try_from(length).map_err(|_| Unreadable)?;
        let (text, rest) = self.0.split_at_checked(length).ok_or(Unreadable)?;
        self.0 = rest;
        std::str::from_utf8(text).map(Some).map_err(|_| Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_squeezed_comes_back() {
        for bytes in [vec![], vec![7; 3], vec![9; 5_000], (0..200).collect()] {
            let squeezed = squeeze(&bytes);
            assert!(squeezed.len() <= bytes.len() + 1);
            assert_eq!(release(&squeezed).as_deref(), Ok(&bytes[..]));
        }
        let squeezed = squeeze(&[9; 5_000]);
        assert!(squeezed.len() < 50);
        (0..squeezed.len()).for_each(|cut| assert_eq!(release(&squeezed[..cut]), Err(Unreadable), "cut at {cut}"));
        assert_eq!(release(&[2, 1]), Err(Unreadable));
    }

    #[test]
    fn what_is_put_is_read_and_what_is_cut_is_refused() {
        let numbers = [0, 1, 127, 128, 300, u64::MAX >> 1, u64::MAX];
        let texts = [None, Some(""), Some("é"), Some("a longer text")];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put(&mut bytes, *number));
        texts.iter().for_each(|text| put_text(&mut bytes, *text));
        let read = |bytes: &[u8]| {
            let mut packed = Packed(bytes);
            for number in numbers {
                assert_eq!(packed.number()?, number);
            }
            for text in texts {
                assert_eq!(packed.text()?, text);
            }
            Ok::<_, Unreadable>(packed.is_empty())
        };
        assert_eq!(read(&bytes), Ok(true));
        (0..bytes.len()).for_each(|cut| assert_eq!(read(&bytes[..cut]), Err(Unreadable), "cut at {cut}"));
    }
}

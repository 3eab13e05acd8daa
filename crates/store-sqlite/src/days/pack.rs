//! Numbers in as few bytes as will do: seven bits a byte, the lowest first.

use super::Unreadable;

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

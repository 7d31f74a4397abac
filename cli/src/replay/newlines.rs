//! One kind of line end, so that line numbers are the ones that an editor shows, whatever system wrote the file.

use std::io::{self, Read};

/// Turns `\r\n` and `\r` into `\n`, and ends the last line.
pub struct Newlines<R> {
    inner: R,
    last: u8,
    ended: bool,
}

impl<R: Read> Newlines<R> {
    /// Over any source.
    pub fn new(inner: R) -> Self {
        Newlines { inner, last: b'\n', ended: false }
    }
}

impl<R: Read> Read for Newlines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended && !buffer.is_empty() {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                self.ended = true;
                break;
            }
            let kept = self.convert(buffer.get_mut(..count).unwrap_or_default());
            if kept > 0 {
                return Ok(kept);
            }
        }
        match buffer.first_mut() {
            Some(first) if self.ended && !matches!(self.last, b'\n' | b'\r') => {
                self.last = b'\n';
                *first = b'\n';
                Ok(1)
            }
            _ => Ok(0),
        }
    }
}

impl<R> Newlines<R> {
    /// Converts in place; the answer is how many bytes are left.
    fn convert(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let Some(byte) = bytes.get(at).copied() else { break };
            let second_of_two = byte == b'\n' && self.last == b'\r';
            self.last = byte;
            if second_of_two {
                continue;
            }
            if let Some(place) = bytes.get_mut(kept) {
                *place = if byte == b'\r' { b'\n' } else { byte };
            }
            kept += 1;
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    #[test]
    fn every_line_end_becomes_one() {
        for (text, plain) in
            [("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\nb\n"), ("a\n\nb", "a\n\nb\n"), ("\r\n\r\na", "\n\na\n"), ("", "")]
        {
            let mut whole = String::new();
            Newlines::new(text.as_bytes()).read_to_string(&mut whole).unwrap();
            let mut drops = String::new();
            Newlines::new(Drops(text.as_bytes())).read_to_string(&mut drops).unwrap();
            assert_eq!((whole.as_str(), drops.as_str()), (plain, plain), "{text:?}");
        }
    }
}

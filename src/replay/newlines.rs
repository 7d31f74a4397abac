//! One kind of line end, so that line numbers are the ones that an editor shows, whatever system wrote the file.

/// Turns `\r\n` and `\r` into `\n`, and ends the last line.
#[derive(Clone, Copy, Debug)]
pub struct Newlines {
    last: u8,
}

impl Default for Newlines {
    fn default() -> Self {
        Newlines { last: b'\n' }
    }
}

impl Newlines {
    /// Converts bytes that follow those before.
    pub fn convert(&mut self, bytes: &mut Vec<u8>) {
        bytes.retain_mut(|byte| {
            let second_of_two = *byte == b'\n' && self.last == b'\r';
            self.last = *byte;
            if *byte == b'\r' {
                *byte = b'\n';
            }
            !second_of_two
        });
    }

    /// What the last line still lacks.
    #[must_use]
    pub fn end(self) -> &'static [u8] {
        if matches!(self.last, b'\n' | b'\r') { &[] } else { b"\n" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_becomes_one() {
        for (text, plain) in
            [("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\nb\n"), ("a\n\nb", "a\n\nb\n"), ("\r\n\r\na", "\n\na\n"), ("", "")]
        {
            for step in [1, 2, 100] {
                let (mut newlines, mut whole) = (Newlines::default(), Vec::new());
                for bytes in text.as_bytes().chunks(step) {
                    let mut bytes = bytes.to_vec();
                    newlines.convert(&mut bytes);
                    whole.extend(bytes);
                }
                whole.extend(newlines.end());
                assert_eq!(String::from_utf8_lossy(&whole), plain, "{text:?} by {step}");
            }
        }
    }
}

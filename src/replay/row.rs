//! Rows of a CSV file, as its bytes come: comma, semicolon or tab.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// A row's fields.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    fields: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Row<'r> {
    /// How many fields it has.
    #[must_use]
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// A field; `None` beyond the last.
    #[must_use]
    pub fn get(self, at: usize) -> Option<&'r [u8]> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.fields.get(start..*self.ends.get(at)?)
    }

    /// All fields.
    pub fn iter(self) -> impl Iterator<Item = &'r [u8]> {
        (0..self.len()).filter_map(move |at| self.get(at))
    }

    /// All bytes of all fields.
    #[must_use]
    pub fn bytes(self) -> &'r [u8] {
        self.fields
    }
}

/// Cuts bytes into rows. What is left of a row waits for the bytes that follow.
#[derive(Debug)]
pub struct Rows {
    core: Reader,
    fields: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
}

impl Rows {
    /// With the sign that separates fields.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Rows { core, fields: vec![0; 1_024], written: 0, ends: vec![0; 32], ended: 0 }
    }

    /// Hands on every row that these bytes complete, with the number of the line after it. No bytes are the end.
    ///
    /// # Errors
    /// As `visit` says.
    pub fn push<E>(&mut self, mut bytes: &[u8], mut visit: impl FnMut(Row<'_>, u64) -> Result<(), E>) -> Result<(), E> {
        let is_end = bytes.is_empty();
        loop {
            let (output, ends) = (self.fields.get_mut(self.written..), self.ends.get_mut(self.ended..));
            let (read, used, written, ended) =
                self.core.read_record(bytes, output.unwrap_or_default(), ends.unwrap_or_default());
            bytes = bytes.get(used..).unwrap_or_default();
            self.written += written;
            self.ended += ended;
            match read {
                ReadRecordResult::InputEmpty if is_end => {}
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    let fields = self.fields.get(..self.written).unwrap_or_default();
                    let ends = self.ends.get(..self.ended).unwrap_or_default();
                    let next = self.core.line();
                    (self.written, self.ended) = (0, 0);
                    visit(Row { fields, ends }, next)?;
                }
            }
        }
    }
}

/// The sign that the header has most of.
#[must_use]
pub fn delimiter(header: &[u8]) -> u8 {
    let count = |sign: u8| header.iter().filter(|byte| **byte == sign).count();
    let mut best = b',';
    for sign in *b";\t" {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, step: usize) -> Vec<(Vec<String>, u64)> {
        let mut all = Vec::new();
        let mut rows = Rows::new(delimiter(text.lines().next().unwrap_or("").as_bytes()));
        let mut take = |row: Row<'_>, next| -> Result<(), ()> {
            all.push((row.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect(), next));
            Ok(())
        };
        for bytes in text.as_bytes().chunks(step) {
            rows.push(bytes, &mut take).unwrap();
        }
        rows.push(&[], take).unwrap();
        all
    }

    #[test]
    fn rows_are_the_same_however_their_bytes_come() {
        let long = "x".repeat(5_000);
        let text = format!("a;b;c\n1;\"two;\n\"\"lines\"\"\";{long}\n\n;;\n{}end", "y;".repeat(100));
        let whole = rows(&text, usize::MAX);
        assert_eq!(whole.len(), 4);
        assert_eq!(whole[1], (vec!["1".to_owned(), "two;\n\"lines\"".to_owned(), long], 4));
        assert_eq!((whole[2].0.len(), whole[3].0.len()), (3, 101));
        for step in [1, 2, 7, 1_000] {
            assert_eq!(rows(&text, step), whole, "{step}");
        }
    }

    #[test]
    fn the_header_says_what_separates() {
        for (header, sign) in [("a,b;c,d", b','), ("a;b", b';'), ("a\tb\tc,", b'\t'), ("", b',')] {
            assert_eq!(delimiter(header.as_bytes()), sign, "{header:?}");
        }
    }
}

//! Reading order history as its bytes come: CSV or CSV.gz, comma, semicolon or tab, row by row.

use crate::replay::columns::{Column, Columns};
use crate::replay::fault::Fault;
use crate::replay::lines::Lines;
use crate::replay::mapping::Mapping;
use crate::replay::newlines::Newlines;
use crate::replay::order_lines::{OrderLines, is_open};
use crate::replay::row::{Row, Rows, delimiter};
use crate::replay::skipped::Skipped;
use crate::replay::unpack::Unpack;
use std::collections::HashMap;

/// A history as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// What was read.
    pub lines: Lines,
    /// Rows of the file, the header aside.
    pub read: u64,
    /// What couldn't be.
    pub skipped: Skipped,
    /// Whether returns are invoices of their own.
    pub return_invoices: bool,
    /// Line number at which each `order_line_id` came first.
    pub ids: HashMap<Box<str>, u64>,
}

/// A history that is being read.
#[derive(Debug)]
pub struct Reading {
    unpack: Unpack,
    text: Text,
}

impl Reading {
    /// Of a file with this mapping; the first `show` skipped lines of each reason are kept for showing.
    #[must_use]
    pub fn new(mapping: Mapping, show: usize) -> Self {
        let text = Text { newlines: Newlines::default(), start: Vec::new(), rows: None, lines: None, mapping, show };
        Reading { unpack: Unpack::default(), text }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// Columns that aren't there, or bytes that gzip didn't write: nothing more can be read then.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let Reading { unpack, text } = self;
        let mut fault = None;
        let unpacked = unpack.push(bytes, |piece| fault = fault.take().or_else(|| text.push(piece).err()));
        match (fault, unpacked) {
            (Some(fault), _) => Err(fault),
            (None, Err(error)) => Err(text.broken(&error)),
            (None, Ok(())) => Ok(()),
        }
    }

    /// Rows so far, the header aside.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.text.lines.as_ref().map_or(0, OrderLines::read)
    }

    /// The file has ended.
    ///
    /// # Errors
    /// A file that has no columns, or an archive that ends too early.
    pub fn finish(self) -> Result<Loaded, Fault> {
        let Reading { unpack, mut text } = self;
        let mut last = Ok(());
        if let Err(error) = unpack.finish(|piece| last = text.push(piece)) {
            return Err(text.broken(&error));
        }
        last?;
        text.finish()
    }
}

/// The file's text, and what it has come to.
#[derive(Debug)]
struct Text {
    newlines: Newlines,
    /// The header, while it isn't whole.
    start: Vec<u8>,
    rows: Option<Rows>,
    lines: Option<OrderLines>,
    mapping: Mapping,
    show: usize,
}

impl Text {
    fn push(&mut self, mut piece: Vec<u8>) -> Result<(), Fault> {
        self.newlines.convert(&mut piece);
        if self.rows.is_none() {
            self.start.append(&mut piece);
            if !self.start.contains(&b'\n') {
                return Ok(());
            }
            piece = std::mem::take(&mut self.start);
        }
        if piece.is_empty() { Ok(()) } else { self.rows(&piece) }
    }

    /// Takes rows; no bytes are the end.
    fn rows(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let Text { rows, lines, mapping, show, .. } = self;
        let header = || bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let rows = rows.get_or_insert_with(|| Rows::new(delimiter(header())));
        rows.push(bytes, |row, next| {
            let Some(lines) = lines else {
                *lines = Some(OrderLines::new(columns(row, mapping)?, mapping.clone(), *show));
                return Ok(());
            };
            // The row's own position would be that of the blank lines before it.
            let line_ends = row.bytes().iter().filter(|byte| **byte == b'\n').count();
            let height = u64::try_from(line_ends).unwrap_or(u64::MAX).saturating_add(u64::from(!is_open(row)));
            lines.row(row, next.saturating_sub(height), height);
            Ok(())
        })
    }

    fn finish(mut self) -> Result<Loaded, Fault> {
        self.push(self.newlines.end().to_vec())?;
        self.rows(&[])?;
        self.lines.map(OrderLines::loaded).ok_or(Fault::Empty)
    }

    fn broken(&self, error: &std::io::Error) -> Fault {
        Fault::Broken { rows: self.lines.as_ref().map_or(0, OrderLines::read), reason: error.to_string() }
    }
}

fn columns(header: Row<'_>, mapping: &Mapping) -> Result<Columns, Fault> {
    let header: Vec<String> = names(header);
    if header.iter().all(String::is_empty) {
        return Err(Fault::Empty);
    }
    let columns = Columns::find(&header, mapping)?;
    if !columns.has(Column::Currency) && mapping.currency().is_none() {
        return Err(Fault::NoCurrency);
    }
    Ok(columns)
}

/// The names in a header.
pub fn names(header: Row<'_>) -> Vec<String> {
    let name = |field| String::from_utf8_lossy(field).trim_start_matches('\u{feff}').trim().to_owned();
    header.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::misfit::Misfit;
    use crate::replay::skipped::{Group, Reason};

    const HEADER: &str =
        "order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity,currency,returned_quantity,returned_at";

    fn read(text: &str) -> Loaded {
        let mut reading = Reading::new(Mapping::default(), 10);
        for bytes in text.as_bytes().chunks(7) {
            reading.push(bytes).unwrap();
        }
        reading.finish().unwrap()
    }

    fn load(rows: &str) -> Loaded {
        read(&format!("{HEADER}\n{rows}"))
    }

    fn reasons(rows: &str) -> Vec<(Reason, String)> {
        let groups: Vec<Group> = load(rows).skipped.into_groups();
        groups.into_iter().flat_map(|group| group.first.into_iter().map(move |one| (group.reason, one.found))).collect()
    }

    #[test]
    fn every_fault_has_its_reason_and_value() {
        for (row, reason, found) in [
            ("1,o,2010-01-01,c,i,1", Reason::BrokenRow, "6 fields, the header has 10"),
            ("1,,2010-01-01,c,i,1,1,EUR,,", Reason::Missing, "`order_id` is blank"),
            (",o,2010-01-01,c,i,1,1,EUR,,", Reason::Missing, "`order_line_id` is blank"),
            (
                "1,o,01/02/2010,c,i,1,1,EUR,,",
                Reason::BadDate,
                "`01/02/2010` can be read with the day or the month first; write it like 2010-01-31",
            ),
            (
                "1,o,31.01.2010 10:00,c,i,1,1,EUR,,",
                Reason::BadDate,
                "`31.01.2010 10:00` is not a date of RFC 3339; write it like 2010-01-31",
            ),
            (
                "1,o,2010-02-30,c,i,1,1,EUR,,",
                Reason::BadDate,
                "`2010-02-30` is not a date of RFC 3339; write it like 2010-01-31",
            ),
            (
                "1,o,40179,c,i,1,1,EUR,,",
                Reason::BadDate,
                "`40179` is not a date; write it like 2010-01-31 or 2010-01-31 10:00:00",
            ),
            ("1,o,2010-01-01,c,i,-1.5,1,EUR,,", Reason::NegativePrice, "`-1.5`"),
            (
                "1,o,2010-01-01,c,i,\"1,50\",1,EUR,,",
                Reason::BadPrice,
                "`1,50` is not a plain decimal; write it like 29.95",
            ),
            ("1,o,2010-01-01,c,i,1,half,EUR,,", Reason::BadQuantity, "`half`"),
            ("1,o,2010-01-01,c,i,1,-2,EUR,,", Reason::NoPieces, "-2 pieces"),
            ("1,o,2010-01-01,c,i,1,10000,EUR,,", Reason::TooManyPieces, "10000 pieces"),
            ("1,o,2010-01-01,c,i,1,1,Euro,,", Reason::BadCurrency, "`Euro` is not an ISO 4217 code"),
            ("1,o,2010-01-01,c,i,1,1,,,", Reason::BadCurrency, "`currency` is blank"),
            ("1,o,2010-01-01,c,i,1,1,EUR,2,", Reason::BadReturn, "2 of 1 pieces returned"),
            (
                "1,o,2010-01-02,c,i,1,1,EUR,1,2010-01-01",
                Reason::BadReturn,
                "returned `2010-01-01`, before it was ordered",
            ),
            ("1,o,2010-01-02,c,i,1,1,EUR,0,2010-01-05", Reason::BadReturn, "returned `2010-01-05`, but 0 pieces"),
        ] {
            assert_eq!(reasons(row), [(reason, found.to_owned())], "{row}");
        }
    }

    #[test]
    fn reasons_are_read_where_the_file_has_them() {
        let misfits =
            |loaded: Loaded| -> Vec<Option<Misfit>> { loaded.lines.lines.iter().map(|line| line.misfit).collect() };
        let rows = "1,o,2010-01-01,c,i,1,1,EUR,1,,Too_Small\n2,o,2010-01-01,c,i,1,1,EUR,1,,zu groß\n3,o,2010-01-01,c,i,1,1,EUR,1,,late\n";
        let read_all = read(&format!("{HEADER},return_reason\n{rows}"));
        assert_eq!(misfits(read_all), [Some(Misfit::TooSmall), Some(Misfit::TooLarge), None]);
        assert_eq!(misfits(read(&format!("{HEADER},why\n{rows}"))), [None; 3]);
        let columns =
            [("return_reason".to_owned(), "why".to_owned()), ("order_line_id".to_owned(), "order_line_id".to_owned())];
        let mapping = Mapping { columns: columns.into(), return_prefix: Some("C".to_owned()), ..Mapping::default() };
        let mut reading = Reading::new(mapping, 10);
        reading.push(format!("{HEADER},why\n1,C1,2010-01-01,c,i,1,-1,EUR,,,runs large\n").as_bytes()).unwrap();
        assert_eq!(reading.finish().unwrap().lines.returns[0].misfit, Some(Misfit::TooLarge));
    }

    #[test]
    fn lines_must_fit_their_order_and_ids_are_unique() {
        let rows = "1,o,2010-01-01,c,i,1,1,EUR,,\n1,p,2010-01-01,c,i,1,1,EUR,,\n2,o,2010-01-01,d,i,1,1,EUR,,\n3,o,2010-01-01,c,i,1,1,GBP,,";
        assert_eq!(
            reasons(rows),
            [
                (Reason::DuplicateOrderLineId, "`1` is in line 2 already".to_owned()),
                (Reason::OtherCustomer, "`d`, but order `o` is `c`'s".to_owned()),
                (Reason::OtherCurrency, "GBP, but order `o` is in EUR".to_owned()),
            ]
        );
    }

    #[test]
    fn an_open_quotation_mark_says_how_much_it_swallowed() {
        let rows = "1,o,2010-01-01,c,\"i,1,1,EUR,,\n2,o,2010-01-01,c,i,1,1,EUR,,\n3,o,2010-01-01,c,i,1,1,EUR,,\n";
        let in_last_field = "1,o,2010-01-01,c,i,1,1,EUR,,\"\n2,o,2010-01-01,c,i,1,1,EUR,,\n";
        assert_eq!(load(in_last_field).lines.lines.len(), 0);
        assert_eq!(
            reasons(rows),
            [(Reason::BrokenRow, "5 fields, the header has 10; a quotation mark here runs over 3 lines".to_owned())]
        );
    }

    #[test]
    fn line_numbers_are_the_file_s_own_also_with_carriage_returns() {
        let rows = "1,o,2010-01-01,c,i,1,1,EUR,,\r\n\r\n2,o,2010-01-01,c,i,-1,1,EUR,,\r\n";
        let text = format!("\u{feff}{HEADER}\r\n{rows}").replace(',', ";");
        let loaded = read(&text);
        assert_eq!((loaded.read, loaded.lines.lines.len()), (2, 1));
        assert_eq!(loaded.lines.lines[0].row, 2);
        assert_eq!(loaded.skipped.into_groups()[0].first[0].line, 4);
    }
}

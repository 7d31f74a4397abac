//! Reading order history: CSV or CSV.gz, comma, semicolon or tab, row by row. What can't be read is counted and shown.

use crate::failure::Failure;
use crate::replay::columns::{Column, Columns};
use crate::replay::fields::{Skip, moment, needed, outcome, quantity, text, whole};
use crate::replay::lines::{Id, Lines, OrderLine, ReturnLine};
use crate::replay::mapping::Mapping;
use crate::replay::newlines::Newlines;
use crate::replay::skipped::{Reason, Skipped};
use cartnudge::money::{Currency, Money};
use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

/// A history as it was read.
#[derive(Debug)]
pub struct Loaded {
    /// What was read.
    pub lines: Lines,
    /// Rows of the file, the header aside.
    pub read: u64,
    /// What couldn't be.
    pub skipped: Skipped,
}

/// Reads all rows of `source`, unpacking it when it is gzipped.
pub fn read(source: impl Read, file: &str, mapping: &Mapping, show: usize) -> Result<Loaded, Failure> {
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {file}: {error}"));
    let mut packed = BufReader::with_capacity(1 << 16, source);
    let is_gzip = packed.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    let plain: Box<dyn Read + '_> = if is_gzip { Box::new(MultiGzDecoder::new(packed)) } else { Box::new(packed) };
    let mut plain = BufReader::with_capacity(1 << 16, plain);
    let delimiter = delimiter(plain.fill_buf().map_err(failed)?);
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(Newlines::new(plain));
    let csv_failed = |error: &csv::Error, read: u64| {
        Failure::usage(format!("can't read {file} after {read} rows: {error}\n  help: is the file complete?"))
    };
    let header: Vec<String> = rows
        .byte_headers()
        .map_err(|error| csv_failed(&error, 0))?
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    if header.iter().all(String::is_empty) {
        return Err(Failure::usage(format!("{file} is empty: its first line should name the columns")));
    }
    let columns = Columns::find(&header, mapping, file)?;
    if !columns.has(Column::Currency) && mapping.currency().is_none() {
        let help = "add a column `currency`, or say which it is: --currency EUR";
        return Err(Failure::usage(format!("{file} doesn't say the currency of its prices\n  help: {help}")));
    }
    let mut reader = Reader::new(columns, mapping, show);
    let mut record = ByteRecord::new();
    while rows.read_byte_record(&mut record).map_err(|error| csv_failed(&error, reader.read))? {
        // The row's own position would be that of the blank lines before it.
        let line_ends = record.as_slice().iter().filter(|byte| **byte == b'\n').count();
        let height = u64::try_from(line_ends).unwrap_or(u64::MAX).saturating_add(u64::from(!is_open(&record)));
        reader.row(&record, rows.position().line().saturating_sub(height), height);
    }
    Ok(Loaded { lines: reader.lines, read: reader.read, skipped: reader.skipped })
}

/// The sign that the header has most of.
fn delimiter(start: &[u8]) -> u8 {
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or(b"");
    let count = |sign: u8| header.iter().filter(|byte| **byte == sign).count();
    let mut best = b',';
    for sign in *b";\t" {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

struct Reader<'a> {
    columns: Columns,
    mapping: &'a Mapping,
    lines: Lines,
    read: u64,
    skipped: Skipped,
    /// Line number at which each `order_line_id` came first.
    ids: HashMap<Box<str>, u64>,
    /// Whose each order is, and in which currency.
    orders: HashMap<Id, (Id, Currency)>,
}

impl<'a> Reader<'a> {
    fn new(columns: Columns, mapping: &'a Mapping, show: usize) -> Self {
        let lines = Lines {
            has_categories: columns.has(Column::ItemCategory),
            has_brands: columns.has(Column::ItemBrand),
            outcomes_named: columns.has(Column::ReturnedQuantity) || columns.has(Column::ReturnedAt),
            ..Lines::default()
        };
        let (ids, orders) = (HashMap::new(), HashMap::new());
        Reader { columns, mapping, lines, read: 0, skipped: Skipped::new(show), ids, orders }
    }

    /// Takes the row that begins at `line` and is `height` lines high.
    fn row(&mut self, record: &ByteRecord, line: u64, height: u64) {
        self.read += 1;
        if let Err((reason, found)) = self.take(record, line, height) {
            self.skipped.add(line, reason, found);
        }
    }

    fn take(&mut self, record: &ByteRecord, row: u64, height: u64) -> Result<(), Skip> {
        if record.len() != self.columns.width || is_open(record) {
            return Err((Reason::BrokenRow, broken(record.len(), self.columns.width, height)));
        }
        let columns = self.columns.clone();
        let text = |column: Column| text(&columns, record, column);
        let order_id = needed(text(Column::OrderId)?, Column::OrderId)?;
        let item_id = needed(text(Column::ItemId)?, Column::ItemId)?;
        if self.mapping.is_not_product(item_id) {
            return Err((Reason::NotAProduct, format!("`{item_id}` {}", self.name(record))));
        }
        let at = moment(needed(text(Column::OrderedAt)?, Column::OrderedAt)?)?;
        let pieces = whole(needed(text(Column::Quantity)?, Column::Quantity)?)?;
        let customer = text(Column::CustomerId)?;
        if self.mapping.is_return(order_id) {
            let quantity = u32::try_from(pieces.saturating_neg()).ok().filter(|pieces| *pieces > 0);
            let quantity =
                quantity.ok_or_else(|| (Reason::ReturnOfNothing, format!("{pieces} pieces in `{order_id}`")))?;
            self.claim_id(text(Column::OrderLineId)?, row)?;
            let names = &mut self.lines.names;
            let (customer, item) = (names.intern(customer), names.intern(item_id));
            self.lines.returns.push(ReturnLine { at, customer, item, quantity });
            return Ok(());
        }
        let quantity = quantity(pieces)?;
        let currency = self.currency(text(Column::Currency)?)?;
        let price = self.price(needed(text(Column::Price)?, Column::Price)?, currency)?;
        let outcome = outcome(text(Column::ReturnedQuantity)?, text(Column::ReturnedAt)?, at, quantity)?;
        let optional = |column| String::from_utf8_lossy(columns.field(record, column));
        let names = &mut self.lines.names;
        let (order, customer, item) = (names.intern(order_id), names.intern(customer), names.intern(item_id));
        let group = Some(names.intern(&optional(Column::ItemGroupId))).filter(|id| id.is_known()).unwrap_or(item);
        let line = OrderLine {
            row,
            at,
            order,
            customer,
            item,
            group,
            name: names.intern(&optional(Column::ItemName)),
            brand: names.intern(&optional(Column::ItemBrand)),
            category: names.intern(&optional(Column::ItemCategory)),
            size: names.intern(&optional(Column::Size)),
            color: names.intern(&optional(Column::Color)),
            price,
            currency,
            quantity,
            outcome,
        };
        self.fits_order(&line)?;
        self.claim_id(text(Column::OrderLineId)?, row)?;
        self.orders.insert(order, (customer, currency));
        self.lines.lines.push(line);
        Ok(())
    }

    fn name(&self, record: &ByteRecord) -> String {
        String::from_utf8_lossy(self.columns.field(record, Column::ItemName)).trim().to_owned()
    }

    fn claim_id(&mut self, id: &str, row: u64) -> Result<(), Skip> {
        if !self.columns.has(Column::OrderLineId) {
            return Ok(());
        }
        let id = needed(id, Column::OrderLineId)?;
        if let Some(first) = self.ids.get(id) {
            return Err((Reason::DuplicateOrderLineId, format!("`{id}` is in line {first} already")));
        }
        self.ids.insert(Box::from(id), row);
        Ok(())
    }

    fn currency(&self, code: &str) -> Result<Currency, Skip> {
        if code.is_empty() {
            return self.mapping.currency().ok_or_else(|| (Reason::BadCurrency, "`currency` is blank".to_owned()));
        }
        Currency::read(code).ok_or_else(|| (Reason::BadCurrency, format!("`{code}` is not an ISO 4217 code")))
    }

    fn price(&self, text: &str, currency: Currency) -> Result<Money, Skip> {
        let price = match Money::read(&Value::String(text.to_owned()), currency) {
            Ok(price) => price,
            Err(_) if text.starts_with('-') => return Err((Reason::NegativePrice, format!("`{text}`"))),
            Err(reason) => return Err((Reason::BadPrice, format!("`{text}` {reason}; write it like 29.95"))),
        };
        if price.minor() == 0 && self.mapping.skip_free {
            return Err((Reason::Free, format!("`{text}`")));
        }
        Ok(price)
    }

    /// An order has one customer and one currency; its first line says which.
    fn fits_order(&self, line: &OrderLine) -> Result<(), Skip> {
        let Some((customer, currency)) = self.orders.get(&line.order) else { return Ok(()) };
        let name = |id: Id| self.lines.names.get(id).unwrap_or("nobody");
        let order = name(line.order);
        if *customer != line.customer {
            let found = format!("`{}`, but order `{order}` is `{}`'s", name(line.customer), name(*customer));
            return Err((Reason::OtherCustomer, found));
        }
        if *currency != line.currency {
            let found = format!("{}, but order `{order}` is in {}", line.currency.code(), currency.code());
            return Err((Reason::OtherCurrency, found));
        }
        Ok(())
    }
}

/// Whether the file ended within this row: a quotation mark was left open and took in the last line end.
fn is_open(record: &ByteRecord) -> bool {
    record.as_slice().ends_with(b"\n")
}

fn broken(fields: usize, width: usize, lines: u64) -> String {
    let plural = if fields == 1 { "field" } else { "fields" };
    let found = format!("{fields} {plural}, the header has {width}");
    if lines > 1 {
        return format!("{found}; a quotation mark here runs over {lines} lines");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::skipped::Group;

    const HEADER: &str =
        "order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity,currency,returned_quantity,returned_at";

    fn load(rows: &str) -> Loaded {
        read(format!("{HEADER}\n{rows}").as_bytes(), "orders.csv", &Mapping::default(), 10).unwrap()
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
        let loaded = read(text.as_bytes(), "orders.csv", &Mapping::default(), 10).unwrap();
        assert_eq!((loaded.read, loaded.lines.lines.len()), (2, 1));
        assert_eq!(loaded.lines.lines[0].row, 2);
        assert_eq!(loaded.skipped.into_groups()[0].first[0].line, 4);
    }
}

//! From rows to order lines. What can't be read is counted and shown.

use crate::money::{Currency, Money};
use crate::replay::columns::{Column, Columns};
use crate::replay::fields::{Skip, moment, needed, outcome, quantity, text, whole};
use crate::replay::lines::{Id, Lines, OrderLine, ReturnLine};
use crate::replay::mapping::Mapping;
use crate::replay::misfit::misfit;
use crate::replay::read::Loaded;
use crate::replay::row::Row;
use crate::replay::skipped::{Reason, Skipped};
use serde_json::Value;
use std::collections::HashMap;

/// Takes rows, and keeps what they say.
#[derive(Debug)]
pub struct OrderLines {
    columns: Columns,
    mapping: Mapping,
    lines: Lines,
    read: u64,
    skipped: Skipped,
    /// Line number at which each `order_line_id` came first.
    ids: HashMap<Box<str>, u64>,
    /// Whose each order is, and in which currency.
    orders: HashMap<Id, (Id, Currency)>,
}

impl OrderLines {
    /// Of a file with these columns; the first `show` skipped lines of each reason are kept for showing.
    #[must_use]
    pub fn new(columns: Columns, mapping: Mapping, show: usize) -> Self {
        let lines = Lines {
            has_categories: columns.has(Column::ItemCategory),
            has_brands: columns.has(Column::ItemBrand),
            outcomes_named: columns.has(Column::ReturnedQuantity) || columns.has(Column::ReturnedAt),
            ..Lines::default()
        };
        let (ids, orders) = (HashMap::new(), HashMap::new());
        OrderLines { columns, mapping, lines, read: 0, skipped: Skipped::new(show), ids, orders }
    }

    /// Takes the row that begins at `line` and is `height` lines high.
    pub fn row(&mut self, record: Row<'_>, line: u64, height: u64) {
        self.read += 1;
        if let Err((reason, found)) = self.take(record, line, height) {
            self.skipped.add(line, reason, found);
        }
    }

    fn take(&mut self, record: Row<'_>, row: u64, height: u64) -> Result<(), Skip> {
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
        let optional = |column| String::from_utf8_lossy(columns.field(record, column));
        let misfit = misfit(&optional(Column::ReturnReason));
        if self.mapping.is_return(order_id) {
            let quantity = u32::try_from(pieces.saturating_neg()).ok().filter(|pieces| *pieces > 0);
            let quantity =
                quantity.ok_or_else(|| (Reason::ReturnOfNothing, format!("{pieces} pieces in `{order_id}`")))?;
            self.claim_id(text(Column::OrderLineId)?, row)?;
            let names = &mut self.lines.names;
            let (customer, item) = (names.intern(customer), names.intern(item_id));
            self.lines.returns.push(ReturnLine { at, customer, item, quantity, misfit });
            return Ok(());
        }
        let quantity = quantity(pieces)?;
        let currency = self.currency(text(Column::Currency)?)?;
        let price = self.price(needed(text(Column::Price)?, Column::Price)?, currency)?;
        let (outcome, back) = outcome(text(Column::ReturnedQuantity)?, text(Column::ReturnedAt)?, at, quantity)?;
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
            back,
            misfit,
        };
        self.fits_order(&line)?;
        self.claim_id(text(Column::OrderLineId)?, row)?;
        self.orders.insert(order, (customer, currency));
        self.lines.lines.push(line);
        Ok(())
    }

    /// Rows so far.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    /// All that was read.
    #[must_use]
    pub fn loaded(self) -> Loaded {
        let return_invoices = self.mapping.return_prefix.is_some();
        Loaded { lines: self.lines, read: self.read, skipped: self.skipped, return_invoices, ids: self.ids }
    }

    fn name(&self, record: Row<'_>) -> String {
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
pub fn is_open(record: Row<'_>) -> bool {
    record.bytes().ends_with(b"\n")
}

fn broken(fields: usize, width: usize, lines: u64) -> String {
    let plural = if fields == 1 { "field" } else { "fields" };
    let found = format!("{fields} {plural}, the header has {width}");
    if lines > 1 {
        return format!("{found}; a quotation mark here runs over {lines} lines");
    }
    found
}

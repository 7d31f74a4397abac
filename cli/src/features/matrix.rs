//! The matrix as a file: who and what a line is, its outcome, and its features by name.

use crate::csv_file::CsvFile;
use crate::failure::Failure;
use cartnudge::features::{CATALOGUE, Definition, Row};
use cartnudge::replay::PastCart;
use cartnudge::settings::Settings;
use std::path::Path;

/// What comes before the features.
const BEFORE: [&str; 8] =
    ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "price", "currency", "returned"];

fn features() -> impl Iterator<Item = &'static Definition> {
    CATALOGUE.iter().filter(|definition| definition.is_feature())
}

/// A matrix that is being written.
pub struct Matrix {
    file: CsvFile,
    lines: u64,
    with_outcome: u64,
}

impl Matrix {
    /// Begins the file with its header.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = CsvFile::create(path, BEFORE.into_iter().chain(features().map(|definition| definition.name)))?;
        Ok(Matrix { file, lines: 0, with_outcome: 0 })
    }

    /// Adds the lines of a cart.
    pub fn cart(&mut self, cart: &PastCart, settings: &Settings) -> Result<(), Failure> {
        let input = &cart.input;
        let now = jiff::Timestamp::from_millisecond(input.now.0).map(|at| at.to_string()).unwrap_or_default();
        let currency = input.cart.currency;
        for ((line, bought), row) in cart.lines.iter().zip(&input.cart.lines).zip(input.rows(settings)) {
            let price = number(bought.price.major(currency));
            let returned = line.returned.map_or("", |returned| if returned { "1" } else { "0" });
            let before =
                [&line.id, &line.order_id, &now, &line.customer_id, &bought.item_id, &price, currency.code(), returned];
            let values = features().map(|definition| value(&row, definition));
            self.file.record(before.into_iter().map(str::to_owned).chain(values))?;
            self.lines += 1;
            self.with_outcome += u64::from(line.returned.is_some());
        }
        Ok(())
    }

    /// Ends the file and says what is in it.
    pub fn finish(self) -> Result<(), Failure> {
        let Matrix { file, lines, with_outcome } = self;
        let name = file.finish()?;
        eprintln!("{lines} lines, {with_outcome} with an outcome, {} features: {name}", features().count());
        Ok(())
    }
}

/// A feature's value; blank when it is unknown.
fn value(row: &Row, definition: &Definition) -> String {
    row.get(definition.fact).map_or(String::new(), number)
}

/// The shortest text that reads back as the same number.
fn number(value: f64) -> String {
    value.to_string()
}

//! The matrix as a file: who and what a line is, its outcome, and its features by name.

use crate::failure::Failure;
use cartnudge::features::{CATALOGUE, Definition, Row};
use cartnudge::replay::PastCart;
use cartnudge::settings::Settings;
use flate2::{Compression, write::GzEncoder};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What comes before the features.
const BEFORE: [&str; 8] =
    ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "price", "currency", "returned"];

fn features() -> impl Iterator<Item = &'static Definition> {
    CATALOGUE.iter().filter(|definition| definition.is_feature())
}

/// A file that isn't whole; it goes when nobody finishes it.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Renamed when it was finished: then there is nothing to remove.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A matrix that is being written. It gets its name only when it is whole.
pub struct Matrix {
    path: PathBuf,
    /// The file until then; `None` for standard output.
    unfinished: Option<Unfinished>,
    out: csv::Writer<Box<dyn Write>>,
    lines: u64,
    with_outcome: u64,
}

impl Matrix {
    /// Begins the file with its header.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::usage(format!("can't write {}: {error}", path.display()));
        let (sink, unfinished): (Box<dyn Write>, _) = if path.as_os_str() == "-" {
            (Box::new(std::io::stdout().lock()), None)
        } else {
            let mut name = path.as_os_str().to_owned();
            name.push(".part");
            let unfinished = PathBuf::from(name);
            let file = BufWriter::new(File::create(&unfinished).map_err(failed)?);
            let packed = path.extension().is_some_and(|extension| extension == "gz");
            let sink: Box<dyn Write> =
                if packed { Box::new(GzEncoder::new(file, Compression::fast())) } else { Box::new(file) };
            (sink, Some(Unfinished(unfinished)))
        };
        let out = csv::Writer::from_writer(sink);
        let mut matrix = Matrix { path: path.to_owned(), unfinished, out, lines: 0, with_outcome: 0 };
        let header: Vec<&str> = BEFORE.into_iter().chain(features().map(|definition| definition.name)).collect();
        matrix.out.write_record(header).map_err(|error| matrix.failed(&error))?;
        Ok(matrix)
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
            let record = before.into_iter().map(str::to_owned).chain(values);
            self.out.write_record(record).map_err(|error| self.failed(&error))?;
            self.lines += 1;
            self.with_outcome += u64::from(line.returned.is_some());
        }
        Ok(())
    }

    /// Ends the file and says what is in it.
    pub fn finish(self) -> Result<(), Failure> {
        let Matrix { path, unfinished, out, lines, with_outcome } = self;
        let name = path.display().to_string();
        let failed = |error: String| Failure::usage(format!("can't write {name}: {error}"));
        let mut sink = out.into_inner().map_err(|error| failed(error.to_string()))?;
        sink.flush().map_err(|error| failed(error.to_string()))?;
        // Dropped before it is renamed: gzip writes its end then.
        drop(sink);
        if let Some(unfinished) = unfinished {
            std::fs::rename(&unfinished.0, &path).map_err(|error| failed(error.to_string()))?;
        }
        eprintln!("{lines} lines, {with_outcome} with an outcome, {} features: {name}", features().count());
        Ok(())
    }

    fn failed(&self, error: &csv::Error) -> Failure {
        Failure::usage(format!("can't write {}: {error}", self.path.display()))
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

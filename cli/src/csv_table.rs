//! A table in a CSV file, gzipped or not, by the names of its columns.

use crate::failure::Failure;
use csv::StringRecord;
use flate2::read::MultiGzDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Opens a file; one that begins as gzip does is unpacked.
pub fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {}: {error}", path.display()));
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let packed = file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// Columns and their places.
pub type Columns = HashMap<String, usize>;

/// The columns of a header; a failure when one of `needed` isn't there.
pub fn columns(header: &StringRecord, needed: &[&str], name: &str, help: &str) -> Result<Columns, Failure> {
    let columns: Columns = header
        .iter()
        .enumerate()
        .map(|(at, column)| (column.trim_start_matches('\u{feff}').trim().to_owned(), at))
        .collect();
    let missing: Vec<String> =
        needed.iter().filter(|column| !columns.contains_key(**column)).map(|column| format!("`{column}`")).collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(Failure::usage(format!("{name} has no column {}\n  help: {help}", missing.join(", "))))
}

/// A row and its line in the file.
pub struct Row {
    /// The line; the header is on line 1.
    pub line: u64,
    /// Its fields.
    pub record: StringRecord,
}

impl Row {
    /// The field; blank where the table doesn't have the column.
    pub fn get(&self, columns: &Columns, column: &str) -> &str {
        columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or_default().trim()
    }
}

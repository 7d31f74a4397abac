//! The beginning of a file, so that people can say which column holds what before it is read whole.

use crate::replay::columns::{NAMES, guess, is_required};
use crate::replay::newlines::Newlines;
use crate::replay::read::names;
use crate::replay::row::{Row, Rows, delimiter};
use crate::replay::unpack::Unpack;
use serde::Serialize;

/// One of cartnudge's columns, and where it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wanted {
    /// cartnudge's name.
    pub name: &'static str,
    /// Whether nothing can be read without it.
    pub required: bool,
    /// The file's column that has this name, or is most likely meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// A file's columns and first rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The file's columns.
    pub columns: Vec<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// cartnudge's columns.
    pub wanted: Vec<Wanted>,
}

/// Reads the first `most` rows of the beginning of a file. A beginning that is no table has no columns.
#[must_use]
pub fn preview(start: &[u8], most: usize) -> Preview {
    let mut text = Vec::new();
    // The beginning of an archive ends too early; what it gave is enough.
    let mut unpack = Unpack::default();
    let _ = unpack.push(start, |piece| text.extend(piece));
    Newlines::default().convert(&mut text);
    let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut all: Vec<Vec<String>> = Vec::new();
    let take = |row: Row<'_>, _| {
        all.push(names(row));
        if all.len() > most { Err(()) } else { Ok(()) }
    };
    // Not told that it ends: the last row may be cut.
    let _ = Rows::new(delimiter(header)).push(&text, take);
    let mut rows = all.into_iter();
    let columns = rows.next().unwrap_or_default();
    let one = |name| Wanted { name, required: is_required(name), column: guess(name, &columns).map(str::to_owned) };
    let wanted = NAMES.map(one).into();
    Preview { columns, rows: rows.collect(), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column<'a>(preview: &'a Preview, name: &str) -> Option<&'a str> {
        preview.wanted.iter().find(|one| one.name == name).and_then(|one| one.column.as_deref())
    }

    #[test]
    fn columns_are_found_by_name_and_by_what_others_call_them() {
        let found = preview(b"Invoice;StockCode;Price;size\r\n1;A;\"2;5\";M\r\n2;B;3;L\r\n3;C", 5);
        assert_eq!(found.columns, ["Invoice", "StockCode", "Price", "size"]);
        assert_eq!(found.rows, [["1", "A", "2;5", "M"], ["2", "B", "3", "L"]]);
        assert_eq!((column(&found, "order_id"), column(&found, "item_id")), (Some("Invoice"), Some("StockCode")));
        assert_eq!((column(&found, "size"), column(&found, "customer_id")), (Some("size"), None));
    }

    #[test]
    fn only_the_first_rows_are_given_and_nothing_has_none() {
        assert_eq!(preview("a,b\n1,2\n".repeat(10).as_bytes(), 3).rows.len(), 3);
        assert_eq!(preview(b"", 3).columns, Vec::<String>::new());
    }
}

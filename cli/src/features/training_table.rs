//! The warehouse's training table: each order's documents, as the page would have been given them, through the page's own
//! reader.

use crate::args::FeaturesArgs;
use crate::csv_table::{Columns, Row, columns, open};
use crate::failure::Failure;
use crate::features::matrix::Matrix;
use crate::history::{self, Skipped};
use cartnudge::diagnostic::Diagnostics;
use cartnudge::engine::read_input;
use cartnudge::replay::{PastCart, PastLine};
use cartnudge::settings::Settings;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The columns that must be there.
const NEEDED: [&str; 10] = [
    "order_line_id",
    "order_id",
    "ordered_at",
    "customer_id",
    "item_id",
    "price",
    "quantity",
    "currency",
    "returned",
    "signals",
];

/// The columns that become a cart line's own keys, as they are.
const ITEM: [&str; 8] =
    ["item_id", "item_group_id", "item_name", "item_brand", "item_category", "size", "color", "price"];

/// Reads the table, order by order, and writes the matrix.
pub fn write(path: &Path, args: &FeaturesArgs, settings: &Settings) -> Result<Matrix, Failure> {
    let name = path.display().to_string();
    let mut reader = csv::Reader::from_reader(open(path)?);
    let failed = |error: csv::Error| Failure::usage(format!("can't read {name}: {error}"));
    let help = "this reads what the warehouse exports as training_table; order history goes in by --order-lines";
    let columns = columns(reader.headers().map_err(failed)?, &NEEDED, &name, help)?;
    let mut matrix = Matrix::create(&args.out)?;
    let mut unread = Unread { show: args.past.reading.show_skipped, lines: 0, shown: Vec::new() };
    let (mut order, mut read): (Vec<Row>, u64) = (Vec::new(), 0);
    for record in reader.records() {
        read += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                unread.add(read + 1, 1, &error.to_string());
                continue;
            }
        };
        let row = Row { line: record.position().map_or(read + 1, csv::Position::line), record };
        if order.first().is_some_and(|first| first.get(&columns, "order_id") != row.get(&columns, "order_id")) {
            add(&mut matrix, &order, &columns, settings, &mut unread)?;
            order.clear();
        }
        order.push(row);
    }
    add(&mut matrix, &order, &columns, settings, &mut unread)?;
    let skipped = Skipped { all: unread.lines, unreadable: unread.lines, read, text: unread.shown.concat() };
    history::admit(&skipped, &args.past, &name)?;
    Ok(matrix)
}

/// Lines that couldn't be read; the first of them shown.
struct Unread {
    show: usize,
    lines: u64,
    shown: Vec<String>,
}

impl Unread {
    fn add(&mut self, line: u64, lines: usize, reason: &str) {
        self.lines += u64::try_from(lines).unwrap_or(u64::MAX);
        if self.shown.len() < self.show {
            self.shown.push(format!("\n  line {line:>7}  {reason}"));
        }
    }
}

fn add(
    matrix: &mut Matrix,
    order: &[Row],
    columns: &Columns,
    settings: &Settings,
    unread: &mut Unread,
) -> Result<(), Failure> {
    let Some(first) = order.first() else { return Ok(()) };
    match cart(order, columns) {
        Ok(cart) => matrix.cart(&cart, settings),
        Err(reason) => {
            let order_id = first.get(columns, "order_id");
            unread.add(first.line, order.len(), &format!("order `{order_id}`: {reason}"));
            Ok(())
        }
    }
}

/// The order's cart through the page's reader.
fn cart(order: &[Row], columns: &Columns) -> Result<PastCart, String> {
    let first = order.first().ok_or("no lines")?;
    let now = order.iter().map(|row| row.get(columns, "ordered_at")).min().unwrap_or_default();
    let mut input = Map::new();
    let items: Result<Vec<Value>, String> = order.iter().map(|row| item(row, columns)).collect();
    input.insert("cart".to_owned(), json!({ "currency": first.get(columns, "currency"), "items": items? }));
    input.insert("now".to_owned(), now.into());
    if let Some(signals) = document(first, columns, "signals")? {
        input.insert("customer".to_owned(), signals);
    }
    let products: Result<Vec<Option<Value>>, String> =
        order.iter().map(|row| document(row, columns, "product")).collect();
    input.insert("products".to_owned(), products?.into_iter().flatten().collect());
    let (input, warnings) = read_input(&Value::Object(input)).map_err(|found| said(&found))?;
    // A document of the warehouse has no faults: a warning is a number that would silently be unknown.
    if warnings.iter().next().is_some() {
        return Err(said(&warnings));
    }
    if input.cart.lines.len() != order.len() {
        return Err(format!("{} lines, of which {} could be read", order.len(), input.cart.lines.len()));
    }
    let lines: Result<Vec<PastLine>, String> = order.iter().map(|row| past_line(row, columns)).collect();
    Ok(PastCart { input, lines: lines? })
}

fn said(found: &Diagnostics) -> String {
    found.iter().next().map_or(String::new(), |one| format!("{} {}; {}", one.pointer, one.message, one.help))
}

fn item(row: &Row, columns: &Columns) -> Result<Value, String> {
    let mut item = Map::new();
    for key in ITEM {
        let text = row.get(columns, key);
        if !text.is_empty() {
            item.insert(key.to_owned(), text.into());
        }
    }
    let quantity = row.get(columns, "quantity");
    let pieces: f64 = quantity.parse().map_err(|_| format!("quantity `{quantity}` is not a number"))?;
    item.insert("quantity".to_owned(), json!(pieces));
    Ok(Value::Object(item))
}

fn document(row: &Row, columns: &Columns, column: &str) -> Result<Option<Value>, String> {
    let text = row.get(columns, column);
    if text.is_empty() {
        return Ok(None);
    }
    cartnudge::json::parse(text).map(Some).map_err(|error| format!("`{column}` is not JSON: {error}"))
}

fn past_line(row: &Row, columns: &Columns) -> Result<PastLine, String> {
    let text = |column| row.get(columns, column).to_owned();
    let returned = match row.get(columns, "returned") {
        "" => None,
        "0" => Some(false),
        "1" => Some(true),
        other => return Err(format!("`returned` is `{other}`; write 1, 0 or nothing")),
    };
    Ok(PastLine { id: text("order_line_id"), order_id: text("order_id"), customer_id: text("customer_id"), returned })
}

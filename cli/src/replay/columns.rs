//! Which column of the file holds what.

use crate::failure::Failure;
use crate::replay::mapping::Mapping;
use cartnudge::diagnostic::nearest;
use csv::ByteRecord;

/// cartnudge's names of the columns, in the order of [`Column`].
pub const NAMES: [&str; 17] = [
    "order_line_id",
    "order_id",
    "ordered_at",
    "customer_id",
    "item_id",
    "item_group_id",
    "item_name",
    "item_brand",
    "item_category",
    "size",
    "color",
    "price",
    "quantity",
    "currency",
    "returned_quantity",
    "returned_at",
    "return_reason",
];

/// A column that is read. Reasons of returns are known by name, so that they can be mapped, and not used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // each is the name in `NAMES`
pub enum Column {
    OrderLineId,
    OrderId,
    OrderedAt,
    CustomerId,
    ItemId,
    ItemGroupId,
    ItemName,
    ItemBrand,
    ItemCategory,
    Size,
    Color,
    Price,
    Quantity,
    Currency,
    ReturnedQuantity,
    ReturnedAt,
}

impl Column {
    /// The name in documents and options.
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or("")
    }
}

const REQUIRED: [Column; 7] = [
    Column::OrderLineId,
    Column::OrderId,
    Column::OrderedAt,
    Column::CustomerId,
    Column::ItemId,
    Column::Price,
    Column::Quantity,
];

/// What other systems call these columns, in lower case without blanks and signs.
const ELSEWHERE: [(&str, &[&str]); 6] = [
    ("order_id", &["invoice", "invoiceno", "ordernumber", "orderno", "order", "name"]),
    ("ordered_at", &["invoicedate", "orderdate", "date", "createdat"]),
    ("customer_id", &["customer", "customerno", "userid", "email"]),
    ("item_id", &["stockcode", "sku", "lineitemsku", "productid", "variantid"]),
    ("price", &["unitprice", "lineitemprice", "itemprice"]),
    ("quantity", &["qty", "units", "lineitemquantity"]),
];

/// For each column, its place in the file.
#[derive(Clone, Debug)]
pub struct Columns {
    places: [Option<usize>; NAMES.len()],
    /// How many fields a row has.
    pub width: usize,
}

impl Columns {
    /// Finds the columns in the header.
    ///
    /// # Errors
    /// Every column that is needed and isn't there, with the header's own names and how to map them.
    pub fn find(header: &[String], mapping: &Mapping, file: &str) -> Result<Self, Failure> {
        let mut places = [None; NAMES.len()];
        let mut missing = Vec::new();
        for (place, name) in places.iter_mut().zip(NAMES) {
            let mapped = mapping.columns.get(name);
            let wanted = mapped.map_or(name, String::as_str);
            let mut at = header.iter().enumerate().filter(|(_, column)| column.trim() == wanted).map(|(at, _)| at);
            *place = at.next();
            if place.is_some() && at.next().is_some() {
                return Err(Failure::usage(format!("{file} has two columns `{wanted}`; rename one, or map another")));
            }
            if place.is_none() && mapped.is_some() {
                return Err(unknown_column(name, wanted, header, file));
            }
            // An export with a mapping has its own shape: its lines are named by their numbers.
            let needed = REQUIRED.iter().any(|column| column.name() == name)
                && (name != "order_line_id" || mapping.columns.is_empty());
            if place.is_none() && needed {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            return Err(missing_columns(&missing, header, file));
        }
        Ok(Columns { places, width: header.len() })
    }

    /// Whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.places.get(column as usize).copied().flatten().is_some()
    }

    /// The field of a row; empty where the file doesn't have the column.
    pub fn field<'r>(&self, record: &'r ByteRecord, column: Column) -> &'r [u8] {
        let place = self.places.get(column as usize).copied().flatten();
        place.and_then(|place| record.get(place)).unwrap_or(b"")
    }
}

fn quoted(names: &[String]) -> String {
    let all: Vec<String> = names.iter().map(|name| format!("`{}`", name.trim())).collect();
    all.join(", ")
}

fn unknown_column(name: &str, wanted: &str, header: &[String], file: &str) -> Failure {
    let near = nearest(wanted, header.iter().map(|column| column.trim()));
    let help = near.map_or(String::new(), |near| format!("\n  help: did you mean `--column \"{name}={near}\"`?"));
    Failure::usage(format!(
        "{file} has no column `{wanted}`, to which `{name}` is mapped\n  its columns: {}{help}",
        quoted(header)
    ))
}

fn missing_columns(missing: &[&str], header: &[String], file: &str) -> Failure {
    let guesses: Vec<Option<&str>> = missing.iter().map(|name| guess(name, header)).collect();
    let options: Vec<String> = missing
        .iter()
        .zip(&guesses)
        .filter(|(name, guess)| guess.is_some() || **name != "order_line_id")
        .map(|(name, guess)| format!("--column \"{name}={}\"", guess.unwrap_or("…")))
        .collect();
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let plural = if missing.len() == 1 { "column" } else { "columns" };
    let help = if options.is_empty() {
        "add it; every line needs an id of its own".to_owned()
    } else {
        format!("map the file's own names: {}", options.join(" "))
    };
    Failure::usage(format!(
        "{file} has no {plural} {}\n  its columns: {}\n  help: {help}",
        names.join(", "),
        quoted(header)
    ))
}

/// The header's column that is most likely meant.
fn guess<'a>(name: &str, header: &'a [String]) -> Option<&'a str> {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let elsewhere = ELSEWHERE.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, others)| others);
    let mut columns = header.iter().map(|column| column.trim());
    let same = columns.clone().find(|column| plain(column) == plain(name));
    let known = || columns.find(|column| elsewhere.contains(&plain(column).as_str()));
    same.or_else(known).or_else(|| nearest(name, header.iter().map(|column| column.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    fn fault(names: &str, columns: &[(&str, &str)]) -> String {
        let columns = columns.iter().map(|(name, column)| ((*name).to_owned(), (*column).to_owned())).collect();
        let mapping = Mapping { columns, ..Mapping::default() };
        Columns::find(&header(names), &mapping, "orders.csv").unwrap_err().message
    }

    #[test]
    fn names_are_in_the_order_of_the_columns() {
        assert_eq!(Column::OrderLineId.name(), "order_line_id");
        assert_eq!(Column::ReturnedAt.name(), "returned_at");
        assert_eq!(Column::Currency.name(), "currency");
    }

    #[test]
    fn missing_columns_are_said_with_what_is_there_and_how_to_map_it() {
        assert_eq!(
            fault("Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Country", &[]),
            "orders.csv has no columns `order_line_id`, `order_id`, `ordered_at`, `customer_id`, `item_id`, `price`, `quantity`\n  \
             its columns: `Invoice`, `StockCode`, `Quantity`, `InvoiceDate`, `Price`, `Customer ID`, `Country`\n  \
             help: map the file's own names: --column \"order_id=Invoice\" --column \"ordered_at=InvoiceDate\" \
             --column \"customer_id=Customer ID\" --column \"item_id=StockCode\" --column \"price=Price\" --column \"quantity=Quantity\""
        );
    }

    #[test]
    fn a_mapped_column_must_be_there_once() {
        assert_eq!(
            fault("Invoice,b", &[("order_id", "Invoise")]),
            "orders.csv has no column `Invoise`, to which `order_id` is mapped\n  its columns: `Invoice`, `b`\n  \
             help: did you mean `--column \"order_id=Invoice\"`?"
        );
        assert_eq!(
            fault("order_id,order_id", &[]),
            "orders.csv has two columns `order_id`; rename one, or map another"
        );
    }
}

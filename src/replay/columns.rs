//! Which column of the file holds what.

use crate::diagnostic::nearest;
use crate::replay::fault::Fault;
use crate::replay::mapping::Mapping;
use crate::replay::row::Row;

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

/// A column that is read.
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
    ReturnReason,
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
    pub fn find(header: &[String], mapping: &Mapping) -> Result<Self, Fault> {
        let mut places = [None; NAMES.len()];
        let mut missing = Vec::new();
        for (place, name) in places.iter_mut().zip(NAMES) {
            let mapped = mapping.columns.get(name);
            let wanted = mapped.map_or(name, String::as_str);
            let mut at = header.iter().enumerate().filter(|(_, column)| column.trim() == wanted).map(|(at, _)| at);
            *place = at.next();
            if place.is_some() && at.next().is_some() {
                return Err(Fault::TwoColumns(wanted.to_owned()));
            }
            if place.is_none() && mapped.is_some() {
                let near = nearest(wanted, header.iter().map(|column| column.trim())).map(str::to_owned);
                let (wanted, header) = (wanted.to_owned(), header.to_vec());
                return Err(Fault::UnknownColumn { name, wanted, near, header });
            }
            // An export with a mapping has its own shape: its lines are named by their numbers.
            let needed = REQUIRED.iter().any(|column| column.name() == name)
                && (name != "order_line_id" || mapping.columns.is_empty());
            if place.is_none() && needed {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            let missing = missing.into_iter().map(|name| (name, guess(name, header).map(str::to_owned))).collect();
            return Err(Fault::MissingColumns { missing, header: header.to_vec() });
        }
        Ok(Columns { places, width: header.len() })
    }

    /// Whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.places.get(column as usize).copied().flatten().is_some()
    }

    /// The field of a row; empty where the file doesn't have the column.
    pub fn field<'r>(&self, record: Row<'r>, column: Column) -> &'r [u8] {
        let place = self.places.get(column as usize).copied().flatten();
        place.and_then(|place| record.get(place)).unwrap_or(b"")
    }
}

/// Whether nothing can be read without the column. Lines of an export with a mapping are named by their numbers.
pub fn is_required(name: &str) -> bool {
    name != Column::OrderLineId.name() && REQUIRED.iter().any(|column| column.name() == name)
}

/// The header's column that is most likely meant.
pub fn guess<'a>(name: &str, header: &'a [String]) -> Option<&'a str> {
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

    fn fault(names: &str, columns: &[(&str, &str)]) -> Fault {
        let header: Vec<String> = names.split(',').map(str::to_owned).collect();
        let columns = columns.iter().map(|(name, column)| ((*name).to_owned(), (*column).to_owned())).collect();
        Columns::find(&header, &Mapping { columns, ..Mapping::default() }).unwrap_err()
    }

    #[test]
    fn names_are_in_the_order_of_the_columns() {
        assert_eq!(Column::OrderLineId.name(), "order_line_id");
        assert_eq!(Column::ReturnReason.name(), "return_reason");
        assert_eq!(Column::Currency.name(), "currency");
    }

    #[test]
    fn missing_columns_are_said_with_what_is_there_and_how_to_map_it() {
        let found = fault("Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Country", &[]).diagnostic();
        assert_eq!(found.pointer, "/mapping/columns");
        assert_eq!(
            found.message,
            "the order history has no columns `order_line_id`, `order_id`, `ordered_at`, `customer_id`, `item_id`, `price`, \
             `quantity`; its columns: `Invoice`, `StockCode`, `Quantity`, `InvoiceDate`, `Price`, `Customer ID`, `Country`"
        );
        assert_eq!(
            found.help,
            "map the file's own names: \"order_line_id\": \"…\", \"order_id\": \"Invoice\", \"ordered_at\": \"InvoiceDate\", \
             \"customer_id\": \"Customer ID\", \"item_id\": \"StockCode\", \"price\": \"Price\", \"quantity\": \"Quantity\""
        );
    }

    #[test]
    fn a_mapped_column_must_be_there_once() {
        let found = fault("Invoice,b", &[("order_id", "Invoise")]).diagnostic();
        assert_eq!(found.pointer, "/mapping/columns/order_id");
        assert_eq!(found.message, "the order history has no column `Invoise`, to which `order_id` is mapped");
        assert_eq!(found.help, "did you mean `Invoice`?");
        assert_eq!(fault("order_id,order_id", &[]), Fault::TwoColumns("order_id".to_owned()));
    }
}

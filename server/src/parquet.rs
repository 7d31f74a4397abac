//! Events as Parquet: typed columns, a row group for each page of them.

use crate::events::event::Event;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// A column: its name and where its values come from.
enum Column {
    Text(&'static str, fn(&Event) -> Option<&String>),
    Whole(&'static str, fn(&Event) -> Option<i64>),
    Number(&'static str, fn(&Event) -> Option<f64>),
    /// Milliseconds since the epoch, UTC.
    Time(&'static str, fn(&Event) -> i64),
}

const COLUMNS: [Column; 25] = [
    Column::Text("source", |event| Some(&event.source)),
    Column::Text("id", |event| Some(&event.id)),
    Column::Time("at", |event| event.at),
    Column::Text("type", |event| Some(&event.kind)),
    Column::Text("decision_id", |event| event.decision_id.as_ref()),
    Column::Whole("rules_version", |event| event.rules_version),
    Column::Text("model_id", |event| event.model_id.as_ref()),
    Column::Whole("model_version", |event| event.model_version),
    Column::Text("rule_id", |event| event.rule_id.as_ref()),
    Column::Text("nudge_type", |event| event.nudge_type.as_ref()),
    Column::Text("placement", |event| event.placement.as_ref()),
    Column::Text("item_id", |event| event.item_id.as_ref()),
    Column::Text("item_group_id", |event| event.item_group_id.as_ref()),
    Column::Text("variation", |event| event.variation.as_ref()),
    Column::Text("action", |event| event.action.as_ref()),
    Column::Text("outcome", |event| event.outcome.as_ref()),
    Column::Text("from", |event| event.from_value.as_ref()),
    Column::Text("to", |event| event.to_value.as_ref()),
    Column::Number("value", |event| event.value),
    Column::Text("currency", |event| event.currency.as_ref()),
    Column::Text("cart_band", |event| event.cart_band.as_ref()),
    Column::Text("line_band", |event| event.line_band.as_ref()),
    Column::Text("session_id", |event| event.session_id.as_ref()),
    Column::Text("visitor_id", |event| event.visitor_id.as_ref()),
    // A JSON object, whose keys differ by version of the package.
    Column::Text("features", |event| event.features.as_ref()),
];

/// A file that is made page by page.
pub struct ParquetPages {
    writer: SerializedFileWriter<Taken>,
    bytes: Taken,
}

impl ParquetPages {
    /// An empty file.
    ///
    /// # Errors
    /// The schema is wrong, which a test would find.
    pub fn new() -> Result<Self, String> {
        let fields: Vec<String> = COLUMNS.iter().map(Column::declared).collect();
        let schema = parse_message_type(&format!("message event {{ {} }}", fields.join(" "))).map_err(shown)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let bytes = Taken::default();
        let writer = SerializedFileWriter::new(bytes.clone(), Arc::new(schema), Arc::new(properties)).map_err(shown)?;
        Ok(ParquetPages { writer, bytes })
    }

    /// Adds a page; what of the file is done.
    ///
    /// # Errors
    /// The writer's.
    pub fn add(&mut self, events: &[Event]) -> Result<Vec<u8>, String> {
        let mut group = self.writer.next_row_group().map_err(shown)?;
        for column in &COLUMNS {
            let Some(mut writer) = group.next_column().map_err(shown)? else { break };
            column.write(&mut writer, events).map_err(shown)?;
            writer.close().map_err(shown)?;
        }
        group.close().map_err(shown)?;
        Ok(self.bytes.take())
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// The writer's.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        self.writer.close().map_err(shown)?;
        Ok(self.bytes.take())
    }
}

#[allow(clippy::needless_pass_by_value)] // as `map_err` wants it
fn shown(error: ParquetError) -> String {
    error.to_string()
}

impl Column {
    fn declared(&self) -> String {
        match self {
            Column::Text(name, _) => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
            Column::Whole(name, _) => format!("OPTIONAL INT64 {name};"),
            Column::Number(name, _) => format!("OPTIONAL DOUBLE {name};"),
            Column::Time(name, _) => format!("REQUIRED INT64 {name} (TIMESTAMP(MILLIS, true));"),
        }
    }

    fn write(&self, writer: &mut SerializedColumnWriter<'_>, events: &[Event]) -> Result<usize, ParquetError> {
        match self {
            Column::Text(_, value) => {
                let (values, levels) = known(events, |event| value(event).map(|text| ByteArray::from(text.as_str())));
                writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)
            }
            Column::Whole(_, value) => {
                let (values, levels) = known(events, value);
                writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)
            }
            Column::Number(_, value) => {
                let (values, levels) = known(events, value);
                writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)
            }
            Column::Time(_, value) => {
                let values: Vec<i64> = events.iter().map(value).collect();
                writer.typed::<Int64Type>().write_batch(&values, None, None)
            }
        }
    }
}

/// The values that are known, and for each event whether it has one.
fn known<T>(events: &[Event], value: impl Fn(&Event) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let all: Vec<Option<T>> = events.iter().map(value).collect();
    let levels = all.iter().map(|value| i16::from(value.is_some())).collect();
    (all.into_iter().flatten().collect(), levels)
}

/// Bytes that are taken away as they are written.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<u8>>>);

impl Taken {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Taken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

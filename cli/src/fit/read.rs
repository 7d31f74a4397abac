//! Fit feedback from a file.

use crate::args::FeedbackArgs;
use crate::csv_table::{Columns, Row, columns, open};
use crate::failure::Failure;
use crate::table::thousands;
use cartnudge::size::body::{BAND_IN, HEIGHT_IN, Measures, WEIGHT_LBS, bust, expected_position};
use cartnudge::size::feedback::{Feedback, Fit, permute, step};
use cartnudge::time::Timestamp;

/// The columns that must be there; `customer_id`, `height_in`, `weight_lbs` and `bust` may be.
const NEEDED: [&str; 5] = ["feedback_id", "reviewed_at", "item_id", "size", "fit"];

/// Feedback, and what each answer says of its giver.
pub struct Feedbacks {
    /// The answers in the file's order.
    pub answers: Vec<Feedback>,
    /// Their givers' measures.
    pub measures: Vec<Measures>,
    /// How far apart neighbouring sizes are.
    pub step: f64,
}

/// Lines that were left out or lost a part, each with its first example.
#[derive(Default)]
struct Faults(Vec<(String, u64, u64)>);

impl Faults {
    fn add(&mut self, what: &str, line: u64) {
        match self.0.iter_mut().find(|(known, ..)| known == what) {
            Some((_, count, _)) => *count += 1,
            None => self.0.push((what.to_owned(), 1, line)),
        }
    }

    fn text(&self) -> String {
        let one = |(what, count, line): &(String, u64, u64)| {
            format!("\n  {:>9}  {what}; the first on line {line}", thousands(*count))
        };
        self.0.iter().map(one).collect()
    }
}

/// Reads feedback; says what it left out.
///
/// # Errors
/// A file that can't be read, a column that isn't there, or more unreadable lines than `--max-skipped` lets pass.
pub fn feedback(args: &FeedbackArgs) -> Result<Feedbacks, Failure> {
    let name = args.feedback.display().to_string();
    let failed = |error: csv::Error| Failure::usage(format!("can't read {name}: {error}"));
    let mut reader = csv::Reader::from_reader(open(&args.feedback)?);
    let help = format!("fit feedback has the columns {}; docs/size.md has more", NEEDED.join(", "));
    let columns = columns(reader.headers().map_err(failed)?, &NEEDED, &name, &help)?;
    let (mut answers, mut measures, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut unread, mut doubtful, mut read) = (Faults::default(), Faults::default(), 0_u64);
    for record in reader.records() {
        read += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(read + 1, csv::Position::line);
                unread.add("not a line of CSV with as many fields as the header", line);
                continue;
            }
        };
        let row = Row { line: record.position().map_or(read + 1, csv::Position::line), record };
        match answer(&row, &columns) {
            Ok(one) => {
                let of =
                    if args.without_measures { Measures::default() } else { of_row(&row, &columns, &mut doubtful) };
                answers.push(Feedback { measured: expected_position(&of), ..one });
                measures.push(of);
                let size = row.get(&columns, "size").parse::<f64>().ok();
                sizes.push((size.filter(|size| size.is_finite() && size.abs() < 1e6), row.line));
            }
            Err(what) => unread.add(&what, row.line),
        }
    }
    let skipped: u64 = unread.0.iter().map(|(_, count, _)| count).sum();
    if skipped > 0 {
        let text =
            format!("{name}: {} of {} lines were left out{}", thousands(skipped), thousands(read), unread.text());
        if precise(skipped) > args.max_skipped * precise(read) {
            let help = "mend them, or let more pass with --max-skipped";
            return Err(Failure::refused(format!("{text}\n  help: {help}")));
        }
        eprintln!("{text}");
    }
    if answers.is_empty() {
        return Err(Failure::refused(format!("{name} has no answer\n  help: give at least one line after the header")));
    }
    let numbers = answers.iter().zip(&sizes).filter_map(|(one, (size, _))| Some((one.item_id.as_str(), (*size)?)));
    let step = args.size_step.unwrap_or_else(|| step(numbers));
    for (one, (size, line)) in answers.iter_mut().zip(&sizes) {
        one.position = size.map(|size| size / step);
        if size.is_none() {
            doubtful.add("sizes that aren't numbers: their answers count for the item, and for no size", *line);
        }
    }
    if !doubtful.0.is_empty() {
        eprintln!("{name}: some values are taken as unknown{}", doubtful.text());
    }
    if let Some(seed) = args.permute_labels {
        permute(&mut answers, seed);
    }
    Ok(Feedbacks { answers, measures, step })
}

/// The answer of a row, still without its size's place; or why it can't be read.
fn answer(row: &Row, columns: &Columns) -> Result<Feedback, String> {
    let needed = |column: &str| match row.get(columns, column) {
        "" => Err(format!("`{column}` is blank")),
        text => Ok(text.to_owned()),
    };
    let at = Timestamp::parse(row.get(columns, "reviewed_at"))
        .ok_or_else(|| "`reviewed_at` is no date; write it like 2017-06-30".to_owned())?;
    let fit = match row.get(columns, "fit") {
        "" => None,
        text => {
            Some(Fit::from_name(text).ok_or_else(|| "`fit` is none of `small`, `true`, `large` and blank".to_owned())?)
        }
    };
    Ok(Feedback {
        id: needed("feedback_id")?,
        at,
        customer_id: row.get(columns, "customer_id").to_owned(),
        item_id: needed("item_id")?,
        position: None,
        measured: None,
        fit,
    })
}

/// The measures of a row; what nobody measures is unknown.
fn of_row(row: &Row, columns: &Columns, doubtful: &mut Faults) -> Measures {
    let (band, cup) = bust(row.get(columns, "bust"));
    let mut within = |value: Option<f64>, (low, high): (f64, f64), what: &str| {
        let held = value.filter(|value| (low..=high).contains(value));
        if value.is_some() && held.is_none() {
            doubtful.add(&format!("{what} outside {low} to {high}"), row.line);
        }
        held
    };
    Measures {
        height_in: within(row.get(columns, "height_in").parse().ok(), HEIGHT_IN, "heights in inches"),
        weight_lbs: within(row.get(columns, "weight_lbs").parse().ok(), WEIGHT_LBS, "weights in pounds"),
        band_in: within(band, BAND_IN, "bands of a bra in inches"),
        cup,
    }
}

#[allow(clippy::cast_precision_loss)] // counts of lines in a file
fn precise(count: u64) -> f64 {
    count as f64
}

//! Reading order history and what goes with it from files.

mod fault;
mod mapping;

use crate::args::{PastArgs, ReadingArgs};
use crate::document::Document;
use crate::failure::Failure;
use crate::findings::shown as shown_finding;
use crate::table::{examples, thousands};
use cartnudge::diagnostic::Diagnostics;
use cartnudge::json::Node;
use cartnudge::product::Products;
use cartnudge::replay::{Loaded, Mapping, Past, Period, Reading};
use cartnudge::time::Timestamp;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The past carts of an order history. Says which lines were left out.
///
/// # Errors
/// More unreadable lines than `--max-skipped` lets pass.
pub fn past(
    order_lines: &Path,
    args: &PastArgs,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<Past, Failure> {
    let feed = products(args.products.as_deref())?;
    let loaded = load(order_lines, &args.reading)?;
    let past = Past::new(loaded, feed, Period { from, until, outcome_lag_days: args.reading.outcome_lag });
    let counts = past.counts();
    let groups = &counts.skipped_by_reason;
    let mut text: String =
        groups.iter().map(|group| format!("\n  {:>9}  {}", thousands(group.count), group.meaning)).collect();
    text.extend(groups.iter().map(examples));
    let file = order_lines.display().to_string();
    admit(&Skipped { all: counts.skipped, unreadable: counts.unreadable, read: counts.read, text }, args, &file)?;
    Ok(past)
}

/// Lines of a file that were left out.
pub struct Skipped {
    /// How many.
    pub all: u64,
    /// Those of them that nobody asked to leave out.
    pub unreadable: u64,
    /// Lines of the file.
    pub read: u64,
    /// Which, and why; each line of it begins with a line end.
    pub text: String,
}

/// Says which lines were left out.
///
/// # Errors
/// The same, when those that can't be read are more than `--max-skipped` lets pass.
pub fn admit(skipped: &Skipped, args: &PastArgs, file: &str) -> Result<(), Failure> {
    if skipped.all == 0 {
        return Ok(());
    }
    let counts = format!("{} of {} lines of {file} are left out", thousands(skipped.all), thousands(skipped.read));
    let text = format!("{counts}{}", skipped.text);
    #[allow(clippy::cast_precision_loss)] // counts of lines
    let share = skipped.unreadable as f64 / skipped.read as f64;
    if share > args.max_skipped {
        let help = "mend them or map the columns rightly; --max-skipped lets more of them pass";
        let limit = format!("{:.2} % can't be read; the limit is {:.2} %", share * 100.0, args.max_skipped * 100.0);
        return Err(Failure::refused(format!("{text}\n\n{limit}\n  help: {help}")));
    }
    eprintln!("{text}\n");
    Ok(())
}

/// Product facts that were known all along; none without a file.
pub fn products(path: Option<&Path>) -> Result<Products, Failure> {
    let Some(path) = path else { return Ok(Products::default()) };
    let document = Document::read(path)?;
    let mut found = Diagnostics::default();
    let products = Products::read(Node::root(&document.value), &mut found);
    for one in found.iter() {
        eprintln!("{}", shown_finding(&document, one));
    }
    Ok(products)
}

/// Reads the history.
pub fn load(order_lines: &Path, args: &ReadingArgs) -> Result<Loaded, Failure> {
    let mapping = &mapping::of(args)?;
    let file = order_lines.display().to_string();
    if file == "-" {
        return read(std::io::stdin().lock(), "standard input", mapping, args.show_skipped);
    }
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {file}: {error}"));
    let opened = File::open(order_lines).map_err(failed)?;
    let size = opened.metadata().map_err(failed)?.len();
    let bar = progress(size, "reading  {bar:40} {bytes} of {total_bytes}");
    let loaded = read(bar.wrap_read(opened), &file, mapping, args.show_skipped);
    bar.finish_and_clear();
    loaded
}

fn read(mut source: impl Read, file: &str, mapping: &Mapping, show: usize) -> Result<Loaded, Failure> {
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {file}: {error}"));
    let refused = |fault| fault::shown(&fault, file);
    let mut reading = Reading::new(mapping.clone(), show);
    let mut bytes = vec![0; 1 << 16];
    loop {
        let count = source.read(&mut bytes).map_err(failed)?;
        if count == 0 {
            return reading.finish().map_err(refused);
        }
        reading.push(bytes.get(..count).unwrap_or_default()).map_err(refused)?;
    }
}

/// A progress bar on standard error; hidden when that is no terminal.
pub fn progress(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

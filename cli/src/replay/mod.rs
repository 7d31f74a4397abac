//! `cartnudge replay`: every past cart through the engine, with only what was known before it. The core does it; here
//! are files, the progress bar and the table.

mod fault;
mod mapping;
mod table;

use crate::args::{EngineArgs, ReplayArgs};
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::shown as shown_finding;
use crate::zone::Clock;
use cartnudge::diagnostic::Diagnostics;
use cartnudge::engine::Engine;
use cartnudge::json::{Node, to_string_pretty};
use cartnudge::product::Products;
use cartnudge::replay::{Loaded, Mapping, Period, Reading, Replay, Report};
use cartnudge::time::Timestamp;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// Carts between two steps of the progress bar.
const STEP: usize = 100;

/// The report with the names of the files that it is about.
#[derive(Serialize)]
pub struct Named<'a> {
    file: String,
    rules: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<String>,
    #[serde(flatten)]
    report: &'a Report,
}

/// Reads the history, replays it, prints the report. Exit code 1 when more than half of the lines can't be read.
pub fn run(args: &ReplayArgs) -> Result<ExitCode, Failure> {
    let engine = crate::decide::engine(&args.engine, None)?;
    let against = against(args)?;
    let clocks = Clocks::of([Some(&engine), against.as_ref()].into_iter().flatten())?;
    let feed = match &args.engine.products {
        Some(path) => read_feed(path)?,
        None => Products::default(),
    };
    let mapping = mapping::of(args)?;
    let loaded = load(args, &mapping)?;
    let period = Period { from: args.from, until: args.until, outcome_lag_days: args.outcome_lag };
    let report = replay(Replay::new(loaded, engine, against, feed, period), &clocks);
    write(args, &report)?;
    if report.lines.mostly_unreadable() {
        let (unreadable, read) = (report.lines.unreadable, report.lines.read);
        let help = "are the columns mapped rightly? The reasons are in the report";
        return Err(Failure::refused(format!("{unreadable} of {read} lines can't be read\n  help: {help}")));
    }
    Ok(ExitCode::SUCCESS)
}

/// The engine of the second document: everything else is the first's.
fn against(args: &ReplayArgs) -> Result<Option<Engine>, Failure> {
    let Some(rules) = args.against.clone() else { return Ok(None) };
    crate::decide::engine(&EngineArgs { rules, ..args.engine.clone() }, None).map(Some)
}

/// The clocks that the documents' schedules go by.
struct Clocks(Vec<(String, Clock)>);

impl Clocks {
    fn of<'a>(engines: impl Iterator<Item = &'a Engine>) -> Result<Self, Failure> {
        let zones = engines.filter_map(|engine| Some((engine.time_zone()?.to_owned(), engine)));
        let clocks: Result<_, String> = zones.map(|(zone, engine)| Ok((zone, Clock::of(engine)?))).collect();
        clocks.map(Clocks).map_err(Failure::refused)
    }

    fn utc_offset(&self, zone: &str, now: Timestamp) -> i32 {
        self.0.iter().find(|(name, _)| name == zone).map_or(0, |(_, clock)| clock.utc_offset(now))
    }
}

fn read_feed(path: &Path) -> Result<Products, Failure> {
    let document = Document::read(path)?;
    let mut found = Diagnostics::default();
    let products = Products::read(Node::root(&document.value), &mut found);
    for one in found.iter() {
        eprintln!("{}", shown_finding(&document, one));
    }
    Ok(products)
}

fn load(args: &ReplayArgs, mapping: &Mapping) -> Result<Loaded, Failure> {
    let file = args.order_lines.display().to_string();
    if file == "-" {
        return read(std::io::stdin().lock(), "standard input", mapping, args.show_skipped);
    }
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {file}: {error}"));
    let opened = File::open(&args.order_lines).map_err(failed)?;
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
fn progress(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn replay(mut replay: Replay, clocks: &Clocks) -> Report {
    let whole = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let bar = progress(whole(replay.carts()), "replaying {bar:40} {human_pos} of {human_len} carts, {eta} left");
    while replay.run(STEP, &mut |zone, now| clocks.utc_offset(zone, now)) {
        bar.set_position(whole(replay.done()));
    }
    bar.finish_and_clear();
    replay.report()
}

fn write(args: &ReplayArgs, report: &Report) -> Result<(), Failure> {
    let named = Named {
        file: args.order_lines.display().to_string(),
        rules: args.engine.rules.display().to_string(),
        against: args.against.as_ref().map(|path| path.display().to_string()),
        report,
    };
    let Some(path) = &args.json else { return print(&table::shown(&named)) };
    let json = to_string_pretty(&named);
    if path.as_os_str() == "-" {
        return print(&json);
    }
    let name = path.display();
    std::fs::write(path, json + "\n").map_err(|error| Failure::usage(format!("can't write {name}: {error}")))?;
    print(&table::shown(&named))
}

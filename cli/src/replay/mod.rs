//! `cartnudge replay`: every past cart through the engine, with only what was known before it. The core does it; here
//! are files, the progress bar and the table.

mod table;

use crate::args::{EngineArgs, ReplayArgs};
use crate::failure::{Failure, print};
use crate::history::{self, progress};
use crate::zone::Clock;
use cartnudge::engine::Engine;
use cartnudge::json::to_string_pretty;
use cartnudge::replay::{Period, Replay, Report};
use cartnudge::time::Timestamp;
use serde::Serialize;
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
    let feed = history::products(args.engine.products.as_deref())?;
    let loaded = history::load(&args.order_lines, &args.reading)?;
    let period = Period { from: args.from, until: args.until, outcome_lag_days: args.reading.outcome_lag };
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

//! `cartnudge replay`: every past cart through the engine, with only what was known before it.
//!
//! ```text
//! file ─▶ columns ─▶ read ─▶ lines ─▶ returns ─▶ history ─▶ engine ─▶ tally ─▶ report ─▶ table, JSON
//! ```

mod auc;
mod columns;
mod customer;
mod date;
mod fields;
mod history;
mod lines;
#[cfg(test)]
mod made;
mod mapping;
mod newlines;
mod read;
mod report;
mod returns;
mod skipped;
mod table;
mod tally;

use crate::args::ReplayArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::shown as shown_finding;
use crate::zone::Clock;
use cartnudge::decision::Decision;
use cartnudge::diagnostic::Diagnostics;
use cartnudge::engine::Engine;
use cartnudge::features::Input;
use cartnudge::json::{Node, to_string_pretty};
use cartnudge::product::Products;
use cartnudge::session::{Memory, Moment};
use indicatif::{ProgressBar, ProgressStyle};
use lines::{Id, Lines, Order};
use mapping::Mapping;
use read::Loaded;
use report::{LineCounts, Report};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use tally::Tally;

/// Reads the history, replays it, prints the report. Exit code 1 when more than half of the lines can't be read.
pub fn run(args: &ReplayArgs) -> Result<ExitCode, Failure> {
    let engine = crate::decide::engine(&args.engine, None)?;
    let clock = Clock::of(&engine).map_err(Failure::refused)?;
    let feed = match &args.engine.products {
        Some(path) => read_feed(path)?,
        None => Products::default(),
    };
    let mapping = Mapping::of(args)?;
    let mut loaded = load(args, &mapping)?;
    let matched = mapping.return_prefix.is_some().then(|| returns::settle(&mut loaded.lines));
    let (tally, model) = replay(args, &engine, &feed, &loaded.lines, &clock);
    let (read, skipped, unreadable) = (loaded.read, loaded.skipped.total(), loaded.skipped.unreadable());
    let report = Report {
        file: args.order_lines.display().to_string(),
        rules: args.engine.rules.display().to_string(),
        rules_version: engine.rules().document.version,
        model,
        outcome_lag_days: args.outcome_lag,
        lines: LineCounts {
            read,
            bought: report::whole(loaded.lines.lines.len()),
            returns: report::whole(loaded.lines.returns.len()),
            skipped,
            skipped_by_reason: loaded.skipped.into_groups(),
        },
        return_invoices: matched,
        carts: report::carts(&tally),
        segments: report::segments(&tally),
        cart_bands: report::cart_bands(&tally),
        line_bands: report::line_bands(&tally),
        nudges: report::nudges(&tally, engine.rules()),
        suppressed: report::suppressed(&tally, engine.rules()),
        risk: report::risk(&tally),
    };
    write(args, &report)?;
    if unreadable * 2 > read {
        let help = "are the columns mapped rightly? The reasons are in the report";
        return Err(Failure::refused(format!("{unreadable} of {read} lines can't be read\n  help: {help}")));
    }
    Ok(ExitCode::SUCCESS)
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
        return read::read(std::io::stdin().lock(), "standard input", mapping, args.show_skipped);
    }
    let failed = |error: std::io::Error| Failure::usage(format!("can't read {file}: {error}"));
    let opened = File::open(&args.order_lines).map_err(failed)?;
    let size = opened.metadata().map_err(failed)?.len();
    let bar = progress(size, "reading  {bar:40} {bytes} of {total_bytes}");
    let source: Box<dyn Read> = Box::new(bar.wrap_read(opened));
    let loaded = read::read(source, &file, mapping, args.show_skipped);
    bar.finish_and_clear();
    loaded
}

/// A progress bar on standard error; hidden when that is no terminal.
fn progress(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Decides every wanted cart. A nudge that was shown is remembered for the customer's next carts, as a device would:
/// frequency caps hold.
fn replay(
    args: &ReplayArgs,
    engine: &Engine,
    feed: &Products,
    lines: &Lines,
    clock: &Clock,
) -> (Tally, Option<cartnudge::risk::ModelName>) {
    let orders = lines.orders();
    let settled = tally::settled_before(lines.end(), args.outcome_lag);
    let wanted = |order: &Order| {
        args.from.is_none_or(|from| order.at >= from) && args.until.is_none_or(|until| order.at < until)
    };
    let carts = orders.iter().filter(|order| wanted(order)).count();
    let bar = progress(report::whole(carts), "replaying {bar:40} {human_pos} of {human_len} carts, {eta} left");
    let mut tally = Tally::default();
    let mut model = None;
    let mut memories: HashMap<Id, Memory> = HashMap::new();
    history::replay(lines, &orders, feed, args.outcome_lag, wanted, |order, mut input| {
        let customer = order.lines.first().and_then(|place| lines.line(*place)).map_or(Id::BLANK, |line| line.customer);
        if let Some(memory) = memories.get(&customer) {
            input.memory = memory.clone();
        }
        input.utc_offset = clock.utc_offset(input.now);
        let decision = engine.decide(&input);
        if customer.is_known() && !decision.nudges.is_empty() {
            remember(memories.entry(customer).or_default(), &input, &decision);
        }
        tally.add(order, &input, &decision, lines, settled);
        model.get_or_insert(decision.model);
        bar.inc(1);
    });
    bar.finish_and_clear();
    (tally, model)
}

fn remember(memory: &mut Memory, input: &Input, decision: &Decision) {
    for nudge in &decision.nudges {
        memory.expose(Moment {
            placed: nudge.placed(),
            kind: Some(nudge.kind),
            at: input.now.0,
            session: input.session.id.clone(),
        });
    }
}

fn write(args: &ReplayArgs, report: &Report) -> Result<(), Failure> {
    let Some(path) = &args.json else { return print(&table::shown(report)) };
    let json = to_string_pretty(report);
    if path.as_os_str() == "-" {
        return print(&json);
    }
    let name = path.display();
    std::fs::write(path, json + "\n").map_err(|error| Failure::usage(format!("can't write {name}: {error}")))?;
    print(&table::shown(report))
}

//! A whole simulation from one options document: bytes are pushed, then carts are decided as many at a time as wanted.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::engine::Engine;
use crate::json::Node;
use crate::product::Products;
use crate::replay::fault::Fault;
use crate::replay::mapping::Mapping;
use crate::replay::read::Reading;
use crate::replay::report::{Report, whole};
use crate::replay::run::{Period, Replay};
use crate::time::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// How many skipped lines of each reason a report shows, where nobody says another number.
const SHOW_SKIPPED: usize = 10;

const OPTIONS: [&str; 13] = [
    "rules",
    "against",
    "model",
    "products",
    "settings",
    "messages",
    "review_words",
    "size_model",
    "mapping",
    "outcome_lag_days",
    "from",
    "until",
    "show_skipped",
];

/// A simulation under way.
#[derive(Debug)]
pub struct Simulation {
    engine: Engine,
    against: Option<Engine>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Reading(Box<Reading>, Box<Products>, Period),
    Replaying(Box<Replay>),
    /// What was pushed is no history.
    Failed(Fault),
}

/// How far a simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Rows that were read.
    pub rows: u64,
    /// Carts to decide; 0 while the file is being read.
    pub carts: u64,
    /// Carts that are decided.
    pub decided: u64,
    /// Whether the report is whole.
    pub done: bool,
}

impl Simulation {
    /// From `{ rules, against?, model?, products?, settings?, messages?, review_words?, size_model?, mapping?, outcome_lag_days?, from?, until?,
    /// show_skipped? }`: the documents as an engine takes them, `against` a second rule document, `mapping` how to read the
    /// file.
    ///
    /// # Errors
    /// All findings, when one of them is an error.
    pub fn new(options: &Value) -> Result<(Self, Diagnostics), Diagnostics> {
        let mut found = Diagnostics::default();
        let root = Node::root(options);
        if !root.is_object(&mut found) {
            return Err(found);
        }
        root.only(&OPTIONS, &mut found);
        let mapping = mapping(options).map_err(|fault| found.push(fault.diagnostic()));
        let period = period(&root, &mut found);
        let show = count(&root, "show_skipped", 1_000, &mut found).unwrap_or(SHOW_SKIPPED);
        let products = root.get("products").map(|node| Products::read(node, &mut found)).unwrap_or_default();
        let engine = engine(options, "rules", &mut found);
        let against = match options.get("against") {
            None | Some(Value::Null) => None,
            Some(_) => engine_against(options, &mut found),
        };
        match (engine, mapping, found.has_errors()) {
            (Some(engine), Ok(mapping), false) => {
                let stage = Stage::Reading(Box::new(Reading::new(mapping, show)), Box::new(products), period);
                Ok((Simulation { engine, against, stage }, found))
            }
            _ => Err(found),
        }
    }

    /// The time zones that the documents' schedules go by, each with its place in the options.
    pub fn time_zones(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let engines = [("/rules/time_zone", Some(&self.engine)), ("/against/time_zone", self.against.as_ref())];
        engines.into_iter().filter_map(|(pointer, engine)| Some((pointer, engine?.time_zone()?)))
    }

    /// Takes the next bytes of the file: CSV, or CSV.gz.
    ///
    /// # Errors
    /// What makes the file unreadable; the same again from then on. Nothing can be pushed once carts are being decided.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        let pushed = match &mut self.stage {
            Stage::Reading(reading, ..) => reading.push(bytes),
            Stage::Replaying(_) => return Err(late()),
            Stage::Failed(fault) => Err(fault.clone()),
        };
        pushed.map_err(|fault| self.fail(fault))
    }

    /// Decides up to `most` further carts; the first call ends the file. `offset` says how far a time zone is ahead of UTC
    /// at a moment, in minutes.
    ///
    /// # Errors
    /// What makes the file unreadable.
    pub fn run(&mut self, most: usize, offset: &mut dyn FnMut(&str, Timestamp) -> i32) -> Result<Progress, Diagnostic> {
        match &mut self.stage {
            Stage::Replaying(replay) => {
                replay.run(most, offset);
            }
            Stage::Reading(..) => self.finish()?,
            Stage::Failed(fault) => return Err(fault.diagnostic()),
        }
        Ok(self.progress())
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match &self.stage {
            Stage::Reading(reading, ..) => Progress { rows: reading.read(), carts: 0, decided: 0, done: false },
            Stage::Replaying(replay) => {
                let (carts, decided) = (whole(replay.carts()), whole(replay.done()));
                Progress { rows: replay.read(), carts, decided, done: decided == carts }
            }
            Stage::Failed(_) => Progress { rows: 0, carts: 0, decided: 0, done: false },
        }
    }

    /// What it came to so far; `None` while the file is being read.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        match &self.stage {
            Stage::Replaying(replay) => Some(replay.report()),
            Stage::Reading(..) | Stage::Failed(_) => None,
        }
    }

    fn finish(&mut self) -> Result<(), Diagnostic> {
        let ended = Stage::Failed(Fault::Empty);
        let Stage::Reading(reading, products, period) = std::mem::replace(&mut self.stage, ended) else {
            return Ok(());
        };
        let loaded = reading.finish().map_err(|fault| self.fail(fault))?;
        let (engine, against) = (self.engine.clone(), self.against.clone());
        self.stage = Stage::Replaying(Box::new(Replay::new(loaded, engine, against, *products, period)));
        Ok(())
    }

    fn fail(&mut self, fault: Fault) -> Diagnostic {
        let diagnostic = fault.diagnostic();
        self.stage = Stage::Failed(fault);
        diagnostic
    }
}

fn late() -> Diagnostic {
    Diagnostic {
        code: "already_running",
        severity: Severity::Error,
        pointer: String::new(),
        message: "the order history has ended already".to_owned(),
        help: "push all of it before the first run".to_owned(),
    }
}

fn mapping(options: &Value) -> Result<Mapping, Fault> {
    match options.get("mapping") {
        None | Some(Value::Null) => Ok(Mapping::default()),
        Some(document) => Mapping::read(document),
    }
}

fn period(root: &Node<'_>, found: &mut Diagnostics) -> Period {
    let lag = count(root, "outcome_lag_days", 3_650, found).and_then(|days| u32::try_from(days).ok());
    Period {
        from: moment(root, "from", found),
        until: moment(root, "until", found),
        outcome_lag_days: lag.unwrap_or(Period::OUTCOME_LAG_DAYS),
    }
}

fn count(root: &Node<'_>, key: &str, most: u64, found: &mut Diagnostics) -> Option<usize> {
    let node = root.get(key)?;
    let count = node.value().as_u64().filter(|count| *count <= most).and_then(|count| usize::try_from(count).ok());
    if count.is_none() {
        let message = format!("{} is not a whole number from 0 to {most}", node.value());
        found.error("out_of_range", node.pointer(), message, "write one, like 31".to_owned());
    }
    count
}

fn moment(root: &Node<'_>, key: &str, found: &mut Diagnostics) -> Option<Timestamp> {
    let node = root.get(key)?;
    let at = Timestamp::read(node.value());
    if at.is_none() {
        let help = "write a date like 2010-01-31, or 2010-01-31T10:00:00Z".to_owned();
        found.error("not_a_time", node.pointer(), format!("{} is not a moment", node.value()), help);
    }
    at
}

/// The engine of one rule document. Products stay out: what was known of them depends on the cart's moment.
fn engine(options: &Value, rules: &str, found: &mut Diagnostics) -> Option<Engine> {
    let mut members = Map::new();
    for key in ["model", "settings", "messages", "review_words", "size_model"] {
        if let Some(document) = options.get(key) {
            members.insert(key.to_owned(), document.clone());
        }
    }
    if let Some(document) = options.get(rules) {
        members.insert("rules".to_owned(), document.clone());
    }
    match Engine::new(&Value::Object(members)) {
        Ok((engine, warnings)) => {
            warnings.into_vec().into_iter().for_each(|one| found.push(one));
            Some(engine)
        }
        Err(errors) => {
            errors.into_vec().into_iter().for_each(|one| found.push(one));
            None
        }
    }
}

/// As [`engine`]; what is wrong with the other documents was said of the first.
fn engine_against(options: &Value, found: &mut Diagnostics) -> Option<Engine> {
    let mut of_both = Diagnostics::default();
    let engine = engine(options, "against", &mut of_both);
    for one in of_both.into_vec() {
        if let Some(rest) = one.pointer.strip_prefix("/rules") {
            found.push(Diagnostic { pointer: format!("/against{rest}"), ..one });
        }
    }
    engine
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ORDERS: &str = "order_line_id,order_id,ordered_at,customer_id,item_id,price,quantity,returned_quantity\n\
        1,a,2026-01-01,ann,d,80,1,1\n2,b,2026-01-11,bob,e,20,2,0\n3,c,2026-03-01,,e,20,1,\n";

    fn rules(above: u32) -> Value {
        json!({"rules": [{"id": "r", "scope": "cart", "when": {">": [{"var": "cart.value"}, above]},
            "nudge": {"type": "chat_prompt"}}]})
    }

    fn run(options: &Value, text: &str, step: usize) -> Result<Value, Diagnostic> {
        let (mut simulation, _) = Simulation::new(options).unwrap();
        for bytes in text.as_bytes().chunks(step) {
            simulation.push(bytes)?;
        }
        while !simulation.run(1, &mut |_, _| 0)?.done {}
        Ok(serde_json::to_value(simulation.report().unwrap()).unwrap())
    }

    #[test]
    fn bytes_and_budgets_change_nothing() {
        let options = json!({"rules": rules(30), "against": rules(50), "mapping": {"currency": "EUR"}});
        let whole = run(&options, ORDERS, usize::MAX).unwrap();
        assert_eq!(run(&options, ORDERS, 3).unwrap(), whole);
        assert_eq!((&whole["lines"]["read"], &whole["carts"]["carts"]), (&json!(3), &json!(3)));
    }

    #[test]
    fn wrong_options_say_where() {
        let options = json!({"rules": {"rules": 5}, "against": {"rules": [{}]}, "mapping": {"columns": {"oder_id": "a"}},
            "outcome_lag_days": -1, "from": "yesterday", "until": "2026-01-01", "order_lines": "f"});
        let found = Simulation::new(&options).err().unwrap();
        let pointers: Vec<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
        for pointer in ["/rules/rules", "/against/rules/0/id", "/mapping/columns/oder_id", "/outcome_lag_days", "/from"]
        {
            assert!(pointers.contains(&pointer), "{pointer} in {pointers:?}");
        }
        assert!(found.iter().all(|one| !one.help.is_empty()));
    }

    #[test]
    fn what_is_no_history_is_refused_and_stays_refused() {
        let options = json!({"rules": rules(30)});
        let (mut simulation, _) = Simulation::new(&options).unwrap();
        let refused = simulation.push(b"a,b\n1,2\n").unwrap_err();
        assert_eq!(refused.code, "missing_columns");
        assert_eq!(simulation.push(b"3,4\n").unwrap_err(), refused);
        assert_eq!(simulation.run(1, &mut |_, _| 0).unwrap_err(), refused);
        assert!(simulation.report().is_none());
        assert_eq!(run(&options, "", 1).unwrap_err().code, "empty_history");
        assert_eq!(run(&options, ORDERS, 9).unwrap_err().code, "no_currency");
    }

    #[test]
    fn nothing_comes_after_the_first_run() {
        let (mut simulation, _) =
            Simulation::new(&json!({"rules": rules(30), "mapping": {"currency": "EUR"}})).unwrap();
        simulation.push(ORDERS.as_bytes()).unwrap();
        assert_eq!(simulation.progress(), Progress { rows: 3, carts: 0, decided: 0, done: false });
        let begun = simulation.run(10, &mut |_, _| 0).unwrap();
        assert_eq!(begun, Progress { rows: 3, carts: 3, decided: 0, done: false });
        assert_eq!(simulation.push(b"4").unwrap_err().code, "already_running");
        assert!(simulation.run(10, &mut |_, _| 0).unwrap().done);
    }

    #[test]
    fn a_second_document_tells_who_is_newly_reached() {
        let options = json!({"rules": rules(30), "against": rules(50), "mapping": {"currency": "EUR"}});
        let report = run(&options, ORDERS, 64).unwrap();
        let any = &report["reached"]["any"];
        assert_eq!((&any["carts"], &any["lines"], &any["customers"]), (&json!(2), &json!(2), &json!(2)));
        assert_eq!(any["outcome"]["rate"], json!({"estimate": 0.5, "interval": null, "customers": 2}));
        assert_eq!(
            (&any["values"][0]["value"], &any["values"][0]["returned"]["estimate"]),
            (&json!(120.0), &json!(80.0))
        );
        let against = &any["against"];
        for (key, carts) in [("newly", 1), ("no_longer", 0), ("same", 1), ("other", 0), ("carts_before", 1)] {
            assert_eq!(against[key], json!(carts), "{key}");
        }
        let stake = |row: &Value| row["values"][0]["at_stake"]["estimate"].as_f64().unwrap();
        let before = run(&json!({"rules": rules(50), "mapping": {"currency": "EUR"}}), ORDERS, 64).unwrap();
        assert!((stake(any) - stake(&before["reached"]["any"]) - stake(against)).abs() < 1e-9);
    }
}

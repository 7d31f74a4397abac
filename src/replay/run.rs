//! A replay, cart by cart: as many at a time as the caller wants.

use crate::decision::Decision;
use crate::engine::Engine;
use crate::features::Input;
use crate::product::Products;
use crate::replay::change::Changes;
use crate::replay::history::History;
use crate::replay::lines::{Id, Lines, Order};
use crate::replay::reach::{Cart, Cluster, Reach};
use crate::replay::reached::reached;
use crate::replay::read::Loaded;
use crate::replay::report::{self, LineCounts, Report};
use crate::replay::returns::{self, Matched};
use crate::replay::tally::{self, Tally};
use crate::risk::ModelName;
use crate::session::{Memory, Moment};
use crate::time::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// Which carts are reported on, and when an order's outcome counts as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Carts from this moment on; earlier ones are history.
    pub from: Option<Timestamp>,
    /// Carts before this moment.
    pub until: Option<Timestamp>,
    /// Days until an order without a known return counts as kept.
    pub outcome_lag_days: u32,
}

impl Period {
    /// The lag, where nobody says another: a month to send things back, and a day.
    pub const OUTCOME_LAG_DAYS: u32 = 31;

    /// Whether the order is to be reported on.
    pub(crate) fn holds(&self, order: &Order) -> bool {
        self.from.is_none_or(|from| order.at >= from) && self.until.is_none_or(|until| order.at < until)
    }
}

impl Default for Period {
    fn default() -> Self {
        Period { from: None, until: None, outcome_lag_days: Self::OUTCOME_LAG_DAYS }
    }
}

/// One document's engine, and what each customer has seen of it: frequency caps hold, as on the customer's device.
#[derive(Debug)]
struct Side {
    engine: Engine,
    memories: HashMap<Id, Memory>,
    reach: Reach,
}

/// A replay under way.
#[derive(Debug)]
pub struct Replay {
    lines: Lines,
    orders: Vec<Order>,
    /// The carts to report on, as places in `orders`, and how many are done.
    carts: Vec<usize>,
    done: usize,
    counts: LineCounts,
    matched: Option<Matched>,
    period: Period,
    settled: Timestamp,
    history: History,
    rules: Side,
    against: Option<Side>,
    changes: Changes,
    tally: Tally,
    /// Carts per cluster, reached or not.
    clusters: BTreeMap<Cluster, u64>,
    model: Option<ModelName>,
}

impl Replay {
    /// Of a history that was read whole. `engine` must have no products of its own: `products` are facts that were known
    /// all along, and their outcomes are the history's. Returns on invoices of their own are matched with purchases when
    /// the mapping says how they are told.
    #[must_use]
    pub fn new(loaded: Loaded, engine: Engine, against: Option<Engine>, products: Products, period: Period) -> Self {
        let Loaded { mut lines, read, skipped, return_invoices, .. } = loaded;
        let matched = return_invoices.then(|| returns::settle(&mut lines));
        let counts = LineCounts::new(read, &lines, skipped);
        let orders = lines.orders();
        let carts = (0..).zip(&orders).filter(|(_, order)| period.holds(order)).map(|(at, _)| at).collect();
        let side = |engine| Side { engine, memories: HashMap::new(), reach: Reach::default() };
        Replay {
            settled: tally::settled_before(lines.end(), period.outcome_lag_days),
            history: History::new(&lines, products, period.outcome_lag_days),
            lines,
            orders,
            carts,
            done: 0,
            counts,
            matched,
            period,
            rules: side(engine),
            against: against.map(side),
            changes: Changes::default(),
            tally: Tally::default(),
            clusters: BTreeMap::new(),
            model: None,
        }
    }

    /// How many carts are to be decided.
    #[must_use]
    pub fn carts(&self) -> usize {
        self.carts.len()
    }

    /// Rows of the file.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.counts.read
    }

    /// How many carts are decided.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// Decides up to `most` further carts; whether there are more. `offset` says how far a time zone is ahead of UTC at a
    /// moment, in minutes.
    pub fn run(&mut self, most: usize, offset: &mut dyn FnMut(&str, Timestamp) -> i32) -> bool {
        for _ in 0..most {
            let Some(at) = self.carts.get(self.done).copied() else { break };
            self.done += 1;
            self.decide(at, offset);
        }
        self.done < self.carts.len()
    }

    fn decide(&mut self, at: usize, offset: &mut dyn FnMut(&str, Timestamp) -> i32) -> Option<()> {
        let order = self.orders.get(at)?;
        let cart = Cart::of(order, &self.lines, self.settled)?;
        let mut input = self.history.input(&self.lines, &self.orders, at)?;
        *self.clusters.entry(cart.cluster).or_default() += 1;
        let decision = self.rules.decide(&mut input, cart.cluster, offset);
        self.tally.add(order, &input, &decision, &self.lines, self.settled);
        self.rules.reach.add(&cart, &decision);
        if let Some(against) = &mut self.against {
            input.explain = false;
            let before = against.decide(&mut input, cart.cluster, offset);
            against.reach.add(&cart, &before);
            self.changes.add(&decision, &before);
        }
        self.model.get_or_insert(decision.model);
        Some(())
    }

    /// What it came to so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let rules = self.rules.engine.rules();
        let mut ids: Vec<String> = rules.document.rules.iter().map(|rule| rule.id.clone()).collect();
        for rule in self.against.iter().flat_map(|side| &side.engine.rules().document.rules) {
            if !ids.contains(&rule.id) {
                ids.push(rule.id.clone());
            }
        }
        let before = self.against.as_ref().map(|side| (&side.reach, &self.changes));
        Report {
            rules_version: rules.document.version,
            against_version: self.against.as_ref().map(|side| side.engine.rules().document.version),
            model: self.model.clone(),
            outcome_lag_days: self.period.outcome_lag_days,
            lines: self.counts.clone(),
            return_invoices: self.matched,
            carts: report::carts(&self.tally),
            segments: report::segments(&self.tally),
            cart_bands: report::cart_bands(&self.tally),
            line_bands: report::line_bands(&self.tally),
            nudges: report::nudges(&self.tally, rules),
            suppressed: report::suppressed(&self.tally, rules),
            reached: reached(&self.tally, &self.clusters, &ids, &self.rules.reach, before),
            risk: report::risk(&self.tally),
        }
    }
}

impl Side {
    fn decide(
        &mut self,
        input: &mut Input,
        cluster: Cluster,
        offset: &mut dyn FnMut(&str, Timestamp) -> i32,
    ) -> Decision {
        let memory = match cluster {
            Cluster::Customer(customer) => Some(customer),
            Cluster::Order(_) => None,
        };
        input.memory = memory.and_then(|customer| self.memories.get(&customer)).cloned().unwrap_or_default();
        input.utc_offset = self.engine.time_zone().map_or(0, |zone| offset(zone, input.now));
        let decision = self.engine.decide_only(input);
        if let Some(customer) = memory.filter(|_| !decision.nudges.is_empty()) {
            remember(self.memories.entry(customer).or_default(), input, &decision);
        }
        decision
    }
}

fn remember(memory: &mut Memory, input: &Input, decision: &Decision) {
    for nudge in &decision.nudges {
        memory.expose(Moment {
            placed: nudge.placed(),
            kind: Some(nudge.kind),
            at: input.now.0,
            session: input.session.id.clone(),
            reason: Some(nudge.reason.clone()),
        });
    }
}

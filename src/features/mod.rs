//! Features: from what is known to numbers. One family of facts a file; the catalogue names them all.

mod cart;
pub mod catalogue;
mod customer;
mod line;
mod product;
mod strings;
pub(crate) mod visit;

use crate::cart::{Cart, Line};
use crate::customer::Signals;
use crate::product::Products;
use crate::segment;
use crate::session::{Consent, Memory, Page, Session};
use crate::settings::Settings;
use crate::size::measures::Measures;
use crate::text::{count, sum};
use crate::time::Timestamp;
pub use catalogue::{CATALOGUE, COUNT, Definition, Fact, Kind, Scope, Stage};
pub use strings::{Strings, Symbols};

/// Everything that a decision is made from. No clock, no randomness: two equal inputs give equal decisions.
#[derive(Clone, Debug)]
pub struct Input {
    /// What the shopper is about to buy.
    pub cart: Cart,
    /// What the shop's history knows of the shopper; `None` when nothing.
    pub customer: Option<Signals>,
    /// Product facts that came with the input, over the engine's own.
    pub products: Products,
    /// The page.
    pub page: Page,
    /// The visit.
    pub session: Session,
    /// What the shopper agreed to.
    pub consent: Consent,
    /// What this device remembers.
    pub memory: Memory,
    /// What the shopper measured; stays on the device.
    pub measures: Measures,
    /// First-party random id; buckets are made from it.
    pub visitor_id: String,
    /// The caller's clock.
    pub now: Timestamp,
    /// How far the clock of the shop's time zone is ahead of UTC at `now`, in minutes.
    pub utc_offset: i32,
    /// Whether the decision also lists the rules whose condition doesn't hold.
    pub explain: bool,
}

impl Input {
    /// The signals that may be used: none without consent.
    #[must_use]
    pub fn signals(&self) -> Option<&Signals> {
        self.customer.as_ref().filter(|_| self.consent.personalization)
    }

    /// The features of each line, from this input alone.
    #[must_use]
    pub fn rows(&self, settings: &Settings) -> Vec<Row> {
        let symbols = Symbols::default();
        facts(self, &Products::default(), settings, &mut Strings::new(&symbols)).lines
    }
}

/// The facts of one line, or of the cart. Numbers are themselves, truth values 0 or 1, texts their symbol, unknown NaN.
#[derive(Clone, Debug)]
pub struct Row {
    cells: [f64; COUNT],
}

impl Row {
    /// A row of which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Row { cells: [f64::NAN; COUNT] }
    }

    /// The raw cell.
    #[must_use]
    pub fn cell(&self, fact: Fact) -> f64 {
        self.cells.get(fact as usize).copied().unwrap_or(f64::NAN)
    }

    /// The value, unless it is unknown.
    #[must_use]
    pub fn get(&self, fact: Fact) -> Option<f64> {
        Some(self.cell(fact)).filter(|value| !value.is_nan())
    }

    /// Whether a truth value is known to be true.
    #[must_use]
    pub fn is(&self, fact: Fact) -> bool {
        self.get(fact).is_some_and(|value| value > 0.0)
    }

    /// Sets a cell; NaN is unknown.
    pub fn set(&mut self, fact: Fact, value: f64) {
        if let Some(cell) = self.cells.get_mut(fact as usize) {
            *cell = value;
        }
    }

    fn set_known(&mut self, fact: Fact, value: Option<f64>) {
        self.set(fact, value.unwrap_or(f64::NAN));
    }

    fn set_flag(&mut self, fact: Fact, value: Option<bool>) {
        self.set_known(fact, value.map(|flag| f64::from(u8::from(flag))));
    }

    fn set_count(&mut self, fact: Fact, value: Option<u32>) {
        self.set_known(fact, value.map(f64::from));
    }

    fn set_text(&mut self, fact: Fact, value: Option<&str>, strings: &mut Strings<'_>) {
        self.set_known(fact, value.map(|text| strings.symbol(text)));
    }
}

/// All facts of one input.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Facts of the cart, customer, session and page; line facts are unknown in it.
    pub cart: Row,
    /// For each line, its facts and the cart's.
    pub lines: Vec<Row>,
    /// The segments as symbols.
    pub segments: Vec<f64>,
}

/// A ratio, unknown when the lower part is not over 0.
fn ratio(upper: f64, lower: f64) -> Option<f64> {
    (lower > 0.0).then(|| upper / lower)
}

/// A share of so many, leaning on a prior share that weighs as much as `prior_lines` lines.
fn smoothed(part: f64, of: f64, prior: f64, settings: &Settings) -> f64 {
    let weight = settings.prior_lines;
    ratio(part + weight * prior, of + weight).unwrap_or(prior)
}

/// All facts that are known before the score.
#[must_use]
pub fn facts(input: &Input, products: &Products, settings: &Settings, strings: &mut Strings<'_>) -> Facts {
    let cart = cart_row(&input.cart, input, settings, strings);
    let segments = segment::of(&cart, settings).into_iter().map(|segment| strings.symbol(segment.name())).collect();
    let mut lines = Vec::new();
    for line in &input.cart.lines {
        lines.push(line_row(line, cart.clone(), &input.cart, input, products, settings, strings));
    }
    Facts { cart, lines, segments }
}

/// The facts of one line that are known before the score, were `given` the cart: a cart has many counterfactuals.
pub(crate) fn facts_of_line(
    index: usize,
    given: &Cart,
    input: &Input,
    products: &Products,
    settings: &Settings,
    strings: &mut Strings<'_>,
) -> Option<Row> {
    let line = given.lines.get(index)?;
    let cart = cart_row(given, input, settings, strings);
    Some(line_row(line, cart, given, input, products, settings, strings))
}

fn cart_row(given: &Cart, input: &Input, settings: &Settings, strings: &mut Strings<'_>) -> Row {
    let mut cart = Row::unknown();
    cart::fill(&mut cart, given, settings);
    customer::fill(&mut cart, given, input, settings);
    visit::fill(&mut cart, input, strings);
    cart
}

fn line_row(
    line: &Line,
    mut row: Row,
    given: &Cart,
    input: &Input,
    products: &Products,
    settings: &Settings,
    strings: &mut Strings<'_>,
) -> Row {
    let product = input.products.of(line).or_else(|| products.of(line));
    line::fill(&mut row, line, product, given, input, settings, strings);
    product::fill(&mut row, line, product, input, settings);
    row
}

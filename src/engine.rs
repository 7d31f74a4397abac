//! The engine: known things in, a decision out. Start reading here.
//!
//! ```text
//! input ─▶ facts ─▶ segments ─▶ risk ─▶ rules ─▶ decision
//! ```

use crate::cart::Cart;
use crate::customer::Signals;
use crate::decision::{self, Decision};
use crate::diagnostic::Diagnostics;
use crate::features::{self, Facts, Input, Strings};
use crate::json::Node;
use crate::messages::Overrides;
use crate::nudge::Knowledge;
use crate::product::Products;
use crate::review::Lexicon;
use crate::risk::{self, Model, RiskReport, Scene, starter};
use crate::rules::{self, Rules};
use crate::session::{Consent, Memory, Page, Session};
use crate::settings::Settings;
use crate::size;
use crate::size::measures::Measures;
use serde_json::Value;

/// Rules, model, products and settings, ready to decide. Pure: no clock, no randomness, no I/O.
#[derive(Clone, Debug)]
pub struct Engine {
    rules: Rules,
    model: Model,
    products: Products,
    settings: Settings,
    messages: Overrides,
    /// The shop's own words that reviews are read with; `None`: the shipped ones.
    review_words: Option<Lexicon>,
    /// The shop's own size model; `None`: the shipped one.
    size_model: Option<size::Model>,
}

impl Engine {
    /// Makes an engine from `{ rules, model?, products?, settings?, messages?, review_words?, size_model? }`.
    ///
    /// Without a model it scores with [`starter`]. Faulty products are findings and are left out.
    ///
    /// # Errors
    /// All findings, when rules, model or settings have an error: nothing is used by halves.
    pub fn new(options: &Value) -> Result<(Self, Diagnostics), Diagnostics> {
        let mut found = Diagnostics::default();
        let root = Node::root(options);
        if !root.is_object(&mut found) {
            return Err(found);
        }
        root.only(&["rules", "model", "products", "settings", "messages", "review_words", "size_model"], &mut found);
        let settings = match root.get("settings") {
            Some(node) => Settings::default().overridden(node, &mut found),
            None => Settings::default(),
        };
        let model = root.get("model").map_or_else(|| Some(starter()), |node| Model::read(node, &mut found));
        let products = read_products(&root, &mut found);
        let messages = root.get("messages").map_or_else(Overrides::default, |node| Overrides::read(node, &mut found));
        let review_words = root.get("review_words").and_then(|node| Lexicon::read(node, &mut found));
        let size_model = root.get("size_model").and_then(|node| size::Model::read(node, &mut found));
        let rules = match root.get("rules") {
            Some(node) => rules::load(node, &settings, &mut found),
            None => {
                root.required("rules", "a rule document, `{ \"rules\": [] }` to only score", &mut found);
                None
            }
        };
        match (rules, model, found.has_errors()) {
            (Some(rules), Some(model), false) => {
                Ok((Engine { rules, model, products, settings, messages, review_words, size_model }, found))
            }
            _ => Err(found),
        }
    }

    /// Replaces the rules, unless the document has an error: then the last good one stays.
    pub fn set_rules(&mut self, document: &Value) -> Diagnostics {
        let mut found = Diagnostics::default();
        if let Some(rules) = rules::load(Node::root(document), &self.settings, &mut found) {
            self.rules = rules;
        }
        found
    }

    /// Adds product facts; the same product's older facts are completed.
    pub fn add_products(&mut self, products: impl IntoIterator<Item = crate::product::Product>) {
        self.products.extend(products);
    }

    /// The rules in use.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The thresholds in use: the rule document's over the engine's own.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.rules.document.settings
    }

    /// The IANA time zone whose offset at `now` a decision takes; `None` where no rule asks for the shop's clock.
    #[must_use]
    pub fn time_zone(&self) -> Option<&str> {
        self.rules.document.time_zone.as_deref().filter(|_| self.rules.local)
    }

    /// Decides what to show.
    #[must_use]
    pub fn decide(&self, input: &Input) -> Decision {
        self.decide_in(&self.scene(input))
    }

    /// As [`Engine::decide`], but lines have no contributions and no counterfactuals: for many carts at a time.
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    #[must_use]
    pub fn decide_only(&self, input: &Input) -> Decision {
        self.decide_in(&Scene { accounts: false, ..self.scene(input) })
    }

    fn decide_in(&self, scene: &Scene<'_>) -> Decision {
        let input = scene.input;
        let mut strings = Strings::new(&self.rules.symbols);
        let mut facts = features::facts(input, scene.products, scene.settings, &mut strings);
        let report = risk::score(scene, &mut facts, &mut strings);
        let knowledge = Knowledge {
            overrides: &self.messages,
            lexicon: self.review_words.as_ref().unwrap_or_else(|| Lexicon::shipped()),
            size_model: self.size_model.as_ref().unwrap_or_else(|| size::starter()),
        };
        decision::decide(&self.rules, scene, &facts, report, knowledge, &strings)
    }

    /// Scores without deciding.
    #[must_use]
    pub fn score(&self, input: &Input) -> RiskReport {
        let scene = self.scene(input);
        let mut strings = Strings::new(&self.rules.symbols);
        let mut facts = features::facts(input, scene.products, scene.settings, &mut strings);
        risk::score(&scene, &mut facts, &mut strings)
    }

    /// The facts that conditions are held against, scored ones included, and their texts.
    #[doc(hidden)]
    #[must_use]
    pub fn facts<'a>(&'a self, input: &Input) -> (Facts, Strings<'a>) {
        let mut strings = Strings::new(&self.rules.symbols);
        let facts = self.facts_in(input, &mut strings);
        (facts, strings)
    }

    /// As [`Engine::facts`], with texts of the caller's.
    pub(crate) fn facts_in(&self, input: &Input, strings: &mut Strings<'_>) -> Facts {
        let scene = Scene { accounts: false, ..self.scene(input) };
        let mut facts = features::facts(input, scene.products, scene.settings, strings);
        risk::score(&scene, &mut facts, strings);
        facts
    }

    pub(crate) fn scene<'a>(&'a self, input: &'a Input) -> Scene<'a> {
        Scene { input, products: &self.products, settings: self.settings(), model: &self.model, accounts: true }
    }
}

/// Reads `products`; one faulty product must not stop the others.
fn read_products(root: &Node<'_>, found: &mut Diagnostics) -> Products {
    let Some(node) = root.get("products") else { return Products::default() };
    let mut own = Diagnostics::default();
    let products = Products::read(node, &mut own);
    found.downgrade(own);
    products
}

/// Minutes of `utc_offset_minutes`, whole, a day at most; 0 when missing.
fn read_offset(root: &Node<'_>, found: &mut Diagnostics) -> i32 {
    let minutes = root.number("utc_offset_minutes", (-1_440.0, 1_440.0), crate::json::Strictness::Given, found);
    #[allow(clippy::cast_possible_truncation)] // in range
    let minutes = libm::trunc(minutes.unwrap_or(0.0)) as i32;
    minutes
}

/// Reads the input of a decision: `{ cart, customer?, products?, page?, session?, consent?, visitor_id?, now,
/// utc_offset_minutes?, memory?, measures?, explain? }`.
///
/// # Errors
/// All findings, when the cart or `now` is missing or impossible.
pub fn read_input(value: &Value) -> Result<(Input, Diagnostics), Diagnostics> {
    let mut found = Diagnostics::default();
    let root = Node::root(value);
    if !root.is_object(&mut found) {
        return Err(found);
    }
    let cart = match root.get("cart") {
        Some(node) => Cart::read(node, &mut found),
        None => {
            root.required("cart", "the cart, `{ \"items\": [] }` when it is empty", &mut found);
            None
        }
    };
    if root.get("now").is_none() {
        root.required("now", "the time, milliseconds since the epoch", &mut found);
    }
    let now = root.time("now", crate::json::Strictness::Written, &mut found);
    let products = read_products(&root, &mut found);
    let mut customer = None;
    if let Some(node) = root.get("customer") {
        // Signals that can't be read are unknown: the cart alone can still be scored.
        let mut own = Diagnostics::default();
        customer = Signals::read(node, &mut own);
        found.downgrade(own);
    }
    let given = crate::json::Strictness::Given;
    let (Some(cart), Some(now), false) = (cart, now, found.has_errors()) else { return Err(found) };
    let input = Input {
        cart,
        customer,
        products,
        page: root.get("page").map_or_else(Page::default, |node| Page::read(node, &mut found)),
        session: root.get("session").map_or_else(Session::default, |node| Session::read(node, &mut found)),
        consent: root.get("consent").map_or_else(Consent::default, |node| Consent::read(node, &mut found)),
        memory: root.get("memory").map_or_else(Memory::default, |node| Memory::read(node, &mut found)),
        measures: root.get("measures").map_or_else(Measures::default, |node| Measures::read(node, &mut found)),
        visitor_id: root.text("visitor_id", given, &mut found).unwrap_or_default(),
        now,
        utc_offset: read_offset(&root, &mut found),
        explain: root.flag("explain", given, &mut found).unwrap_or(false),
    };
    Ok((input, found))
}

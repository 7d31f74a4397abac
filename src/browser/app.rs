//! The loop: something changed, decide, show. What the app holds lives as long as it; dropping it cleans up.

use super::data_layer::DataLayer;
use super::emitter::Emitter;
use super::live::Live;
use super::options::Options;
use super::render::Quiet;
use super::rules::Watch;
use super::storage::Storage;
use super::telemetry::Telemetry;
use super::{facts, visit};
use crate::cart::Cart;
use crate::customer::Signals;
use crate::diagnostic::Diagnostics;
use crate::engine::Engine;
use crate::event::cloud::{Background, Sender, Told};
use crate::event::{Happening, Outcome};
use crate::features::Input;
use crate::product::{Product, Products};
use crate::session::{Consent, Memory, Placed};
use crate::size::measures::Measures;
use crate::source::ga4::{Change, Storefront};
use crate::time::Timestamp;
use crate::wasm::{error, to_js, unknown_zone, utc_offset};
use gloo::timers::callback::Timeout;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// One mounted cartnudge.
pub(super) struct App {
    pub options: Options,
    pub storage: Storage,
    pub emitter: Emitter,
    pub disposed: Cell<bool>,
    /// Documents that the first decision waits for.
    pub waiting: Cell<u32>,
    pub engine: RefCell<Option<Engine>>,
    /// Keeps rules from an address up to date.
    pub rules: RefCell<Option<Watch>>,
    pub signals: RefCell<Option<Signals>>,
    pub storefront: RefCell<Storefront>,
    consent: Cell<Consent>,
    pub memory: RefCell<Memory>,
    /// What the shopper measured.
    pub measures: RefCell<Measures>,
    pub visitor_id: String,
    /// Nudges that this page view has shown.
    pub shown: RefCell<Vec<Placed>>,
    /// Of these, those that the shopper answered: they don't come back in this page view.
    pub answered: RefCell<Vec<Placed>>,
    pub live: RefCell<Vec<Rc<Live>>>,
    pub held_out: RefCell<Vec<Placed>>,
    /// The newest decision.
    behind: RefCell<Option<Rc<Background>>>,
    telemetry: RefCell<Option<Telemetry>>,
    /// A time zone that the browser doesn't know, and the page was told of.
    unknown_zone: RefCell<Option<String>>,
    pending: RefCell<Option<Timeout>>,
    /// Says when nudges come in; `None` when they come at once, or never.
    pub quiet: RefCell<Option<Rc<Quiet>>>,
    /// Ends the wait for slow documents.
    pub patience: RefCell<Option<Timeout>>,
    data_layer: RefCell<Option<DataLayer>>,
}

pub(super) fn now() -> f64 {
    js_sys::Date::now()
}

#[allow(clippy::cast_possible_truncation)] // milliseconds of a clock
pub(super) fn now_ms() -> i64 {
    now() as i64
}

impl App {
    pub fn new(options: Options) -> Rc<Self> {
        let storage = Storage::new(options.consent.storage);
        storage.allow(options.consent.storage);
        let app = Rc::new(App {
            visitor_id: visit::visitor_id(options.visitor_id.clone(), &storage, now()),
            storefront: RefCell::new(visit::restore(&storage, now())),
            memory: RefCell::new(visit::memory(&storage)),
            measures: RefCell::new(visit::measures(&storage)),
            consent: Cell::new(options.consent),
            quiet: RefCell::new(if options.immediate || options.headless { None } else { Quiet::watch() }),
            storage,
            options,
            emitter: Emitter::default(),
            disposed: Cell::new(false),
            waiting: Cell::new(0),
            engine: RefCell::default(),
            rules: RefCell::default(),
            signals: RefCell::default(),
            shown: RefCell::default(),
            answered: RefCell::default(),
            live: RefCell::default(),
            held_out: RefCell::default(),
            behind: RefCell::default(),
            telemetry: RefCell::default(),
            unknown_zone: RefCell::default(),
            pending: RefCell::default(),
            patience: RefCell::default(),
            data_layer: RefCell::default(),
        });
        for (event, listener) in [("decision", &app.options.on_decision), ("error", &app.options.on_error)] {
            if let Some(listener) = listener {
                app.emitter.add(event, listener.clone());
            }
        }
        let telemetry = app.options.telemetry.as_ref().and_then(|options| Telemetry::start(&app, options));
        app.telemetry.replace(telemetry);
        app
    }

    /// Tells the page what is wrong.
    pub fn report(&self, what: &str, found: &Diagnostics) {
        if !found.is_empty() && !self.disposed.get() {
            self.emitter.emit_js("error", &error(what, found));
        }
    }

    /// Listens to the page's analytics pushes.
    pub fn listen_to_data_layer(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let layer = DataLayer::listen(move |push| {
            if let Some(app) = weak.upgrade() {
                app.heard(&push);
            }
        });
        if layer.is_none() {
            let mut found = Diagnostics::default();
            let message = "`window.dataLayer` is not a list, so its events can't be read".to_owned();
            found.warning("no_data_layer", "/sources".to_owned(), message, "give the cart with setCart".to_owned());
            self.report("options", &found);
        }
        self.data_layer.replace(layer);
    }

    /// Adds what the page's own markup says of its products.
    pub fn add_page_facts(&self) {
        let mut found = Diagnostics::default();
        let products = facts::from_page(&mut found);
        self.report("JSON-LD", &found);
        self.add_products(products);
    }

    pub fn add_products(&self, products: impl IntoIterator<Item = Product>) {
        if let Some(engine) = self.engine.borrow_mut().as_mut() {
            engine.add_products(products);
        }
    }

    fn heard(self: &Rc<Self>, push: &Value) {
        if self.disposed.get() {
            return;
        }
        let mut found = Diagnostics::default();
        let change = self.storefront.borrow_mut().apply(push, &mut found);
        self.report("dataLayer event", &found);
        match change {
            Change::Nothing => return,
            Change::Session | Change::Cart => {}
            Change::SizesChanged(changes) => self.tell(changes),
            Change::Purchase(purchase) => self.tell([purchase]),
        }
        self.schedule();
    }

    fn tell(&self, happenings: impl IntoIterator<Item = impl Into<Happening>>) {
        for happening in happenings {
            let outcome = Outcome { happening: happening.into(), at: now_ms() };
            let behind = self.behind.borrow().clone();
            self.send(Told::Outcome(&outcome), behind.as_deref());
            self.emitter.emit("outcome", &outcome);
        }
    }

    /// Gives an event to the shop's server, where it has one and the shopper agreed.
    pub fn send(&self, told: Told<'_>, behind: Option<&Background>) {
        let telemetry = self.telemetry.borrow();
        let (Some(telemetry), Some(options)) = (telemetry.as_ref(), &self.options.telemetry) else { return };
        if !self.consent.get().measurement {
            return;
        }
        let sender = Sender {
            session_id: self.storefront.borrow().session.id.clone(),
            visitor_id: options.visitor_id.then(|| self.visitor_id.clone()),
        };
        telemetry.tell(told, now(), behind, &sender);
    }

    /// Takes the cart that the page gives; a faulty one is reported and the last good one stays.
    pub fn set_cart(self: &Rc<Self>, document: Result<Value, Diagnostics>) {
        if self.disposed.get() {
            return;
        }
        let mut found = Diagnostics::default();
        let cart = match document {
            Ok(document) => Cart::read(crate::json::Node::root(&document), &mut found),
            Err(fault) => {
                found = fault;
                None
            }
        };
        self.report("cart", &found);
        let Some(cart) = cart else { return };
        let (changes, removed) = self.storefront.borrow_mut().give(cart);
        self.tell(changes);
        self.tell(removed);
        self.schedule();
    }

    /// Follows what the shopper agreed to.
    pub fn set_consent(self: &Rc<Self>, consent: Consent) {
        if self.disposed.get() {
            return;
        }
        self.consent.set(consent);
        self.storage.allow(consent.storage);
        if let (Some(telemetry), false) = (self.telemetry.borrow().as_ref(), consent.measurement) {
            telemetry.forget();
        }
        self.schedule();
    }

    /// Decides soon, once for all changes of this moment.
    pub fn schedule(self: &Rc<Self>) {
        if self.disposed.get() {
            return;
        }
        let weak = Rc::downgrade(self);
        let timeout = Timeout::new(0, move || {
            if let Some(app) = weak.upgrade() {
                app.pending.take();
                app.emitter.release();
                app.settle();
                if app.waiting.get() == 0 {
                    app.decide();
                }
            }
        });
        self.pending.replace(Some(timeout));
    }

    /// Ends a batch of events, and keeps what this visit knows.
    fn settle(&self) {
        let removed = self.storefront.borrow_mut().settle();
        self.tell(removed);
        visit::keep(&self.storefront.borrow(), &self.storage, now());
    }

    /// Decides, tells, shows. `None` until there are rules and a cart.
    pub fn decide(self: &Rc<Self>) -> Option<JsValue> {
        if self.disposed.get() {
            return None;
        }
        let input = self.input()?;
        let (decision, facts) = {
            let engine = self.engine.borrow();
            let engine = engine.as_ref()?;
            let wanted = self.options.telemetry.as_ref().is_some_and(|telemetry| telemetry.features);
            (engine.decide(&input), wanted.then(|| engine.facts(&input).0))
        };
        let behind = Rc::new(Background::new(&decision, facts));
        self.behind.replace(Some(Rc::clone(&behind)));
        let body = to_js(&decision);
        self.emitter.emit_js("decision", &body);
        // The page may have disposed of us meanwhile.
        if !self.disposed.get() {
            self.tell_holdout(&decision, &behind);
            self.show(decision, &behind);
        }
        Some(body)
    }

    fn input(&self) -> Option<Input> {
        let storefront = self.storefront.borrow();
        let mut page = self.options.page.clone();
        page.shown = self.seen();
        Some(Input {
            cart: storefront.cart.clone()?,
            customer: self.signals.borrow().clone(),
            products: Products::default(),
            page,
            session: storefront.session.clone(),
            consent: self.consent.get(),
            memory: self.memory.borrow().clone(),
            measures: self.measures.borrow().clone(),
            visitor_id: self.visitor_id.clone(),
            now: Timestamp(now_ms()),
            utc_offset: self.utc_offset(),
            explain: self.options.explain,
        })
    }

    /// By the browser's own time zone data; an unknown zone is told once and counts as UTC.
    fn utc_offset(&self) -> i32 {
        let engine = self.engine.borrow();
        let Some(zone) = engine.as_ref().and_then(Engine::time_zone) else { return 0 };
        let offset = utc_offset(zone, now());
        if offset.is_none() && self.unknown_zone.replace(Some(zone.to_owned())).as_deref() != Some(zone) {
            self.report("rules", &unknown_zone(zone));
        }
        offset.unwrap_or(0)
    }

    /// Leaves the page as it was.
    pub fn dispose(&self) {
        self.disposed.set(true);
        self.telemetry.take();
        self.pending.take();
        self.patience.take();
        self.rules.take();
        self.data_layer.take();
        self.clear_nudges();
        self.quiet.take();
        self.emitter.clear();
    }
}

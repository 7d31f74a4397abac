//! The loop: something changed, decide, show. What the app holds lives as long as it; dropping it cleans up.

use super::data_layer::DataLayer;
use super::emitter::Emitter;
use super::options::Options;
use super::render::{self, RenderOptions, Rendered, Signal, Unit};
use super::rules::Watch;
use super::storage::Storage;
use super::{facts, visit};
use crate::cart::Cart;
use crate::customer::Signals;
use crate::decision::{Decision, Nudge, Why};
use crate::diagnostic::Diagnostics;
use crate::engine::Engine;
use crate::event::{Action, Happening, NudgeEvent, Outcome};
use crate::features::Input;
use crate::product::{Product, Products};
use crate::session::{Consent, Memory, Moment, Placed};
use crate::source::ga4::{Change, Storefront};
use crate::time::Timestamp;
use crate::wasm::{error, to_js, unknown_zone, utc_offset};
use gloo::timers::callback::Timeout;
use js_sys::{Function, Object, Reflect};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// A nudge that is on the page now.
struct Live {
    nudge: Rc<Nudge>,
    decision: (String, u32),
    exposed: Cell<bool>,
    /// Sent away, on its way out.
    leaving: Cell<bool>,
    rendered: RefCell<Option<Rendered>>,
}

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
    storefront: RefCell<Storefront>,
    consent: Cell<Consent>,
    memory: RefCell<Memory>,
    pub visitor_id: String,
    /// Nudges that this page view has shown.
    shown: RefCell<Vec<Placed>>,
    /// Of these, those that the shopper answered: they don't come back in this page view.
    answered: RefCell<Vec<Placed>>,
    live: RefCell<Vec<Rc<Live>>>,
    held_out: RefCell<Vec<Placed>>,
    /// A time zone that the browser doesn't know, and the page was told of.
    unknown_zone: RefCell<Option<String>>,
    pending: RefCell<Option<Timeout>>,
    /// Ends the wait for slow documents.
    pub patience: RefCell<Option<Timeout>>,
    data_layer: RefCell<Option<DataLayer>>,
}

pub(super) fn now() -> f64 {
    js_sys::Date::now()
}

#[allow(clippy::cast_possible_truncation)] // milliseconds of a clock
fn now_ms() -> i64 {
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
            consent: Cell::new(options.consent),
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
            self.emitter.emit("outcome", &Outcome { happening: happening.into(), at: now_ms() });
        }
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
        let decision = self.engine.borrow().as_ref()?.decide(&input);
        let body = to_js(&decision);
        self.emitter.emit_js("decision", &body);
        // The page may have disposed of us meanwhile.
        if !self.disposed.get() {
            self.tell_holdout(&decision);
            self.show(decision);
        }
        Some(body)
    }

    fn input(&self) -> Option<Input> {
        let storefront = self.storefront.borrow();
        let mut page = self.options.page.clone();
        page.shown.clone_from(&self.shown.borrow());
        Some(Input {
            cart: storefront.cart.clone()?,
            customer: self.signals.borrow().clone(),
            products: Products::default(),
            page,
            session: storefront.session.clone(),
            consent: self.consent.get(),
            memory: self.memory.borrow().clone(),
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

    /// Each would-be nudge is told once a page view.
    fn tell_holdout(&self, decision: &Decision) {
        for one in decision.suppressed.iter().filter(|one| one.why == Why::Holdout) {
            let placed = Placed { rule_id: one.rule_id.clone(), item_id: one.item_id.clone() };
            if self.held_out.borrow().contains(&placed) {
                continue;
            }
            self.held_out.borrow_mut().push(placed.clone());
            let event = crate::event::HoldoutEvent::new(decision, placed, now_ms());
            self.emitter.emit("holdout", &event);
        }
    }

    fn show(self: &Rc<Self>, decision: Decision) {
        if self.options.headless {
            return;
        }
        let about = (decision.decision_id, decision.rules_version);
        self.drop_outdated(&decision.nudges);
        for nudge in decision.nudges {
            let known = self.live.borrow().iter().any(|live| is_about(live, &nudge));
            let answered = self.answered.borrow().iter().any(|placed| nudge.is(placed));
            if !known && !answered {
                self.show_one(nudge, about.clone());
            }
        }
    }

    /// Takes away what no longer applies. What was never really seen hasn't taken any attention.
    fn drop_outdated(&self, nudges: &[Nudge]) {
        let (stay, go): (Vec<_>, Vec<_>) = self
            .live
            .take()
            .into_iter()
            .partition(|live| live.leaving.get() || nudges.iter().any(|nudge| is_about(live, nudge)));
        self.live.replace(stay);
        for live in go {
            if !live.exposed.get() {
                self.shown.borrow_mut().retain(|placed| !live.nudge.is(placed));
            }
            live.rendered.take();
        }
    }

    fn show_one(self: &Rc<Self>, nudge: Nudge, decision: (String, u32)) {
        let nudge = Rc::new(nudge);
        let live = Rc::new(Live {
            nudge: Rc::clone(&nudge),
            decision,
            exposed: Cell::new(false),
            leaving: Cell::new(false),
            rendered: RefCell::default(),
        });
        let (weak, own) = (Rc::downgrade(self), Rc::downgrade(&live));
        let signal = move |signal: Signal| {
            if let (Some(app), Some(live)) = (weak.upgrade(), own.upgrade()) {
                app.signalled(&live, signal);
            }
        };
        let unit = self.storage.read("unit").and_then(|kept| Unit::from_symbol(&kept.body.as_string()?));
        let options = RenderOptions { unit, ..RenderOptions::default() };
        let slot = self.options.slot(&nudge.placement);
        match render::show(&nudge, slot.as_ref(), &options, signal) {
            Ok(rendered) => {
                live.rendered.replace(Some(rendered));
                self.shown.borrow_mut().push(nudge.placed());
                self.live.borrow_mut().push(live);
            }
            Err(thrown) => self.emitter.emit_js("error", &thrown),
        }
    }

    fn signalled(self: &Rc<Self>, live: &Rc<Live>, signal: Signal) {
        if self.disposed.get() {
            return;
        }
        match signal {
            Signal::Exposed => {
                live.exposed.set(true);
                self.remember(live, Memory::expose);
                self.emitter.emit("exposure", &self.event(live, None));
            }
            Signal::Opened => self.emitter.emit("interaction", &self.event(live, Some(Action::Opened))),
            Signal::Accepted => self.accept(live),
            Signal::Measured(unit) => self.storage.write("unit", now(), &JsValue::from_str(unit.symbol())),
            Signal::Dismissed => {
                live.leaving.set(true);
                self.remember(live, Memory::dismiss);
                self.emitter.emit("interaction", &self.event(live, Some(Action::Dismissed)));
            }
            Signal::Gone => {
                self.live.borrow_mut().retain(|other| !Rc::ptr_eq(other, live));
                live.rendered.take();
                // What the console and panels show of it changed: it is dismissed now.
                self.schedule();
            }
            Signal::Closed => {}
        }
    }

    fn accept(self: &Rc<Self>, live: &Rc<Live>) {
        let chat = match (&live.nudge.content.detail, &self.options.chat) {
            (crate::nudge::Detail::Chat { item_id, item_name }, Some(chat)) => Some((chat, item_id, item_name)),
            _ => None,
        };
        let Some((chat, item_id, item_name)) = chat else {
            self.emitter.emit("interaction", &self.event(live, Some(Action::Accepted)));
            return;
        };
        let context = Object::new();
        let rule_id = Some(live.nudge.rule_id.clone());
        for (key, value) in [("item_id", item_id), ("item_name", item_name), ("rule_id", &rule_id)] {
            if let Some(value) = value {
                // A fresh object takes any property.
                let _ = Reflect::set(&context, &key.into(), &JsValue::from_str(value));
            }
        }
        self.emitter.emit("interaction", &self.event(live, Some(Action::ChatStarted)));
        let open = Reflect::get(chat, &"open".into()).ok().and_then(|open| open.dyn_into::<Function>().ok());
        if let Some(Err(thrown)) = open.map(|open| open.call1(chat, &context)) {
            self.emitter.emit_js("error", &thrown);
        }
        live.leaving.set(true);
        self.answered.borrow_mut().push(live.nudge.placed());
        if let Some(rendered) = live.rendered.borrow().as_ref() {
            rendered.leave();
        }
    }

    /// Writes into the memory as it is now on the device: another tab may have written, too.
    fn remember(&self, live: &Live, write: fn(&mut Memory, Moment)) {
        let session = self.storefront.borrow().session.id.clone();
        let moment = Moment { placed: live.nudge.placed(), kind: Some(live.nudge.kind), at: now_ms(), session };
        let kept = visit::memory(&self.storage);
        let mut memory = self.memory.borrow_mut();
        if kept.exposures.len() >= memory.exposures.len() && kept.dismissals.len() >= memory.dismissals.len() {
            *memory = kept;
        }
        write(&mut memory, moment);
        visit::keep_memory(&memory, &self.storage, now());
    }

    fn event(&self, live: &Live, action: Option<Action>) -> NudgeEvent {
        NudgeEvent::new(&live.nudge, &live.decision, action, now_ms())
    }

    /// Leaves the page as it was.
    pub fn dispose(&self) {
        self.disposed.set(true);
        self.pending.take();
        self.patience.take();
        self.rules.take();
        self.data_layer.take();
        let live = self.live.take();
        for one in live {
            one.rendered.take();
        }
        self.emitter.clear();
    }
}

fn is_about(live: &Live, nudge: &Nudge) -> bool {
    live.nudge.rule_id == nudge.rule_id && live.nudge.item_id == nudge.item_id
}

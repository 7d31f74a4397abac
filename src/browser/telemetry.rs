//! The HTTP sink: what became of nudges, in batches to the shop's server, which may be slow, full or gone.

use super::app::{App, now};
use super::fetch::{self, Answer, Fault};
use super::options::TelemetryOptions;
use crate::diagnostic::Diagnostics;
use crate::event::cloud::{Background, Envelope, Fields, Sender, Told, cloud_event, uuid};
use crate::event::outbox::{Batch, MAX_IN_FLIGHT, Outbox};
use crate::experiment::bucket;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::text::digits;
use crate::wasm::{from_js_limited, to_text};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Date, JSON, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{RequestCredentials, RequestInit, Window};

/// The first event of a batch waits for others for so many seconds, and twice as long after each failure.
const SOON: f64 = 5.0;
/// After failures it is tried at least this often, in seconds.
const LONGEST: f64 = 300.0;
/// Different reasons for which events were rejected that the page is told of.
const MAX_REASONS: usize = 20;
/// More than an answer with a hundred rejected events holds.
const MAX_VALUES: u32 = 10_000;
/// The media type of a batch of CloudEvents.
const BATCH: &str = "application/cloudevents-batch+json";

/// Sends until it is dropped, and then what still waits.
pub(super) struct Telemetry {
    sink: Rc<Sink>,
    _leaving: [EventListener; 2],
}

struct Sink {
    url: String,
    /// The page's origin.
    source: String,
    app: Weak<App>,
    outbox: RefCell<Outbox>,
    /// Batches that the server hasn't answered.
    in_flight: RefCell<Vec<Flight>>,
    next: Cell<u32>,
    /// Failures in a row.
    failures: Cell<i32>,
    /// The server is left alone until then, in milliseconds.
    rest_until: Cell<f64>,
    timer: RefCell<Option<Timeout>>,
    /// Why events were rejected, as far as the page was told.
    reasons: RefCell<Vec<String>>,
    over: Cell<bool>,
}

/// A batch on its way.
struct Flight {
    id: u32,
    batch: Batch,
    /// Whether it gets there when the page is gone. Browsers hold little for that, so it is for the last occasion.
    keepalive: bool,
}

impl Drop for Telemetry {
    fn drop(&mut self) {
        self.sink.flush();
        self.sink.timer.take();
        self.sink.over.set(true);
    }
}

impl Telemetry {
    /// Begins; `None` outside of a page.
    pub fn start(app: &Rc<App>, options: &TelemetryOptions) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let sink = Rc::new(Sink {
            url: options.url.clone(),
            source: window.origin(),
            app: Rc::downgrade(app),
            outbox: RefCell::default(),
            in_flight: RefCell::default(),
            next: Cell::default(),
            failures: Cell::default(),
            rest_until: Cell::default(),
            timer: RefCell::default(),
            reasons: RefCell::default(),
            over: Cell::default(),
        });
        // A page that is hidden may never run again, and one that is unloaded isn't always hidden first.
        let (hidden, gone, page) = (Rc::clone(&sink), Rc::clone(&sink), document.clone());
        let leaving = [
            EventListener::new(&document, "visibilitychange", move |_| {
                if page.hidden() {
                    hidden.flush();
                }
            }),
            EventListener::new(&window, "pagehide", move |_| gone.flush()),
        ];
        Some(Telemetry { sink, _leaving: leaving })
    }

    /// Takes note of an event.
    pub fn tell(&self, told: Told<'_>, at: f64, behind: Option<&Background>, sender: &Sender) {
        let Some(id) = web_sys::window().and_then(|window| random_uuid(&window)) else { return };
        let time = String::from(Date::new(&at.into()).to_iso_string());
        let envelope = Envelope { id, source: self.sink.source.clone(), time };
        self.sink.add(&cloud_event(envelope, told, behind, sender));
    }

    /// Forgets what wasn't sent.
    pub fn forget(&self) {
        let sink = &self.sink;
        sink.in_flight.take();
        sink.outbox.borrow_mut().clear();
        sink.timer.take();
    }
}

fn random_uuid(window: &Window) -> Option<String> {
    let mut random = [0; 16];
    window.crypto().ok()?.get_random_values_with_u8_array(&mut random).ok()?;
    Some(uuid(random))
}

impl Sink {
    fn add(self: &Rc<Self>, event: &Fields) {
        self.outbox.borrow_mut().push(to_text(event));
        self.carry_on();
    }

    /// Sends when enough waits, and else soon.
    fn carry_on(self: &Rc<Self>) {
        let (enough, some) = (self.outbox.borrow().is_enough(), !self.outbox.borrow().is_empty());
        if enough {
            self.send();
        } else if some {
            self.send_in(SOON);
        }
    }

    /// Sends after some time, or when it was going to anyway.
    fn send_in(self: &Rc<Self>, seconds: f64) {
        if self.timer.borrow().is_some() {
            return;
        }
        let own = Rc::downgrade(self);
        // A day is as good as never on a page, and fits a timer.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range
        let milliseconds = (libm::fmin(seconds, 86_400.0) * 1_000.0) as u32;
        let timer = Timeout::new(milliseconds, move || {
            if let Some(sink) = own.upgrade() {
                sink.timer.take();
                sink.send();
            }
        });
        self.timer.replace(Some(timer));
    }

    /// One batch at a time, and not while the server is left alone.
    fn send(self: &Rc<Self>) {
        let rest = (self.rest_until.get() - now()) / 1_000.0;
        if rest > 0.0 {
            self.send_in(rest);
        } else if self.in_flight.borrow().is_empty() {
            self.timer.take();
            let batch = self.outbox.borrow_mut().take(MAX_IN_FLIGHT);
            if let Some(batch) = batch {
                self.post(batch, false);
            }
        }
    }

    /// The last occasion: everything, as far as a browser sends it for a page that is gone. What is on its way and may
    /// not get there goes again; the server knows it by its ids.
    fn flush(self: &Rc<Self>) {
        let (stay, again): (Vec<_>, Vec<_>) = self.in_flight.take().into_iter().partition(|flight| flight.keepalive);
        self.in_flight.replace(stay);
        for flight in again.into_iter().rev() {
            self.outbox.borrow_mut().give_back(flight.batch);
        }
        loop {
            let on_its_way =
                self.in_flight.borrow().iter().fold(0, |sum: usize, flight| sum.saturating_add(flight.batch.size()));
            let batch = self.outbox.borrow_mut().take(MAX_IN_FLIGHT.saturating_sub(on_its_way));
            let Some(batch) = batch else { return };
            self.post(batch, true);
        }
    }

    fn post(self: &Rc<Self>, batch: Batch, keepalive: bool) {
        // Sent now, not when the future is polled: the page may be gone by then.
        let asked = fetch::ask(&self.url, &self.request(&batch, keepalive));
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.in_flight.borrow_mut().push(Flight { id, batch, keepalive });
        spawn_local(Rc::clone(self).answered(id, asked));
    }

    fn request(&self, batch: &Batch, keepalive: bool) -> RequestInit {
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body_opt_str(Some(&batch.body()));
        init.set_credentials(RequestCredentials::Omit);
        // Fresh objects take any property.
        let _ = Reflect::set(&init, &"keepalive".into(), &keepalive.into());
        // A server elsewhere gets text/plain, as a body has without a header: that needs no preflight, which a page
        // that is gone can't wait for.
        if is_own(&self.url, &self.source) {
            let headers = Object::new();
            let _ = Reflect::set(&headers, &"content-type".into(), &BATCH.into());
            init.set_headers(&headers);
        }
        init
    }

    /// The batch, unless it was sent again or forgotten meanwhile.
    fn landed(&self, id: u32) -> Option<Batch> {
        let mut in_flight = self.in_flight.borrow_mut();
        let place = in_flight.iter().position(|flight| flight.id == id)?;
        Some(in_flight.remove(place).batch)
    }

    async fn answered(self: Rc<Self>, id: u32, asked: Option<Promise>) {
        let outcome = match fetch::answer(&self.url, asked).await {
            Ok(answer) => self.judge(&answer).await,
            Err(fault) => Err(fault),
        };
        let batch = self.landed(id);
        if self.over.get() {
            return;
        }
        match (outcome, batch) {
            (Ok(found), _) => {
                self.failures.set(0);
                self.rest_until.set(0.0);
                self.report(&found);
            }
            (Err(fault), Some(batch)) => self.failed(batch, &fault),
            (Err(_), None) => {}
        }
        self.report_dropped();
        self.carry_on();
    }

    fn failed(self: &Rc<Self>, batch: Batch, fault: &Fault) {
        self.outbox.borrow_mut().give_back(batch);
        // Told once, not at every try.
        if self.failures.get() == 0
            && let Some(one) = fault.found.iter().next()
        {
            let mut found = Diagnostics::default();
            let help = "the events wait, and are sent again".to_owned();
            found.warning("events_not_sent", String::new(), one.message.clone(), help);
            self.report(&found);
        }
        self.failures.set(self.failures.get().saturating_add(1));
        let visitor = self.app.upgrade().map_or(0.5, |app| bucket("telemetry", &app.visitor_id));
        let patient = libm::fmin(libm::ldexp(SOON, self.failures.get().min(20)), LONGEST) * (0.9 + 0.2 * visitor);
        let wait = libm::fmax(patient, fault.retry_after.unwrap_or(0.0));
        self.rest_until.set(now() + wait * 1_000.0);
        self.timer.take();
        if !self.outbox.borrow().is_empty() {
            self.send_in(wait);
        }
    }

    /// What the page should know of an answer that is final; else the fault, and the batch is to be sent again.
    async fn judge(&self, answer: &Answer) -> Result<Diagnostics, Fault> {
        let status = answer.status();
        if matches!(status, 408 | 425 | 429) || status >= 500 {
            return Err(answer.fault(&self.url));
        }
        let text = answer.text().await.unwrap_or_default();
        if !answer.is_ok() {
            return Ok(self.refused(answer, &text));
        }
        Ok(if text.is_empty() { Diagnostics::default() } else { self.rejected(&text) })
    }

    /// The whole batch was refused, and would be again.
    fn refused(&self, answer: &Answer, text: &str) -> Diagnostics {
        let problem = JSON::parse(text).unwrap_or(JsValue::NULL);
        let (detail, help) = (member_text(&problem, "detail"), member_text(&problem, "help"));
        let status = digits(u64::from(answer.status()));
        let mut found = Diagnostics::default();
        let message = ["`", &self.url, "`: the events were refused with status ", &status, " ", &detail].concat();
        let help = if help.is_empty() { "check the address and what it accepts".to_owned() } else { help };
        self.note(&mut found, "events_refused", String::new(), message.trim_end().to_owned(), help);
        found
    }

    /// Events of a batch that the server rejected, each reason once.
    fn rejected(&self, text: &str) -> Diagnostics {
        let mut found = Diagnostics::default();
        let Some(answer) = JSON::parse(text).ok().and_then(|value| from_js_limited(&value, MAX_VALUES).ok()) else {
            let message = ["`", &self.url, "`: ", &fetch::not_json(text)].concat();
            let help = "check that this is the address of the events".to_owned();
            self.note(&mut found, "bad_answer", String::new(), message, help);
            return found;
        };
        let ignored = &mut Diagnostics::default();
        let root = Node::root(&answer);
        let Some(rejected) = root.get("rejected") else { return found };
        for one in rejected.items(ignored) {
            let text = |key| one.text(key, Given, &mut Diagnostics::default()).unwrap_or_default();
            let message = ["`", &text("code"), "`: ", &text("message")].concat();
            self.note(&mut found, "event_rejected", text("pointer"), message, text("help"));
        }
        found
    }

    fn note(&self, found: &mut Diagnostics, code: &'static str, pointer: String, message: String, help: String) {
        let mut reasons = self.reasons.borrow_mut();
        let reason = [&pointer, &message].map(String::as_str).concat();
        if reasons.len() < MAX_REASONS && !reasons.contains(&reason) {
            reasons.push(reason);
            found.warning(code, pointer, message, help);
        }
    }

    fn report_dropped(&self) {
        let dropped = self.outbox.borrow_mut().take_dropped();
        if dropped == 0 {
            return;
        }
        let mut found = Diagnostics::default();
        let message = [digits(u64::from(dropped)).as_str(), " of the oldest events were dropped unsent"].concat();
        let help = "the server must answer sooner: only so many events wait".to_owned();
        found.warning("events_dropped", String::new(), message, help);
        self.report(&found);
    }

    fn report(&self, found: &Diagnostics) {
        if let Some(app) = self.app.upgrade() {
            app.report("telemetry", found);
        }
    }
}

/// Whether an address is of the page's own origin.
fn is_own(url: &str, origin: &str) -> bool {
    let rest = url.strip_prefix(origin);
    rest.is_some_and(|rest| rest.starts_with('/')) || !(url.starts_with("//") || url.starts_with("http"))
}

/// A text of an object, where it is one and has it; empty otherwise.
fn member_text(value: &JsValue, key: &str) -> String {
    Reflect::get(value, &key.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

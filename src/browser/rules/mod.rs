//! Rules from an address: fetched with revalidation, polled politely, asked for at once when a stream says so, believed
//! only with the shop's signature where there is a key, swapped whole.

mod kept;
mod signature;
mod stream;

use super::app::{App, now};
use super::fetch::{self, Fault, Fetched};
use super::mount::load_products;
use super::options::Options;
use crate::diagnostic::Diagnostics;
use crate::engine::Engine;
use crate::experiment::bucket;
use crate::wasm::from_js;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use stream::Stream;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, VisibilityState};

/// Rules are not asked for more often than this, in seconds.
const SHORTEST: f64 = 30.0;
/// After failures rules are asked for at least this often, in seconds.
const LONGEST: f64 = 3_600.0;

/// Between two questions lie so many milliseconds.
const PAUSE_MS: f64 = 1_000.0;

/// The rules' address and what came from it.
pub(super) struct Source {
    url: String,
    /// The model's document, for the first good rules.
    model: JsValue,
    /// The document in use, as it was sent.
    text: RefCell<String>,
    /// A document that was refused, and the page was told of.
    refused: RefCell<String>,
    /// What went wrong last, as far as the page was told.
    told: RefCell<String>,
    /// Failures in a row.
    failures: Cell<i32>,
    /// When the server was asked last, in milliseconds.
    asked: Cell<f64>,
    /// Whether its answer is still to come, and whether to ask again then.
    asking: Cell<bool>,
    again: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    /// The question after an announced change.
    soon: RefCell<Option<Timeout>>,
    stream: RefCell<Option<Stream>>,
    /// The version that the stream says is live.
    live: Cell<Option<f64>>,
    /// Opens the stream again.
    reopen: RefCell<Option<Timeout>>,
    /// Times in a row that the stream was refused.
    losses: Cell<i32>,
    _visible: Option<EventListener>,
}

/// Keeps the rules up to date until it is dropped.
pub(super) struct Watch(Rc<Source>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.timer.take();
        self.0.soon.take();
        self.0.close_stream();
    }
}

/// An engine with the rules from the address, or with the last good ones; `None` where there are neither yet. Then, as
/// afterwards, the address is asked again every now and then, and as soon as the stream tells of a change.
pub(super) async fn load(app: &Rc<App>, url: &str, model: &JsValue) -> Option<Engine> {
    let key = app.options.rules_key.as_deref();
    let answer = fetch_rules(url, key).await;
    let kept = kept::read(app, url).await;
    if app.disposed.get() {
        return None;
    }
    let answer = answer.and_then(|fetched| match &kept {
        Some(kept) => not_older(app, fetched, version(&kept.value)),
        None => Ok(fetched),
    });
    let (mut text, mut told) = (String::new(), String::new());
    let mut engine = None;
    match &answer {
        Ok(fetched) => {
            engine = make_engine(app, &fetched.value, model);
            text.clone_from(&fetched.text);
            if engine.is_some() {
                kept::write(app, url, fetched);
            }
        }
        Err(fault) => {
            app.report("rules", &fault.found);
            told = first_message(fault);
        }
    }
    let refused = if engine.is_some() { String::new() } else { text.clone() };
    if engine.is_none() {
        text.clear();
        engine = kept.and_then(|kept| make_engine(app, &kept.value, model));
    }
    let source = watch(app, url, model, text, refused);
    source.told.replace(told);
    source.failures.set(i32::from(answer.is_err()));
    if let Some(wait) = source.wait(app, answer.err().and_then(|fault| fault.retry_after)) {
        source.ask_in(app, wait);
    }
    source.open_stream(app);
    app.rules.replace(Some(Watch(source)));
    engine
}

/// The document at the address, if the shop's key signed it.
async fn fetch_rules(url: &str, key: Option<&[u8]>) -> Result<Fetched, Fault> {
    let fetched = fetch::document(url, true).await?.ok_or_else(|| fetch::fault(url, "there is no document"))?;
    if let Some(key) = key {
        signature::check(key, &fetched).await?;
    }
    Ok(fetched)
}

/// The version that a document says it is.
fn version(document: &JsValue) -> u32 {
    let version = Reflect::get(document, &"version".into()).ok().and_then(|version| version.as_f64());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates, and a wrong one is refused later
    let version = version.unwrap_or(0.0) as u32;
    version
}

/// Signed documents only ever follow each other.
fn not_older(app: &App, fetched: Fetched, known: u32) -> Result<Fetched, Fault> {
    let version = version(&fetched.value);
    if app.options.rules_key.is_some() && version < known {
        return Err(signature::older(version, known));
    }
    Ok(fetched)
}

fn first_message(fault: &Fault) -> String {
    fault.found.iter().next().map(|one| one.message.clone()).unwrap_or_default()
}

/// Makes an engine; what is wrong with the rules is told, and bad messages, review words or models give way to the
/// shipped ones.
pub(super) fn make_engine(app: &Rc<App>, rules: &JsValue, model: &JsValue) -> Option<Engine> {
    let options = Object::new();
    let Options { messages, review_words, size_model, .. } = &app.options;
    let members = [
        ("rules", rules),
        ("messages", messages),
        ("review_words", review_words),
        ("size_model", size_model),
        ("model", model),
    ];
    for (key, value) in members {
        if !value.is_undefined() && !value.is_null() {
            // A fresh object takes any property.
            let _ = Reflect::set(&options, &key.into(), value);
        }
    }
    match build(&options) {
        Ok((engine, warnings)) => {
            app.report("options", &warnings);
            Some(engine)
        }
        Err(found) => {
            app.report("options", &found);
            let only_rules = Object::new();
            let _ = Reflect::set(&only_rules, &"rules".into(), rules);
            build(&only_rules).ok().map(|(engine, _)| engine)
        }
    }
}

fn build(options: &Object) -> Result<(Engine, Diagnostics), Diagnostics> {
    Engine::new(&from_js(options)?)
}

fn watch(app: &Rc<App>, url: &str, model: &JsValue, text: String, refused: String) -> Rc<Source> {
    Rc::new_cyclic(|own: &Weak<Source>| {
        let (own, weak) = (own.clone(), Rc::downgrade(app));
        let visible = page().map(|page| {
            EventListener::new(&page, "visibilitychange", move |_| {
                if let (Some(source), Some(app)) = (own.upgrade(), weak.upgrade()) {
                    source.turned(&app);
                }
            })
        });
        Source {
            url: url.to_owned(),
            model: model.clone(),
            text: RefCell::new(text),
            refused: RefCell::new(refused),
            told: RefCell::default(),
            failures: Cell::new(0),
            asked: Cell::new(now()),
            asking: Cell::default(),
            again: Cell::default(),
            timer: RefCell::default(),
            soon: RefCell::default(),
            stream: RefCell::default(),
            live: Cell::default(),
            reopen: RefCell::default(),
            losses: Cell::default(),
            _visible: visible,
        }
    })
}

fn page() -> Option<Document> {
    web_sys::window()?.document()
}

fn is_hidden() -> bool {
    page().is_some_and(|page| page.visibility_state() == VisibilityState::Hidden)
}

impl Source {
    /// Seconds until the server is asked again; `None` where the page doesn't want that.
    ///
    /// A tenth more or less by the visitor's id, so that a shop's visitors don't come in step; longer after failures,
    /// and as long as the server says.
    fn wait(&self, app: &App, retry_after: Option<f64>) -> Option<f64> {
        let age = app.options.rules_max_age;
        if age <= 0.0 {
            return None;
        }
        let spread = 0.9 + 0.2 * bucket("rules", &app.visitor_id);
        let usual = libm::fmax(age, SHORTEST) * spread;
        let longest = libm::fmax(usual, LONGEST);
        let patient = libm::fmin(libm::ldexp(usual, self.failures.get().min(20)), longest);
        Some(libm::fmax(patient, retry_after.unwrap_or(0.0)))
    }

    fn ask_in(self: &Rc<Self>, app: &Rc<App>, seconds: f64) {
        let timer = self.after(app, seconds * 1_000.0, |source, app| {
            source.timer.take();
            if !is_hidden() {
                source.ask(app);
            }
        });
        self.timer.replace(Some(timer));
    }

    /// Asks after an announced change, once for all that were announced meanwhile.
    fn ask_soon(self: &Rc<Self>, app: &Rc<App>, milliseconds: f64) {
        if self.soon.borrow().is_some() {
            return;
        }
        let pause = PAUSE_MS - (now() - self.asked.get());
        let timer = self.after(app, libm::fmax(milliseconds, pause), |source, app| {
            source.soon.take();
            // Meanwhile they may have come by another question.
            if !is_hidden() && !source.is_live(app) {
                source.ask(app);
            }
        });
        self.soon.replace(Some(timer));
    }

    fn after(self: &Rc<Self>, app: &Rc<App>, milliseconds: f64, then: fn(&Rc<Source>, &Rc<App>)) -> Timeout {
        let (own, weak) = (Rc::downgrade(self), Rc::downgrade(app));
        // A day is as good as never on a page, and fits a timer.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range
        let milliseconds = libm::fmin(milliseconds, 86_400_000.0) as u32;
        Timeout::new(milliseconds, move || {
            if let (Some(source), Some(app)) = (own.upgrade(), weak.upgrade()) {
                then(&source, &app);
            }
        })
    }

    /// Nobody sees a hidden page; who comes back to it gets today's rules.
    fn turned(self: &Rc<Self>, app: &Rc<App>) {
        if is_hidden() {
            self.close_stream();
            return;
        }
        if app.options.rules_stream.is_some() {
            // What happened meanwhile isn't told again.
            self.open_stream(app);
            self.ask_soon(app, 0.0);
            return;
        }
        let is_due = self.timer.borrow().is_none();
        // A page that is hidden and shown again doesn't ask twice.
        if is_due && app.options.rules_max_age > 0.0 && now() - self.asked.get() >= PAUSE_MS {
            self.ask(app);
        }
    }

    /// One question at a time: answers can't overtake each other.
    fn ask(self: &Rc<Self>, app: &Rc<App>) {
        if self.asking.replace(true) {
            self.again.set(true);
            return;
        }
        self.asked.set(now());
        let (source, key, app) = (Rc::clone(self), app.options.rules_key.clone(), Rc::downgrade(app));
        spawn_local(async move {
            let answer = fetch_rules(&source.url, key.as_deref()).await;
            source.asking.set(false);
            let Some(app) = app.upgrade().filter(|app| !app.disposed.get()) else { return };
            source.answered(&app, answer);
            if source.again.take() {
                source.ask_soon(&app, 0.0);
            }
        });
    }

    fn answered(self: &Rc<Self>, app: &Rc<App>, answer: Result<Fetched, Fault>) {
        let known = app.engine.borrow().as_ref().map_or(0, |engine| engine.rules().document.version);
        let mut retry_after = None;
        match answer.and_then(|fetched| not_older(app, fetched, known)) {
            Ok(fetched) => {
                self.failures.set(0);
                self.told.take();
                self.take(app, &fetched);
            }
            Err(fault) => {
                // Told once, not at every try.
                let message = first_message(&fault);
                if self.told.replace(message.clone()) != message {
                    app.report("rules", &fault.found);
                }
                self.failures.set(self.failures.get().saturating_add(1));
                retry_after = fault.retry_after;
            }
        }
        if let Some(wait) = self.wait(app, retry_after) {
            self.ask_in(app, wait);
        }
    }

    /// Uses a document whole, or keeps the last good one.
    fn take(&self, app: &Rc<App>, fetched: &Fetched) {
        let is_known = *self.text.borrow() == fetched.text || *self.refused.borrow() == fetched.text;
        if is_known {
            return;
        }
        if !self.swap(app, &fetched.value) {
            self.refused.replace(fetched.text.clone());
            return;
        }
        self.text.replace(fetched.text.clone());
        self.refused.take();
        kept::write(app, &self.url, fetched);
        app.schedule();
    }

    /// Whether the rules were good; then they are in use.
    fn swap(&self, app: &Rc<App>, rules: &JsValue) -> bool {
        if app.engine.borrow().is_none() {
            let Some(engine) = make_engine(app, rules, &self.model) else { return false };
            app.engine.replace(Some(engine));
            load_products(app);
            return true;
        }
        let found = match (from_js(rules), app.engine.borrow_mut().as_mut()) {
            (Ok(document), Some(engine)) => engine.set_rules(&document),
            (Err(fault), _) => fault,
            (_, None) => return false,
        };
        app.report("rules", &found);
        !found.has_errors()
    }
}

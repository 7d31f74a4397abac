//! Rules from an address: fetched with revalidation, polled politely, swapped whole.

use super::app::{App, now};
use super::cache;
use super::fetch::{self, Fault};
use super::mount::load_products;
use crate::diagnostic::Diagnostics;
use crate::engine::Engine;
use crate::experiment::bucket;
use crate::wasm::from_js;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Object, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, VisibilityState};

/// Rules are not asked for more often than this, in seconds.
const SHORTEST: f64 = 30.0;
/// After failures rules are asked for at least this often, in seconds.
const LONGEST: f64 = 3_600.0;

/// The rules' address and what came from it.
pub(super) struct Source {
    url: String,
    /// The model's document, for the first good rules.
    model: JsValue,
    /// The document in use, as it was sent.
    text: RefCell<String>,
    /// A document that was refused, and the page was told of.
    refused: RefCell<String>,
    /// Failures in a row.
    failures: Cell<i32>,
    /// When the server was asked last, in milliseconds.
    asked: Cell<f64>,
    timer: RefCell<Option<Timeout>>,
    _visible: Option<EventListener>,
}

/// Keeps the rules up to date until it is dropped.
pub(super) struct Watch(Rc<Source>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.timer.take();
    }
}

/// An engine with the rules from the address, or with the last good ones; `None` where there are neither yet. Then, as
/// afterwards, the address is asked again every now and then.
pub(super) async fn load(app: &Rc<App>, url: &str, model: &JsValue) -> Option<Engine> {
    let answer = fetch::document(url, true).await;
    if app.disposed.get() {
        return None;
    }
    let mut text = String::new();
    let mut engine = None;
    match &answer {
        Ok(Some(fetched)) => {
            engine = make_engine(app, &fetched.value, model);
            text.clone_from(&fetched.text);
            if engine.is_some() {
                cache::write(&app.storage, "rules", url, &fetched.value, now());
            }
        }
        Ok(None) => app.report("rules", &fetch::fault(url, "there is no document").found),
        Err(fault) => app.report("rules", &fault.found),
    }
    let refused = if engine.is_some() { String::new() } else { text.clone() };
    if engine.is_none() {
        text.clear();
        let kept = cache::read(&app.storage, "rules", url, now());
        engine = kept.and_then(|kept| make_engine(app, &kept.document, model));
    }
    let source = watch(app, url, model, text, refused);
    source.failures.set(i32::from(!matches!(answer, Ok(Some(_)))));
    if let Some(wait) = source.wait(app, answer.err().and_then(|fault| fault.retry_after)) {
        source.ask_in(app, wait);
    }
    app.rules.replace(Some(Watch(source)));
    engine
}

/// Makes an engine; what is wrong with the rules is told, and bad messages or a bad model give way to the shipped ones.
pub(super) fn make_engine(app: &Rc<App>, rules: &JsValue, model: &JsValue) -> Option<Engine> {
    let options = Object::new();
    for (key, value) in [("rules", rules), ("messages", &app.options.messages), ("model", model)] {
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
                    source.turned_visible(&app);
                }
            })
        });
        Source {
            url: url.to_owned(),
            model: model.clone(),
            text: RefCell::new(text),
            refused: RefCell::new(refused),
            failures: Cell::new(0),
            asked: Cell::new(now()),
            timer: RefCell::default(),
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
        let (own, weak) = (Rc::downgrade(self), Rc::downgrade(app));
        // A day is as good as never on a page, and fits a timer.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range
        let milliseconds = (libm::fmin(seconds, 86_400.0) * 1_000.0) as u32;
        let timer = Timeout::new(milliseconds, move || {
            if let (Some(source), Some(app)) = (own.upgrade(), weak.upgrade()) {
                source.timer.take();
                if !is_hidden() {
                    source.ask(&app);
                }
            }
        });
        self.timer.replace(Some(timer));
    }

    /// Nobody sees a hidden page; who comes back to it gets today's rules.
    fn turned_visible(self: &Rc<Self>, app: &Rc<App>) {
        let is_due = self.timer.borrow().is_none();
        if is_due && !is_hidden() && app.options.rules_max_age > 0.0 {
            self.ask(app);
        }
    }

    fn ask(self: &Rc<Self>, app: &Rc<App>) {
        // One question at a time: a page that is hidden and shown again doesn't ask twice.
        if now() - self.asked.get() < 1_000.0 {
            return;
        }
        self.asked.set(now());
        let (source, app) = (Rc::clone(self), Rc::downgrade(app));
        spawn_local(async move {
            let answer = fetch::document(&source.url, true).await;
            if let Some(app) = app.upgrade().filter(|app| !app.disposed.get()) {
                source.answered(&app, answer);
            }
        });
    }

    fn answered(self: &Rc<Self>, app: &Rc<App>, answer: Result<Option<fetch::Fetched>, Fault>) {
        let answer = answer.and_then(|answer| answer.ok_or_else(|| fetch::fault(&self.url, "there is no document")));
        let mut retry_after = None;
        match answer {
            Ok(fetched) => {
                self.failures.set(0);
                self.take(app, &fetched);
            }
            Err(fault) => {
                // Told once, not at every try.
                if self.failures.get() == 0 {
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
    fn take(&self, app: &Rc<App>, fetched: &fetch::Fetched) {
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
        cache::write(&app.storage, "rules", &self.url, &fetched.value, now());
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

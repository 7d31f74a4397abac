//! A stream that says when rules changed: server-sent events named `rules`, while the page is visible.

use super::{LONGEST, Source, is_hidden};
use crate::browser::app::App;
use crate::diagnostic::Diagnostics;
use crate::experiment::bucket;
use gloo::events::EventListener;
use js_sys::{JSON, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::EventSource;

/// After a change was announced, visitors ask within so many milliseconds, spread by their ids.
const SPREAD_MS: f64 = 1_500.0;
/// A stream that was refused is opened again after so many seconds, and after twice as long each time.
const REOPEN: f64 = 10.0;

/// An open stream. Dropping it closes it.
pub(super) struct Stream {
    source: EventSource,
    _listeners: [EventListener; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Stream {
    /// Opens a stream; `None` where the address can't be one. `changed` gets the version that is live now, if the server
    /// says it; `lost` hears that the browser gave up. A connection that only broke off is opened again by the browser.
    pub fn open(url: &str, changed: impl Fn(Option<f64>) + 'static, lost: impl Fn() + 'static) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let own = source.clone();
        let listeners = [
            EventListener::new(&source, "rules", move |event| changed(version(event))),
            EventListener::new(&source, "error", move |_| {
                if own.ready_state() == EventSource::CLOSED {
                    lost();
                }
            }),
        ];
        Some(Stream { source, _listeners: listeners })
    }
}

impl Source {
    pub(super) fn close_stream(&self) {
        self.stream.take();
        self.reopen.take();
        self.live.take();
    }

    pub(super) fn open_stream(self: &Rc<Self>, app: &Rc<App>) {
        let Some(url) = &app.options.rules_stream else { return };
        if is_hidden() {
            return;
        }
        let (own, weak) = (Rc::downgrade(self), Rc::downgrade(app));
        let (other, same) = (own.clone(), weak.clone());
        let changed = move |version| {
            if let (Some(source), Some(app)) = (own.upgrade(), weak.upgrade()) {
                source.announced(&app, version);
            }
        };
        let lost = move || {
            if let (Some(source), Some(app)) = (other.upgrade(), same.upgrade()) {
                source.stream_lost(&app);
            }
        };
        let stream = Stream::open(url, changed, lost);
        if stream.is_none() {
            self.report_stream(app);
        }
        self.stream.replace(stream);
    }

    /// The stream says what is live: at once when it opens, and then whenever that changes.
    fn announced(self: &Rc<Self>, app: &Rc<App>, version: Option<f64>) {
        self.losses.set(0);
        self.live.set(version);
        if !self.is_live(app) {
            self.ask_soon(app, SPREAD_MS * bucket("rules", &app.visitor_id));
        }
    }

    /// Whether the rules in use are those that the stream said are live.
    pub(super) fn is_live(&self, app: &App) -> bool {
        let engine = app.engine.borrow();
        let used = engine.as_ref().map(|engine| f64::from(engine.rules().document.version));
        used.is_some() && used == self.live.get()
    }

    fn stream_lost(self: &Rc<Self>, app: &Rc<App>) {
        if self.losses.get() == 0 {
            self.report_stream(app);
        }
        self.losses.set(self.losses.get().saturating_add(1));
        let patient = libm::fmin(libm::ldexp(REOPEN, self.losses.get().min(20) - 1), LONGEST);
        let spread = 0.9 + 0.2 * bucket("rules", &app.visitor_id);
        let timer = self.after(app, patient * spread * 1_000.0, |source, app| source.open_stream(app));
        self.reopen.replace(Some(timer));
    }

    fn report_stream(&self, app: &App) {
        let mut found = Diagnostics::default();
        let url = app.options.rules_stream.as_deref().unwrap_or_default();
        let message = ["`", url, "`: this is no stream of events now"].concat();
        let help = "check the address; meanwhile rules are asked for by and by".to_owned();
        found.warning("no_stream", "/rulesStream".to_owned(), message, help);
        app.report("options", &found);
    }
}

/// The version in an event's `data`, which is JSON.
fn version(event: &JsValue) -> Option<f64> {
    let member = |value: &JsValue, key: &str| Reflect::get(value, &key.into()).ok();
    let body = JSON::parse(&member(event, "data")?.as_string()?).ok()?;
    member(&body, "version")?.as_f64()
}

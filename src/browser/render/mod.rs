//! A nudge on the page: a card in a shadow root, and the dialog that its main action opens.
//!
//! Text nodes only and a constructed style sheet, so that it works under a strict content security policy and neither
//! breaks nor is broken by the shop's CSS. Nothing here decides what is shown.

mod card;
mod comparison;
mod details;
mod dialog;
mod dom;
mod exposure;
mod grab;
mod highlights;
mod icons;
mod links;
mod measures_form;
mod placement;
mod quiet;
mod size_chart;
mod stage;

use crate::decision::Nudge;
use crate::nudge::Detail;
use crate::size::measures::{INCH, Measures};
use comparison::Answer;
use dom::{Dom, append, listen};
use exposure::Exposure;
use gloo::events::EventListener;
use quiet::Entry;
pub use quiet::Quiet;
use stage::Stage;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// What happens to a nudge, in the order in which it can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// At least half of it was visible for a second. Once.
    Exposed,
    /// The main action was pressed. Where it opens no dialog nothing else happens here: the shop opens its chat, say.
    Accepted,
    /// Its dialog opened.
    Opened,
    /// The shopper wants measures in this unit from now on.
    Measured(Unit),
    /// The shopper typed measurements in; these are all of them.
    Typed(Measures),
    /// Of the compared sizes the shopper keeps the one at this place.
    Keep(usize),
    /// The shopper keeps them all.
    KeepAll,
    /// Its dialog closed.
    Closed,
    /// The shopper sent it away. It is leaving; `Gone` follows.
    Dismissed,
    /// It has left: nothing is visible any more, and the owner drops it.
    Gone,
}

/// A unit of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Centimetres.
    Cm,
    /// Inches.
    In,
}

impl Unit {
    /// `cm` or `in`.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::Cm => "cm",
            Unit::In => "in",
        }
    }

    /// What a number in this unit is multiplied by to be one in another.
    #[must_use]
    pub fn factor(self, to: Unit) -> f64 {
        match (self, to) {
            (Unit::Cm, Unit::In) => 1.0 / INCH,
            (Unit::In, Unit::Cm) => INCH,
            _ => 1.0,
        }
    }

    /// The unit with a symbol.
    #[must_use]
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        [Unit::Cm, Unit::In].into_iter().find(|unit| unit.symbol() == symbol)
    }
}

/// What a nudge should know about the page and the shopper's habits.
#[derive(Clone, Debug, Default)]
pub struct RenderOptions {
    /// The unit that the shopper chose before; `None`: the chart's own.
    pub unit: Option<Unit>,
    /// What the shopper measured.
    pub measures: Measures,
    /// A CSS selector of what a corner card must not cover, besides submit buttons, prices and ways to the checkout.
    pub avoid: Option<String>,
    /// What it waits for a quiet moment by; `None`: it comes in at once, where there is a place for it.
    pub quiet: Option<Rc<Quiet>>,
}

/// A nudge on the page. Dropping it removes every node, listener and timer at once, and gives the focus back to where
/// it was before it came in here.
pub struct Rendered {
    stage: Rc<Stage>,
    answer: Option<Answer>,
    _listeners: Vec<EventListener>,
    _exposure: Exposure,
}

/// Shows a nudge: in the slot where that moves nothing visible, else in the corner (a bottom sheet on a narrow page).
///
/// It waits, unseen, for a quiet moment, and in the corner also until its place is free of prices, submit buttons and ways
/// to the checkout. `signal` is called after the fact, and may drop the nudge.
///
/// # Errors
/// What the browser threw, for instance because it has no constructed style sheets; then nothing is on the page.
pub fn show(
    nudge: &Nudge,
    slot: Option<&Element>,
    options: &RenderOptions,
    signal: impl Fn(Signal) + 'static,
) -> Result<Rendered, JsValue> {
    let view = &nudge.content;
    let dom = Dom::of_page()?;
    let stage = Rc::new(Stage::new(dom, view, Box::new(signal))?);
    let mut listeners = Vec::new();
    let card = card::build(&stage, view, &mut listeners);
    append(&stage.root, &card.section);
    let mut answer = None;
    let body = match &view.detail {
        Detail::SizeChart(chart) => {
            Some((&chart.title, size_chart::build(&stage, chart, &view.locale, options, &mut listeners)))
        }
        Detail::SizeComparison(comparison) => {
            let (body, own) = comparison::build(&stage, comparison, &view.locale, options.unit, &mut listeners);
            answer = Some(own);
            Some((&comparison.title, body))
        }
        Detail::ReviewHighlights { title, balance, quotes, url, all_label } => {
            let link = url.as_deref().map(|url| (url, all_label.as_str()));
            Some((title, highlights::build(&stage.dom, balance, quotes, link)))
        }
        Detail::ProductDetails { title, sections, url, page_label } => {
            let link = url.as_deref().map(|url| (url, page_label.as_str()));
            Some((title, details::build(&stage.dom, sections, link)))
        }
        Detail::Links { title, items } => Some((title, links::build(&stage.dom, items))),
        Detail::TryOn { .. } | Detail::Chat { .. } | Detail::Line { .. } => None,
    };
    let dialog = body.map(|(title, body)| {
        let dialog = dialog::build(&stage, title, &view.labels.close, &body, &card.action, &mut listeners);
        append(&stage.root, &dialog);
        dialog
    });
    listeners.push(escape(&stage, dialog.clone()));
    listeners.push(arrival(&stage));
    let action = Rc::clone(&stage);
    listeners.push(listen(&card.action, "click", move |_| {
        action.signal(Signal::Accepted);
        if dialog.as_ref().is_some_and(|dialog| dialog.show_modal().is_ok()) {
            action.signal(Signal::Opened);
        }
    }));
    // From here on dropping it cleans up, whatever fails.
    let exposure = Exposure::watch(&stage)?;
    let rendered = Rendered { stage, answer, _listeners: listeners, _exposure: exposure };
    Entry::begin(&rendered.stage, slot, options);
    Ok(rendered)
}

impl Rendered {
    /// Its one node in the page; everything else is in that node's shadow root.
    #[must_use]
    pub fn host(&self) -> &HtmlElement {
        &self.stage.host
    }

    /// Whether it hasn't come in yet.
    #[must_use]
    pub fn waits(&self) -> bool {
        !self.stage.came.get()
    }

    /// Says what became of the sizes that the shopper chose from; when it is `done`, there is nothing left to choose.
    /// Whether the shopper is still there to read it.
    pub fn answer(&self, text: &str, done: bool) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.say(text, done))
    }

    /// Leaves the way it came; `Signal::Gone` follows.
    pub fn leave(&self) {
        self.stage.leave();
    }
}

impl Drop for Rendered {
    fn drop(&mut self) {
        self.stage.clear();
    }
}

/// Escape sends the card away; an open dialog only closes, and does that itself. Neither reaches the shop.
fn escape(stage: &Rc<Stage>, dialog: Option<web_sys::HtmlDialogElement>) -> EventListener {
    let own = Rc::clone(stage);
    listen(&stage.root, "keydown", move |event| {
        if event.unchecked_ref::<KeyboardEvent>().key() != "Escape" {
            return;
        }
        event.stop_propagation();
        if !dialog.as_ref().is_some_and(|dialog| dialog.open()) {
            event.prevent_default();
            own.dismiss();
        }
    })
}

/// Remembers where the focus comes from when it comes in.
fn arrival(stage: &Rc<Stage>) -> EventListener {
    let own = Rc::clone(stage);
    listen(&stage.host, "focusin", move |event| {
        let from = event.unchecked_ref::<web_sys::FocusEvent>().related_target();
        own.came_from(from.and_then(|target| target.dyn_into().ok()));
    })
}

//! When a nudge comes in: at a quiet moment, never while the shopper types or pays, and never under their pointer.
//!
//! What the hands do is noted as it happens, a time or a position and no more; a nudge that waits looks at the notes
//! a few times a second. What is shown already isn't touched by any of this.

use super::RenderOptions;
use super::dom::{Dom, around};
use super::placement::{self, Clear};
use super::stage::Stage;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Date;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, PointerEvent, TouchEvent};

/// Milliseconds without a press, key, input, touch, turn of the wheel or scrolling that make a moment quiet. They begin
/// with the decision at the earliest: longer than the pause between two turns of a wheel or two keys, shorter than the
/// look at a page that rests.
const QUIET_MS: f64 = 800.0;
/// Milliseconds after a key, an input or the focus coming for which a text field with the focus counts as being typed
/// in: people stop to think of a house number. Later it only has the focus.
const TYPING_MS: f64 = 4_000.0;
/// Milliseconds between two looks of a nudge that waits, so that it comes at most this much late.
const LOOK_MS: u32 = 200;

/// Where texts are written or chosen.
const TEXT: &str = ":read-write,select";
/// Where one pays: fields of cards, and any frame, for what happens within one isn't told.
const PAYMENT: &str = "iframe,[autocomplete^='cc-' i],[autocomplete*=' cc-' i]";
/// What leaves the rest of the page no say.
const MODAL: &str = "dialog:modal,[aria-modal=true]";

/// What an event says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Where the pointer is.
    Moved,
    /// That, and that it was pressed or let go.
    Pressed,
    /// The pointer left the page, or the finger the glass.
    Left,
    /// How many fingers are on the glass; a finger that scrolls is no pressed pointer any more.
    Touched,
    /// Something is written, or the focus moved.
    Typed,
    /// A hand did something else, or the page was seen again.
    Stirred,
    /// The page moved, by whomever.
    Rolled,
    /// The window lost the focus: to another window, or to the browser's own payment sheet.
    Away,
}

/// Listened to on the window; in its capture phase where a shop that stops the event mustn't matter.
const EVENTS: [(&str, Says); 16] = [
    ("pointermove", Says::Moved),
    ("pointerdown", Says::Pressed),
    ("pointerup", Says::Pressed),
    ("pointercancel", Says::Pressed),
    ("touchstart", Says::Touched),
    ("touchend", Says::Touched),
    ("touchcancel", Says::Touched),
    ("keydown", Says::Typed),
    ("input", Says::Typed),
    ("focus", Says::Typed),
    ("wheel", Says::Stirred),
    ("dragover", Says::Stirred),
    ("visibilitychange", Says::Stirred),
    // Of the window alone: a part of the page that scrolls by itself is no hand's doing.
    ("scroll", Says::Rolled),
    ("resize", Says::Rolled),
    ("blur", Says::Away),
];

/// Notes what the shopper's hands do, from its making until it is dropped: what is pressed, and where the pointer
/// rests, can't be asked for afterwards.
#[derive(Debug)]
pub struct Quiet {
    notes: Rc<Notes>,
    _listeners: Vec<EventListener>,
}

/// Times are milliseconds since 1970; 0 is never.
#[derive(Debug, Default)]
struct Notes {
    stirred: Cell<f64>,
    typed: Cell<f64>,
    /// In CSS pixels of the viewport.
    pointer: Cell<Option<(i32, i32)>>,
    pressed: Cell<bool>,
    touched: Cell<bool>,
    away: Cell<bool>,
    /// How many events there were, so that what failed is tried again only after another.
    count: Cell<u32>,
}

impl Quiet {
    /// Begins to listen; `None` outside of a page.
    #[must_use]
    pub fn watch() -> Option<Rc<Self>> {
        Dom::of_page().ok().map(|dom| Self::of(&dom))
    }

    fn of(dom: &Dom) -> Rc<Self> {
        let notes = Rc::<Notes>::default();
        let mut listeners: Vec<_> =
            EVENTS.into_iter().map(|(kind, says)| listen(&dom.window, kind, &notes, says)).collect();
        if let Some(root) = dom.document.document_element() {
            listeners.push(listen(&root, "pointerleave", &notes, Says::Left));
        }
        Rc::new(Self { notes, _listeners: listeners })
    }
}

fn listen(target: &EventTarget, kind: &'static str, notes: &Rc<Notes>, says: Says) -> EventListener {
    let options = match says {
        Says::Left | Says::Rolled | Says::Away => EventListenerOptions::default(),
        _ => EventListenerOptions::run_in_capture_phase(),
    };
    let notes = Rc::clone(notes);
    EventListener::new_with_options(target, kind, options, move |event| notes.take(says, event))
}

impl Notes {
    fn take(&self, says: Says, event: &Event) {
        self.count.set(self.count.get().wrapping_add(1));
        match says {
            Says::Moved | Says::Pressed => {
                let event: &PointerEvent = event.unchecked_ref();
                self.pointer.set(Some((event.client_x(), event.client_y())));
                // Also mends what was let go where no page could hear it.
                self.pressed.set(event.buttons() != 0);
            }
            Says::Left => self.pointer.set(None),
            Says::Touched => self.touched.set(event.unchecked_ref::<TouchEvent>().touches().length() > 0),
            Says::Typed => self.typed.set(Date::now()),
            Says::Stirred | Says::Rolled | Says::Away => {}
        }
        if says == Says::Moved || says == Says::Left {
            return;
        }
        self.stirred.set(Date::now());
        if says != Says::Rolled {
            self.away.set(says == Says::Away);
        }
    }

    /// Whether a hand is on something, or the shopper elsewhere.
    fn is_taken(&self) -> bool {
        self.pressed.get() || self.touched.get() || self.away.get()
    }
}

/// Whether something was at most so long ago; a clock that was set back says no.
fn recent(at: f64, milliseconds: f64) -> bool {
    (0.0..milliseconds).contains(&(Date::now() - at))
}

/// A nudge that waits to come in.
pub(super) struct Entry {
    stage: Rc<Stage>,
    quiet: Rc<Quiet>,
    slot: Option<Element>,
    avoid: Option<String>,
    /// Since when it waits.
    since: f64,
    /// How many events there had been when it last found no place.
    tried: Option<u32>,
}

impl Entry {
    /// Comes in at the next quiet moment at which it has a place. The stage's timer holds all that waits, so that it
    /// ends with the stage's timers.
    pub fn begin(stage: &Rc<Stage>, slot: Option<&Element>, options: &RenderOptions) {
        let mut entry = Self {
            stage: Rc::clone(stage),
            quiet: options.quiet.clone().unwrap_or_else(|| Quiet::of(&stage.dom)),
            slot: slot.cloned(),
            avoid: options.avoid.clone(),
            since: Date::now(),
            tried: None,
        };
        if options.quiet.is_some() || !entry.come() {
            entry.wait();
        }
    }

    fn wait(mut self) {
        let stage = Rc::clone(&self.stage);
        stage.later(LOOK_MS, move || {
            if !(self.is_time() && self.come()) {
                self.wait();
            }
        });
    }

    /// The cheap questions first.
    fn is_time(&self) -> bool {
        let (notes, dom) = (&self.quiet.notes, &self.stage.dom);
        self.tried != Some(notes.count.get())
            && !recent(self.since.max(notes.stirred.get()), QUIET_MS)
            && !notes.is_taken()
            && !dom.document.hidden()
            && !self.is_at_it(recent(notes.typed.get(), TYPING_MS))
    }

    /// Whether the shopper types, pays, or has a dialog of the shop before them that the nudge isn't in.
    fn is_at_it(&self, typing: bool) -> bool {
        let document = &self.stage.dom.document;
        let mut focus = document.active_element();
        while let Some(element) = focus {
            let within = |selector: &str| element.closest(selector).ok().flatten();
            if within(PAYMENT).is_some()
                || typing && within(TEXT).is_some()
                || within(MODAL).is_some_and(|modal| self.is_before(&modal))
            {
                return true;
            }
            focus = element.shadow_root().and_then(|root| root.active_element());
        }
        let Ok(modals) = document.query_selector_all(MODAL) else { return false };
        (0..modals.length()).filter_map(|at| modals.get(at)).any(|modal| self.is_before(modal.unchecked_ref()))
    }

    /// Whether a modal part of the page is open, and the slot isn't in it.
    fn is_before(&self, modal: &Element) -> bool {
        let mut around_slot = self.slot.clone();
        while let Some(element) = around_slot {
            if element == *modal {
                return false;
            }
            around_slot = around(&element);
        }
        self.is_open(modal)
    }

    /// A closed modal part that stays in the page lies beside it, is hidden, or lets pointers through.
    fn is_open(&self, modal: &Element) -> bool {
        let dom = &self.stage.dom;
        dom.shows(&modal.get_bounding_client_rect())
            && dom.style(modal, "visibility") == "visible"
            && dom.style(modal, "pointer-events") != "none"
    }

    /// Whether it had a place, and came.
    fn come(&mut self) -> bool {
        let notes = &self.quiet.notes;
        self.tried = Some(notes.count.get());
        let stage = &self.stage;
        // Under the very dialog that its slot is in, nobody would see it.
        let around = self.slot.as_ref().and_then(|slot| slot.closest(MODAL).ok().flatten());
        let corner = !around.is_some_and(|modal| self.is_open(&modal));
        let clear = Clear { corner, avoid: self.avoid.as_deref(), pointer: notes.pointer.get() };
        let came = placement::place(&stage.dom, &stage.host, self.slot.as_ref(), &clear);
        if came {
            stage.announce();
        }
        came
    }
}

//! The nudge on a real page: where it goes, how it is left, and that nothing of it stays.
#![cfg(all(target_arch = "wasm32", feature = "browser"))]
// Test functions of wasm-bindgen-test are not `#[test]`, so clippy.toml's exception doesn't reach.
#![allow(clippy::unwrap_used)]

use cartnudge::browser::render::{RenderOptions, Rendered, Signal, Unit, show};
use cartnudge::decision::Nudge;
use cartnudge::nudge::{ChartRow, Detail, Labels, MeasuresForm, Quote, SizeAdvice, SizeChartDetail, Sure, View};
use cartnudge::rules::NudgeType;
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, KeyboardEvent, KeyboardEventInit, ShadowRoot};

wasm_bindgen_test_configure!(run_in_browser);

/// A nudge on the page with what it signalled.
struct Scene {
    rendered: Option<Rendered>,
    signals: Rc<RefCell<Vec<Signal>>>,
    root: ShadowRoot,
}

impl Scene {
    fn show(detail: Detail, slot: Option<&Element>, unit: Option<Unit>) -> Self {
        let signals: Rc<RefCell<Vec<Signal>>> = Rc::default();
        let heard = Rc::clone(&signals);
        let options = RenderOptions { unit, ..RenderOptions::default() };
        let signal = move |signal| heard.borrow_mut().push(signal);
        let rendered = show(&nudge(detail), slot, &options, signal).unwrap();
        let root = rendered.host().shadow_root().unwrap();
        Self { rendered: Some(rendered), signals, root }
    }

    fn signals(&self) -> Vec<Signal> {
        self.signals.borrow().clone()
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.root.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    fn dialog(&self) -> HtmlDialogElement {
        self.find("dialog").unchecked_into()
    }

    fn focused(&self, selector: &str) -> bool {
        self.root.active_element().as_ref() == Some(self.find(selector).as_ref())
    }

    fn placed(&self) -> String {
        self.rendered.as_ref().unwrap().host().get_attribute("data-cartnudge").unwrap()
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn hosts() -> u32 {
    document().query_selector_all("[data-cartnudge]").unwrap().length()
}

async fn sleep(milliseconds: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        Timeout::new(milliseconds, move || {
            let _ = resolve.call0(&JsValue::NULL);
        })
        .forget();
    });
    JsFuture::from(promise).await.unwrap();
}

fn escape(target: &Element) {
    let init = KeyboardEventInit::new();
    init.set_key("Escape");
    init.set_bubbles(true);
    init.set_composed(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

/// An element at the top of the page, so that the viewport shows it.
fn element(tag: &str, text: &str) -> HtmlElement {
    let element: HtmlElement = document().create_element(tag).unwrap().unchecked_into();
    element.set_text_content(Some(text));
    let body = document().body().unwrap();
    body.insert_before(&element, body.first_child().as_ref()).unwrap();
    element
}

fn nudge(detail: Detail) -> Nudge {
    Nudge {
        rule_id: "two-sizes".to_owned(),
        kind: NudgeType::SizeGuide,
        placement: "corner".to_owned(),
        item_id: None,
        variation: None,
        content: View {
            locale: "de-DE".to_owned(),
            headline: "Zwischen <b>S</b> und M?".to_owned(),
            body: "Die Größentabelle hilft.".to_owned(),
            action: "Größentabelle öffnen".to_owned(),
            detail,
            labels: Labels {
                region: "Ein Tipp".to_owned(),
                close: "Schließen".to_owned(),
                dismiss: "Nein, danke".to_owned(),
            },
        },
        expected_value: None,
        reasons: Vec::new(),
        reason: String::new(),
    }
}

fn chart() -> Detail {
    let row = |size: &str, chest, note: Option<&str>| ChartRow {
        size: size.to_owned(),
        values: vec![chest, None],
        recommended: note.is_some(),
        note: note.map(str::to_owned),
    };
    let columns = vec!["Brust".to_owned(), "Taille".to_owned()];
    let measures = MeasuresForm {
        label: "Ihre Maße".to_owned(),
        note: "Sie bleiben auf diesem Gerät.".to_owned(),
        values: vec![None, None],
        measured: "nach Ihren Maßen".to_owned(),
        none: "Keine Größe".to_owned(),
        bad: ["10 bis 250 cm", "4 bis 98 in"].map(str::to_owned),
    };
    Detail::SizeChart(Box::new(SizeChartDetail {
        title: "Größentabelle".to_owned(),
        unit: "cm",
        unit_label: "Einheit".to_owned(),
        size_label: "Größe".to_owned(),
        columns,
        rows: vec![row("S", Some((84.0, 88.5)), None), row("M", Some((90.0, 90.0)), Some("im Warenkorb"))],
        advice: Some(SizeAdvice {
            size: "M".to_owned(),
            sure: Sure::Likely,
            headline: "M passt".to_owned(),
            reason: "Von Aurel haben Sie M behalten.".to_owned(),
            chances: Vec::new(),
        }),
        no_advice: None,
        compare: None,
        measures,
        how_to_measure: None,
    }))
}

fn chat() -> Detail {
    Detail::Chat { item_id: None, item_name: None }
}

fn highlights(url: Option<&str>) -> Detail {
    let quote = |text: &str, rating, author: Option<&str>| Quote {
        text: text.to_owned(),
        aspect: Some("material"),
        emphasis: Some("Leinen".to_owned()),
        rating,
        stars: rating.map(|_| "4 von 5 Sternen".to_owned()),
        size: None,
        author: author.map(str::to_owned),
    };
    Detail::ReviewHighlights {
        title: "Das sagen Käufer".to_owned(),
        balance: "31 von 44".to_owned(),
        quotes: vec![quote("Schönes Leinen.", Some(4.0), Some("Ines K.")), quote("Passt.", None, None)],
        url: url.map(str::to_owned),
        all_label: "Alle lesen".to_owned(),
    }
}

#[wasm_bindgen_test]
fn the_card_is_text_in_a_shadow_root_and_takes_no_focus() {
    let scene = Scene::show(chart(), None, None);
    assert_eq!(scene.placed(), "corner");
    assert_eq!(scene.find("[part=headline]").text_content().unwrap(), "Zwischen <b>S</b> und M?");
    assert!(scene.root.query_selector("b").unwrap().is_none());
    assert_eq!(scene.find("[part=card]").get_attribute("aria-label").unwrap(), "Ein Tipp");
    assert_eq!(scene.find("[part=dismiss]").get_attribute("aria-label").unwrap(), "Nein, danke");
    assert_eq!(scene.rendered.as_ref().unwrap().host().get_attribute("lang").unwrap(), "de-DE");
    assert!(scene.root.query_selector("style, [style]").unwrap().is_none());
    assert!(scene.root.active_element().is_none());
}

#[wasm_bindgen_test]
async fn it_is_announced_once_and_politely() {
    let scene = Scene::show(chat(), None, None);
    assert_eq!(scene.find("[role=status]").text_content().unwrap(), "");
    sleep(400).await;
    assert_eq!(scene.find("[role=status]").text_content().unwrap(), "Ein Tipp: Zwischen <b>S</b> und M?");
}

#[wasm_bindgen_test]
async fn the_cross_sends_it_away() {
    let scene = Scene::show(chat(), None, None);
    scene.find("[part=dismiss]").click();
    scene.find("[part=dismiss]").click();
    assert_eq!(scene.signals(), [Signal::Dismissed]);
    sleep(250).await;
    assert_eq!(scene.signals(), [Signal::Dismissed, Signal::Gone]);
    assert_eq!(hosts(), 0);
}

#[wasm_bindgen_test]
async fn escape_in_the_card_sends_it_away_and_gives_the_focus_back() {
    let button = element("button", "Weiter");
    button.focus().unwrap();
    let scene = Scene::show(chat(), None, None);
    scene.find("[part=action]").focus().unwrap();
    escape(&scene.find("[part=action]"));
    assert_eq!(scene.signals(), [Signal::Dismissed]);
    assert_eq!(document().active_element().as_ref(), Some(button.as_ref()));
    button.remove();
}

#[wasm_bindgen_test]
async fn the_dialog_opens_closes_and_returns_the_focus() {
    let scene = Scene::show(chart(), None, None);
    scene.find("[part=action]").click();
    assert!(scene.dialog().open());
    scene.find("[part=close]").click();
    sleep(50).await;
    assert!(!scene.dialog().open());
    assert!(scene.focused("[part=action]"));
    assert_eq!(scene.signals(), [Signal::Accepted, Signal::Opened, Signal::Closed]);
    assert_eq!(hosts(), 1);
}

#[wasm_bindgen_test]
fn a_chat_prompt_opens_nothing_of_its_own() {
    let scene = Scene::show(chat(), None, None);
    scene.find("[part=action]").click();
    assert_eq!(scene.signals(), [Signal::Accepted]);
    assert!(scene.root.query_selector("dialog").unwrap().is_none());
}

#[wasm_bindgen_test]
fn the_chart_reads_in_both_units() {
    let scene = Scene::show(chart(), None, None);
    let cells = || {
        let cells = scene.root.query_selector_all("td").unwrap();
        (0..cells.length()).map(|at| cells.get(at).unwrap().text_content().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(cells(), ["84–88,5", "", "90", ""]);
    scene.find("[value=in]").click();
    assert_eq!(cells(), ["33,1–34,8", "", "35,4", ""]);
    assert_eq!(scene.signals(), [Signal::Measured(Unit::In)]);
    assert_eq!(scene.find("[part~=recommended] [part=note]").text_content().unwrap(), "im Warenkorb");
    assert_eq!(scene.find("[part=advice]").text_content().unwrap(), "M passtVon Aurel haben Sie M behalten.");
}

#[wasm_bindgen_test]
fn the_chosen_unit_is_remembered() {
    let scene = Scene::show(chart(), None, Some(Unit::In));
    assert_eq!(scene.find("td").text_content().unwrap(), "33,1–34,8");
    assert!(scene.find("[value=in]").has_attribute("checked"));
}

#[wasm_bindgen_test]
fn stars_are_words_too_and_the_link_is_optional() {
    let scene = Scene::show(highlights(Some("/p/1.html#reviews")), None, None);
    assert_eq!(scene.find("figcaption .unseen").text_content().unwrap(), "4 von 5 Sternen");
    assert_eq!(scene.find("[part=stars]").get_attribute("aria-hidden").unwrap(), "true");
    assert_eq!(scene.find("[part=link]").get_attribute("href").unwrap(), "/p/1.html#reviews");
    drop(scene);
    let scene = Scene::show(highlights(None), None, None);
    assert!(scene.root.query_selector("a").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn dropping_it_leaves_nothing() {
    let mut scene = Scene::show(chart(), None, None);
    scene.find("[part=action]").click();
    let dismiss = scene.find("[part=dismiss]");
    scene.rendered.take();
    assert_eq!(hosts(), 0);
    let before = scene.signals();
    dismiss.click();
    sleep(1_300).await;
    assert_eq!(scene.signals(), before);
}

#[wasm_bindgen_test]
async fn its_owner_may_drop_it_while_it_signals() {
    let owned: Rc<RefCell<Option<Rendered>>> = Rc::default();
    let owner = Rc::clone(&owned);
    let signal = move |_| drop(owner.borrow_mut().take());
    let rendered = show(&nudge(chat()), None, &RenderOptions::default(), signal).unwrap();
    let root = rendered.host().shadow_root().unwrap();
    owned.replace(Some(rendered));
    root.query_selector("[part=dismiss]").unwrap().unwrap().unchecked_into::<HtmlElement>().click();
    assert!(owned.borrow().is_none());
    assert_eq!(hosts(), 0);
    sleep(250).await;
}

#[wasm_bindgen_test]
fn a_slot_is_used_where_nothing_moves() {
    let slot = element("div", "");
    slot.style().set_property("min-height", "400px").unwrap();
    let scene = Scene::show(chat(), Some(&slot), None);
    assert_eq!(scene.placed(), "inline");
    assert_eq!(slot.first_element_child().as_ref(), Some(scene.rendered.as_ref().unwrap().host().as_ref()));
    drop(scene);
    slot.remove();
}

#[wasm_bindgen_test]
fn a_slot_that_would_move_the_page_is_left_for_the_corner() {
    let below = element("p", "Lieferung in zwei Tagen");
    let slot = element("div", "");
    let top = below.get_bounding_client_rect().top();
    let scene = Scene::show(chat(), Some(&slot), None);
    assert_eq!(scene.placed(), "corner");
    assert_eq!(below.get_bounding_client_rect().top(), top);
    drop(scene);
    slot.remove();
    below.remove();
}

#[wasm_bindgen_test]
fn a_corner_card_waits_while_it_would_cover_the_checkout() {
    let button = element("button", "Zur Kasse");
    let style = button.style();
    for (name, value) in [("position", "absolute"), ("inset", "0")] {
        style.set_property(name, value).unwrap();
    }
    button.set_attribute("type", "submit").unwrap();
    let scene = Scene::show(chat(), None, None);
    assert!(scene.rendered.as_ref().unwrap().host().has_attribute("data-waiting"));
    drop(scene);
    button.remove();
}

#[wasm_bindgen_test]
async fn exposure_is_signalled_once_after_a_second() {
    let scene = Scene::show(chat(), None, None);
    sleep(700).await;
    assert_eq!(scene.signals(), []);
    sleep(900).await;
    assert_eq!(scene.signals(), [Signal::Exposed]);
    sleep(1_300).await;
    assert_eq!(scene.signals(), [Signal::Exposed]);
}

#[wasm_bindgen_test]
async fn what_lies_under_something_is_not_exposed() {
    let drawer = element("div", "Warenkorb");
    for (name, value) in [("position", "fixed"), ("inset", "0"), ("z-index", "9999")] {
        drawer.style().set_property(name, value).unwrap();
    }
    let scene = Scene::show(chat(), None, None);
    sleep(1_500).await;
    assert_eq!(scene.signals(), []);
    drawer.remove();
    sleep(1_300).await;
    assert_eq!(scene.signals(), [Signal::Exposed]);
}

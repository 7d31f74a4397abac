//! The fields that a shopper types measurements into.

use super::dom::{Dom, append, listen, set};
use super::stage::Stage;
use super::{Signal, Unit};
use crate::messages::number;
use crate::nudge::SizeChartDetail;
use crate::size::measures::{Measures, RANGE_CM};
use crate::text::parse_decimal;
use gloo::events::EventListener;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// The fields, one a column of the chart.
pub(super) struct Form {
    stage: Rc<Stage>,
    fields: Vec<(String, HtmlInputElement)>,
    measures: RefCell<Measures>,
    unit: Cell<Unit>,
    locale: String,
    status: Element,
    none: String,
    bad: [String; 2],
    units: Vec<Element>,
}

/// Builds the fields; `changed` is told the measurements.
pub(super) fn build(
    stage: &Rc<Stage>,
    chart: &SizeChartDetail,
    locale: &str,
    unit: Unit,
    known: &Measures,
    changed: impl Fn(&Measures) -> bool + 'static,
    listeners: &mut Vec<EventListener>,
) -> (Element, Rc<Form>) {
    let dom = &stage.dom;
    let label = dom.text("summary", &[], &chart.measures.label);
    let note = dom.text("p", &[], &chart.measures.note);
    let status = dom.element("p", &[("role", "status"), ("part", "answer")], &[]);
    let grid = dom.element("div", &[("class", "fields")], &[]);
    let (mut fields, mut units) = (Vec::new(), Vec::new());
    for column in &chart.columns {
        let (label, input, symbol) = field(dom, column);
        append(&grid, &label);
        fields.push((column.clone(), input));
        units.push(symbol);
    }
    let body = dom.element("details", &[("part", "measures")], &[&label, &note, &grid, &status]);
    let form = Rc::new(Form {
        stage: Rc::clone(stage),
        fields,
        measures: RefCell::new(known.clone()),
        unit: Cell::new(unit),
        locale: locale.to_owned(),
        status,
        none: chart.measures.none.clone(),
        bad: chart.measures.bad.clone(),
        units,
    });
    form.show(unit);
    let own = Rc::clone(&form);
    listeners.push(listen(&grid, "change", move |_| own.read(&changed)));
    (body, form)
}

fn field(dom: &Dom, column: &str) -> (Element, HtmlInputElement, Element) {
    let attributes = [("type", "text"), ("inputmode", "decimal"), ("autocomplete", "off"), ("dir", "ltr")];
    let input: HtmlInputElement = dom.element("input", &attributes, &[]).unchecked_into();
    let name = dom.text("span", &[], column);
    let symbol = dom.element("span", &[("class", "unit")], &[]);
    let row = dom.element("span", &[("class", "entry")], &[&input, &symbol]);
    (dom.element("label", &[], &[&name, &row]), input, symbol)
}

impl Form {
    /// Shows the measurements in a unit.
    pub fn show(&self, unit: Unit) {
        self.unit.set(unit);
        let measures = self.measures.borrow();
        for ((column, input), symbol) in self.fields.iter().zip(&self.units) {
            symbol.set_text_content(Some(unit.symbol()));
            if input.has_attribute("aria-invalid") {
                continue;
            }
            let value = measures.of(column).map(|value| number(value * Unit::Cm.factor(unit), &self.locale));
            input.set_value(&value.unwrap_or_default());
        }
    }

    /// Reads what was typed; what no body measures is told, and the others count.
    fn read(&self, changed: &dyn Fn(&Measures) -> bool) {
        let mut bad = false;
        for (column, input) in &self.fields {
            let text = input.value();
            let typed = parse_decimal(&text.replace(',', "."));
            let value = typed.map(|value| value * self.unit.get().factor(Unit::Cm));
            let good = value.filter(|value| (RANGE_CM.0..=RANGE_CM.1).contains(value));
            let is_bad = good.is_none() && !text.trim().is_empty();
            if is_bad {
                set(input, "aria-invalid", "true");
            } else {
                let _ = input.remove_attribute("aria-invalid");
            }
            bad |= is_bad;
            // Shown with one decimal: what is shown already stays as exact as it was typed.
            let mut measures = self.measures.borrow_mut();
            let shown = measures.of(column).map(|value| number(value * Unit::Cm.factor(self.unit.get()), &self.locale));
            if shown.as_deref() != Some(text.as_str()) {
                measures.set(column, good);
            }
        }
        let measures = self.measures.borrow().clone();
        let has_any = self.fields.iter().any(|(column, _)| measures.of(column).is_some());
        let found = changed(&measures);
        let [cm, inches] = &self.bad;
        let said = match self.unit.get() {
            Unit::Cm if bad => cm,
            Unit::In if bad => inches,
            _ if has_any && !found => &self.none,
            _ => "",
        };
        self.status.set_text_content(Some(said));
        self.stage.signal(Signal::Typed(measures));
    }
}

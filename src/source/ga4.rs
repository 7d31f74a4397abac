//! GA4 ecommerce pushes, as shops send them to `dataLayer` or `gtag`, reduced to the cart and the session.
//!
//! Source of names and shapes: <https://developers.google.com/analytics/devguides/collection/ga4/ecommerce>.
//! Universal Analytics shapes (`ecommerce.add.products`, …) are ignored.

mod items;

use super::compare::compare;
use crate::cart::{Cart, Line, MAX_LINES};
use crate::diagnostic::Diagnostics;
use crate::json::Node;
use crate::json::Strictness::Given;
use crate::money::{Currency, Money};
use crate::session::{ItemVisit, Session};
use crate::text::same;
use items::{MAX_QUANTITY, item_currency, items, may_be, read_lines, read_removal, same_piece, too_many};
use serde_json::{Map, Value};

/// The cart and the visit as the pushes so far tell them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Storefront {
    /// The cart; `None` until an event tells of one. An `add_to_cart` before any whole cart starts from an empty one.
    pub cart: Option<Cart>,
    /// `removals`, `orders` and `items` are counted here, upon what the caller restored; the rest is the caller's.
    pub session: Session,
    /// The currency of the newest event that named one; an event without currency is read in it.
    pub currency: Option<Currency>,
    /// The newest orders, so that a confirmation page that is loaded again counts once.
    pub transactions: Vec<String>,
    /// `{"ecommerce": …}` of the newest push that had no event of its own.
    remembered: Option<Value>,
    /// What was taken out of the cart since [`Storefront::settle`].
    removed: Vec<Removed>,
}

/// What a push changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change {
    /// Nothing: not an event for us, a faulty one, or one that repeats what is known.
    #[default]
    Nothing,
    /// Product views were counted; the cart is the same.
    Session,
    /// The cart.
    Cart,
    /// The cart, and sizes that were taken out came back as others; at least one.
    SizesChanged(Vec<SizeChange>),
    /// An order was placed; the cart is empty now.
    Purchase(Purchase),
}

/// One product that left the cart in one size and came back in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SizeChange {
    /// The product.
    pub item_group_id: String,
    /// The size taken out.
    pub from: String,
    /// The size put in.
    pub to: String,
}

/// An order.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// The shop's name for the order.
    pub transaction_id: Option<String>,
    /// The currency of the amounts; `XXX` when nothing told it.
    pub currency: Currency,
    /// The order's `value`, else that of its lines; `None` when both are unknown.
    pub value: Option<Money>,
    /// What was bought; what the cart held when the event doesn't say it readably.
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
struct Removed {
    line: Line,
    /// Whether the whole line went, not just some of its pieces.
    gone: bool,
}

const MAX_TRANSACTIONS: usize = 50;
const MAX_VISITS: usize = 200;

/// Members of `ecommerce` that only Universal Analytics had.
const UNIVERSAL: [&str; 5] = ["detail", "add", "remove", "checkout", "purchase"];

impl Storefront {
    /// Takes one entry of `dataLayer`: an object with `event`, or the arguments of a `gtag("event", …)` call as a list
    /// or as an object with the keys `0`, `1`, `2`.
    ///
    /// An event reads its own `ecommerce`, else `items` beside it, else the `ecommerce` of an earlier push without an
    /// event. That is remembered as a whole (not merged key by key, as GTM does) until another one, `ecommerce: null`,
    /// or an event with its own `ecommerce`, which is never remembered. `gtag` events read only their own parameters.
    ///
    /// A faulty cart event changes nothing and its faults are findings, with pointers into the push that has the items;
    /// a faulty `purchase` still counts. What isn't one of the known events is ignored.
    pub fn apply(&mut self, push: &Value, found: &mut Diagnostics) -> Change {
        let root = Node::root(push);
        if push.is_array() {
            let parts: Vec<Node<'_>> = root.items(found).take(3).collect();
            let [command, name, parameters] = parts.as_slice() else { return Change::Nothing };
            return self.gtag(command, name, parameters, found);
        }
        if let (Some(command), Some(name), Some(parameters)) = (root.get("0"), root.get("1"), root.get("2")) {
            return self.gtag(&command, &name, &parameters, found);
        }
        let ecommerce = push.get("ecommerce");
        let Some(name) = push.get("event").and_then(Value::as_str) else {
            if let Some(ecommerce) = ecommerce {
                self.remembered = remember(ecommerce);
            }
            return Change::Nothing;
        };
        if ecommerce.is_some() {
            self.remembered = None;
        }
        if let Some(payload) = payload(&root) {
            return self.event(name, &payload, found);
        }
        let Some(remembered) = self.remembered.take() else { return Change::Nothing };
        let holder = Node::root(&remembered);
        let change = payload(&holder).map(|payload| self.event(name, &payload, found));
        self.remembered = Some(remembered);
        change.unwrap_or_default()
    }

    /// Takes a whole cart that the page gave, and says what changed: sizes that were swapped, lines that left.
    pub fn give(&mut self, cart: Cart) -> (Vec<SizeChange>, Vec<Line>) {
        let Some(before) = self.cart.replace(cart) else { return (Vec::new(), Vec::new()) };
        let Some(after) = &self.cart else { return (Vec::new(), Vec::new()) };
        let (changes, removed) = compare(&before, after);
        let removed: Vec<Line> = removed.into_iter().cloned().collect();
        for change in &changes {
            self.visit(&change.item_group_id, 0, 1);
        }
        for _ in &removed {
            count(&mut self.session.removals);
        }
        (changes, removed)
    }

    /// Ends a batch of pushes: lines that were taken out and didn't come back, in whatever size, are removals.
    ///
    /// Counts them in the session and returns them as they were in the cart.
    pub fn settle(&mut self) -> Vec<Line> {
        let removed = std::mem::take(&mut self.removed);
        let gone: Vec<Line> = removed.into_iter().filter(|removed| removed.gone).map(|removed| removed.line).collect();
        for _ in &gone {
            count(&mut self.session.removals);
        }
        gone
    }

    fn gtag(&mut self, command: &Node<'_>, name: &Node<'_>, parameters: &Node<'_>, found: &mut Diagnostics) -> Change {
        let (Some("event"), Some(name)) = (command.value().as_str(), name.value().as_str()) else {
            return Change::Nothing;
        };
        match payload(parameters) {
            Some(payload) => self.event(name, &payload, found),
            None => Change::Nothing,
        }
    }

    fn event(&mut self, name: &str, payload: &Node<'_>, found: &mut Diagnostics) -> Change {
        if payload.get("items").is_none() && UNIVERSAL.iter().any(|key| payload.get(key).is_some()) {
            return Change::Nothing;
        }
        let change = match name {
            "view_item" => self.view(payload, found),
            "view_cart" | "begin_checkout" => self.replace(payload, found),
            "add_to_cart" => self.add(payload, found),
            "remove_from_cart" => self.remove(payload, found),
            "purchase" => self.purchase(payload, found),
            _ => None,
        };
        change.unwrap_or_default()
    }

    /// `view_item`: a product page was seen. Ids are all it needs, so a missing price is no fault.
    fn view(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Change> {
        let code = payload.get("currency").and_then(|code| Currency::read(code.value().as_str()?));
        self.currency = code.or(self.currency);
        let list = payload.get("items")?;
        let entries: Vec<Node<'_>> = list.items(found).take(MAX_LINES).collect();
        let mut change = None;
        for item in &entries {
            let group = item.text("item_group_id", Given, found).or_else(|| item.text("item_id", Given, found));
            let Some(group) = group else { continue };
            self.visit(&group, 1, 0);
            change = Some(Change::Session);
        }
        change
    }

    /// `view_cart`, `begin_checkout`: the items are the whole cart.
    fn replace(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Change> {
        let list = items(payload, found)?;
        let currency = if list.value().as_array().is_some_and(Vec::is_empty) {
            // An empty cart has no amounts, so it needs no currency.
            self.read_currency(payload, &mut Diagnostics::default()).or_else(unknown_currency)?
        } else {
            self.read_currency(payload, found)?
        };
        let lines = read_lines(&list, currency, found)?;
        let cart = Some(Cart { currency, coupon: payload.text("coupon", Given, found), lines });
        if self.cart == cart {
            return None;
        }
        self.cart = cart;
        Some(Change::Cart)
    }

    /// `add_to_cart`: more pieces of known lines, or new lines.
    fn add(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Change> {
        let list = items(payload, found)?;
        let currency = self.read_currency(payload, found)?;
        let added = read_lines(&list, currency, found)?;
        let mut cart = self.cart.clone().unwrap_or_else(|| Cart::empty(currency));
        if cart.lines.is_empty() {
            cart.currency = currency;
        }
        if cart.currency != currency {
            let message = ["`", currency.code(), "` added to a cart in `", cart.currency.code(), "`"].concat();
            let help = "send `view_cart` with the whole cart when the currency changes".to_owned();
            found.error("mixed_currency", payload.pointer_to("currency"), message, help);
            return None;
        }
        for line in &added {
            match cart.lines.iter_mut().find(|known| same_piece(known, line)) {
                Some(known) => known.quantity = known.quantity.saturating_add(line.quantity).min(MAX_QUANTITY),
                None => cart.lines.push(line.clone()),
            }
        }
        if cart.lines.len() > MAX_LINES {
            too_many(&list, cart.lines.len(), found);
            return None;
        }
        if added.is_empty() {
            return None;
        }
        self.cart = Some(cart);
        let changes: Vec<SizeChange> = added.iter().filter_map(|line| self.came_back(line)).collect();
        Some(if changes.is_empty() { Change::Cart } else { Change::SizesChanged(changes) })
    }

    /// Pairs an added line with one of the same product that was taken out; `Some` when the size is another.
    fn came_back(&mut self, line: &Line) -> Option<SizeChange> {
        let index = self.removed.iter().position(|removed| removed.line.item_group_id == line.item_group_id)?;
        let from = self.removed.remove(index).line.size?;
        let to = line.size.clone()?;
        if same(&from, &to) {
            return None;
        }
        self.visit(&line.item_group_id, 0, 1);
        Some(SizeChange { item_group_id: line.item_group_id.clone(), from, to })
    }

    /// `remove_from_cart`: fewer pieces; a line without pieces goes. What isn't in the cart is no fault.
    fn remove(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Change> {
        let list = items(payload, found)?;
        let mut cart = self.cart.clone()?;
        let entries: Vec<Node<'_>> = list.items(found).collect();
        let mut removed = Vec::new();
        for item in &entries {
            let wanted = read_removal(item, cart.currency, found)?;
            let index = cart.lines.iter().position(|line| same_piece(line, &wanted));
            let index = index.or_else(|| cart.lines.iter().position(|line| may_be(line, &wanted)));
            let Some((index, line)) = index.and_then(|index| Some((index, cart.lines.get_mut(index)?))) else {
                continue;
            };
            let gone = wanted.quantity >= line.quantity;
            let mut taken = line.clone();
            taken.size = taken.size.or(wanted.size);
            if gone {
                cart.lines.remove(index);
            } else {
                line.quantity -= wanted.quantity;
                taken.quantity = wanted.quantity;
            }
            removed.push(Removed { line: taken, gone });
        }
        if removed.is_empty() {
            return None;
        }
        self.cart = Some(cart);
        for one in removed {
            push_bounded(&mut self.removed, one, MAX_LINES);
        }
        Some(Change::Cart)
    }

    /// `purchase`: the order is placed whatever else the event says.
    fn purchase(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Change> {
        let transaction_id = payload.text("transaction_id", Given, found);
        if let Some(id) = &transaction_id {
            if self.transactions.contains(id) {
                return None;
            }
            push_bounded(&mut self.transactions, id.clone(), MAX_TRANSACTIONS);
        }
        let cart = match self.order(payload, found).or_else(|| self.cart.take()) {
            Some(cart) => cart,
            None => Cart::empty(self.currency.or_else(unknown_currency)?),
        };
        let sum = (!cart.lines.is_empty()).then(|| cart.value());
        let value = payload.money("value", cart.currency, Given, found).or(sum);
        self.cart = Some(Cart::empty(cart.currency));
        count(&mut self.session.orders);
        Some(Change::Purchase(Purchase { transaction_id, currency: cart.currency, value, lines: cart.lines }))
    }

    /// The items of a `purchase`, when it has any.
    fn order(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Cart> {
        payload.get("items")?;
        let list = items(payload, found)?;
        let currency = self.read_currency(payload, found)?;
        Some(Cart { currency, coupon: None, lines: read_lines(&list, currency, found)? })
    }

    /// The event's currency, else its items', else the cart's, else the newest one known.
    fn read_currency(&mut self, payload: &Node<'_>, found: &mut Diagnostics) -> Option<Currency> {
        let Some(code) = payload.text("currency", Given, found).or_else(|| item_currency(payload)) else {
            let cart = self.cart.as_ref().filter(|cart| !cart.lines.is_empty());
            let known = cart.map(|cart| cart.currency).or(self.currency);
            if known.is_none() {
                payload.required("currency", "the ISO 4217 code of the prices, like EUR", found);
            }
            return known;
        };
        let currency = Currency::read(&code);
        self.currency = currency.or(self.currency);
        if currency.is_none() {
            let message = ["`", &code, "` is not a currency code"].concat();
            let help = "write one ISO 4217 code of three letters for all items, like EUR".to_owned();
            found.error("bad_currency", payload.pointer_to("currency"), message, help);
        }
        currency
    }

    /// Counts for a product; the one that was new the longest ago is forgotten beyond [`MAX_VISITS`].
    fn visit(&mut self, item_group_id: &str, views: u32, size_changes: u32) {
        let known = self.session.items.iter_mut().find(|visit| visit.item_group_id == item_group_id);
        if let Some(visit) = known {
            visit.views = visit.views.saturating_add(views);
            visit.size_changes = visit.size_changes.saturating_add(size_changes);
            return;
        }
        let visit = ItemVisit { item_group_id: item_group_id.to_owned(), views, size_changes };
        push_bounded(&mut self.session.items, visit, MAX_VISITS);
    }
}

/// Where an event's parameters are: in `ecommerce`, or beside the event.
fn payload<'a>(holder: &'a Node<'a>) -> Option<Node<'a>> {
    match holder.get("ecommerce") {
        Some(ecommerce) => ecommerce.value().is_object().then_some(ecommerce),
        None => (holder.get("items").is_some() || holder.get("transaction_id").is_some()).then_some(*holder),
    }
}

/// The object keeps its key, so that findings point into the push that it came with.
fn remember(ecommerce: &Value) -> Option<Value> {
    ecommerce.is_object().then(|| {
        let mut holder = Map::new();
        holder.insert("ecommerce".to_owned(), ecommerce.clone());
        Value::Object(holder)
    })
}

/// ISO 4217's code for "no currency".
fn unknown_currency() -> Option<Currency> {
    Currency::read("XXX")
}

fn count(counter: &mut Option<u32>) {
    *counter = Some(counter.unwrap_or(0).saturating_add(1));
}

fn push_bounded<T>(list: &mut Vec<T>, item: T, limit: usize) {
    if list.len() >= limit {
        list.remove(0);
    }
    list.push(item);
}

#[cfg(test)]
mod tests;

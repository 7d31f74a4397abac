//! From wished values of facts to a whole decision input.
//!
//! The input need not fulfil every wish: the engine says what the facts come to, and [`super::witness`] mends.

use crate::features::{COUNT, Fact, Fact::*};
use crate::settings::Settings;
use crate::time::{DAY, Timestamp};
use serde_json::{Map, Value, json};

/// What a fact should be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    Any,
    Null,
    Number(f64),
    Text(String),
}

/// What a witness is besides its facts.
#[derive(Clone, Debug)]
pub(super) struct Circumstances {
    pub now: Timestamp,
    pub visitor: String,
    /// Rules seen so many times, and rules dismissed.
    pub exposures: Vec<(String, u32)>,
    pub dismissals: Vec<String>,
    pub has_lines: bool,
    /// How far the shop's clock is ahead of UTC.
    pub utc_offset: i32,
    /// The shopper agrees to the use of personal facts.
    pub personalization: bool,
    /// The shop has a chat.
    pub chat: bool,
}

/// Wishes for all facts.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    wishes: Vec<Wish>,
}

#[derive(Clone)]
struct Item {
    id: String,
    group: String,
    brand: Option<String>,
    category: Option<String>,
    second: Option<String>,
    name: Option<String>,
    size: Option<String>,
    color: Option<String>,
    price: f64,
    discount: f64,
    quantity: f64,
}

impl Draft {
    pub fn new() -> Self {
        Draft { wishes: vec![Wish::Any; COUNT] }
    }

    pub fn wish(&mut self, fact: Fact, wish: Wish) {
        if let Some(place) = self.wishes.get_mut(fact as usize) {
            *place = wish;
        }
    }

    fn get(&self, fact: Fact) -> &Wish {
        self.wishes.get(fact as usize).unwrap_or(&Wish::Any)
    }

    fn number(&self, fact: Fact) -> Option<f64> {
        match self.get(fact) {
            Wish::Number(value) => Some(*value),
            _ => None,
        }
    }

    fn is(&self, fact: Fact, value: f64) -> bool {
        self.number(fact) == Some(value)
    }

    fn null(&self, fact: Fact) -> bool {
        *self.get(fact) == Wish::Null
    }

    fn text(&self, fact: Fact, usual: &str) -> Option<String> {
        match self.get(fact) {
            Wish::Text(text) => Some(text.clone()),
            Wish::Null => None,
            _ => Some(usual.to_owned()),
        }
    }

    /// The input.
    pub fn input(&self, at: &Circumstances, settings: &Settings) -> Value {
        let items = if at.has_lines { self.items(settings) } else { Vec::new() };
        let value: f64 = items.iter().map(|item| item.price * item.quantity).sum();
        let mut cart = json!({ "currency": "EUR", "items": items.iter().map(document).collect::<Vec<_>>() });
        if self.is(CartHasCoupon, 1.0)
            && let Some(members) = cart.as_object_mut()
        {
            members.insert("coupon".to_owned(), json!("WELCOME"));
        }
        let mut input = Map::new();
        let first = items.first();
        input.insert("cart".to_owned(), cart);
        if let Some(customer) = self.customer(first, value, at.now) {
            input.insert("customer".to_owned(), customer);
        }
        if let Some(product) = first.and_then(|item| self.product(item, settings)) {
            input.insert("products".to_owned(), json!([product]));
        }
        input.insert("page".to_owned(), self.page(at));
        input.insert("session".to_owned(), self.session(first, at.now));
        input.insert("visitor_id".to_owned(), json!(at.visitor));
        input.insert("now".to_owned(), json!(at.now.0));
        input.insert("utc_offset_minutes".to_owned(), json!(at.utc_offset));
        input.insert("consent".to_owned(), json!({ "storage": true, "personalization": at.personalization }));
        input.insert("memory".to_owned(), self.memory(at));
        Value::Object(input)
    }

    fn items(&self, settings: &Settings) -> Vec<Item> {
        let premium = settings.premium_categories.first().cloned().unwrap_or_else(|| "Jewellery".to_owned());
        let mut main = Item {
            id: self.text(LineItemId, "item-1").unwrap_or_default(),
            group: self.text(LineItemGroupId, "product-1").unwrap_or_default(),
            brand: self.text(LineBrand, "Aurel"),
            category: self.text(LineCategory, "Dresses"),
            second: self.is(LinePremium, 1.0).then(|| premium.clone()),
            name: self.text(LineName, "Linen dress"),
            size: self.text(LineSize, "M").filter(|_| !self.null(LineSizeCount)),
            color: self.text(LineColor, "Sand").filter(|_| !self.null(LineColorCount)),
            price: self.price(),
            discount: 0.0,
            quantity: self.number(LineQuantity).unwrap_or(1.0),
        };
        if self.null(LinePremium) {
            main.category = None;
        }
        if self.is(LineKeptSizeMatch, 1.0)
            && let Wish::Text(kept) = self.get(LineKeptSize)
        {
            main.size = Some(kept.clone());
        }
        if let Some(share) = self.number(LineDiscountShare) {
            if share >= 1.0 {
                (main.price, main.discount) = (0.0, 10.0);
            } else {
                main.discount = main.price * share / (1.0 - share);
            }
        }
        let mut items = self.group(main);
        self.add_others(&mut items, settings, &premium);
        self.balance(&mut items);
        items
    }

    fn price(&self) -> f64 {
        let quantity = self.number(LineQuantity).unwrap_or(1.0).max(1.0);
        let bound = |fact: Fact| self.number(fact).unwrap_or(f64::INFINITY);
        let usual = 80_f64.min(bound(CartMaxPrice)).min(bound(CartValue) / quantity);
        if self.null(LineDiscountShare) || self.null(LinePriceShare) {
            return 0.0;
        }
        match self.number(LinePrice) {
            Some(price) => price,
            // One line alone is worth what the cart is worth.
            None if self.is(CartLines, 1.0) => bound(CartValue).min(1e9) / quantity,
            None => usual,
        }
    }

    /// The line and the others of its product.
    fn group(&self, main: Item) -> Vec<Item> {
        let sizes = whole(self.number(LineSizeCount).unwrap_or(1.0)) + usize::from(main.size.is_none());
        let colors = whole(self.number(LineColorCount).unwrap_or(1.0)) + usize::from(main.color.is_none());
        let known = |fact: Fact, count: usize| if self.number(fact).is_some() { count } else { 1 };
        let count = known(LineSizeCount, sizes).max(known(LineColorCount, colors)).max(1);
        let mut items = vec![main.clone()];
        for index in 1..count {
            let mut item = main.clone();
            item.id = format!("{}-{index}", main.id);
            item.quantity = 1.0;
            if index < sizes && self.number(LineSizeCount).is_some() {
                item.size = Some(format!("Size {index}"));
            }
            if index < colors && self.number(LineColorCount).is_some() {
                item.color = Some(format!("Colour {index}"));
            }
            items.push(item);
        }
        let pieces: f64 = items.iter().map(|item| item.quantity).sum();
        let more = self.number(LineGroupQuantity).unwrap_or(pieces) - pieces;
        if more > 0.0 {
            let mut item = main;
            item.id = format!("{}-more", item.id);
            item.quantity = more;
            match items.first_mut() {
                Some(first) if *self.get(LineQuantity) == Wish::Any => first.quantity += more,
                _ => items.push(item),
            }
        }
        items
    }

    /// Other products, as many as the wishes about the cart need.
    fn add_others(&self, items: &mut Vec<Item>, settings: &Settings, premium: &str) {
        let Some(main) = items.first().cloned() else { return };
        let worth: f64 = items.iter().map(|item| item.price * item.quantity).sum();
        let distinct =
            |fact: Fact, own: bool| self.number(fact).map_or(0, |n| whole(n) - usize::from(own).min(whole(n)));
        let categories = distinct(CartCategories, main.category.is_some());
        let brands = distinct(CartBrands, main.brand.is_some());
        let own_pair = items.iter().any(|item| item.size != main.size);
        let pairs = self.number(CartMultiSizeItems).map_or(0, |n| whole(n) - usize::from(own_pair).min(whole(n)));
        let high = self.number(CartHighValueItems).unwrap_or(0.0);
        let high = if main.price >= settings.high_value_price { high - main.quantity } else { high };
        let one = [
            self.number(CartMaxPrice).is_some_and(|max| max > main.price),
            self.number(CartValue).is_some_and(|value| value > worth),
            self.number(LinePriceShare).is_some_and(|share| share < 1.0),
            self.number(CartMeanPrice).is_some_and(|mean| mean != main.price),
            self.number(CartPriceSpread).is_some_and(|spread| spread > 1.0),
            self.is(CartPremium, 1.0) && main.second.is_none(),
            high > 0.0,
        ];
        let ones = one.iter().filter(|one| **one).count().min(2);
        let asked = self.number(CartLines).map(|n| whole(n).saturating_sub(items.len()));
        let count = asked.unwrap_or_else(|| categories.max(brands).max(pairs * 2).max(ones)).min(199);
        for index in 0..count {
            let pair = index / 2 < pairs;
            let number = if pair { index / 2 } else { index };
            let name = |many: usize, kind: &str, own: &Option<String>| {
                if index < many { Some(format!("{kind} {index}")) } else { own.clone() }
            };
            items.push(Item {
                id: format!("other-{index}"),
                group: format!("other-{}-{number}", if pair { "pair" } else { "single" }),
                brand: if self.null(CartBrands) { None } else { name(brands, "Brand", &main.brand) },
                category: if self.null(CartCategories) { None } else { name(categories, "Category", &main.category) },
                second: None,
                name: Some("Another item".to_owned()),
                size: pair.then(|| format!("Size {}", index % 2)),
                color: None,
                price: 20_f64.min(main.price),
                discount: 0.0,
                quantity: 1.0,
            });
        }
        let own = items.len().saturating_sub(count);
        let Some(first) = items.get_mut(own) else { return };
        if self.is(CartPremium, 1.0) && main.second.is_none() {
            first.second = Some(premium.to_owned());
            first.category.get_or_insert_with(|| "Dresses".to_owned());
        }
        if high > 0.0 {
            (first.price, first.quantity) = (settings.high_value_price, high);
        }
        if let Some(max) = self.number(CartMaxPrice).filter(|max| *max > main.price) {
            first.price = max;
        }
        if let Some(spread) = self.number(CartPriceSpread) {
            first.price = if main.price * spread <= 1e6 && self.null(CartMaxPrice) {
                main.price * spread
            } else {
                main.price / spread
            };
        }
    }

    /// Brings sums to what they should be, by the last line.
    fn balance(&self, items: &mut [Item]) {
        let count = items.len();
        let Some((last, rest)) = items.split_last_mut() else { return };
        let pieces: f64 = rest.iter().map(|item| item.quantity).sum();
        if let Some(wanted) = self.number(CartQuantity)
            && (count > 1 || *self.get(LineQuantity) == Wish::Any)
        {
            last.quantity = (wanted - pieces).clamp(1.0, 9_999.0);
        }
        if count > 1 {
            let sum: f64 = rest.iter().map(|item| item.price * item.quantity).sum();
            let prices: f64 = rest.iter().map(|item| item.price).sum();
            let own = rest.first().map_or(0.0, |item| item.price * item.quantity);
            #[allow(clippy::cast_precision_loss)] // at most 200
            let lines = count as f64;
            let wanted = match (self.number(CartValue), self.number(CartMeanPrice), self.number(LinePriceShare)) {
                (Some(value), _, _) => Some((value - sum) / last.quantity),
                (_, Some(mean), _) => Some(mean * lines - prices),
                (_, _, Some(share)) if share > 0.0 => Some((own / share - sum) / last.quantity),
                _ => None,
            };
            if let Some(wanted) = wanted {
                last.price = wanted.max(0.0);
            }
        }
        if let Some(share) = self.number(CartDiscountShare) {
            let value: f64 = items.iter().map(|item| item.price * item.quantity).sum();
            let at = if self.number(LineDiscountShare).is_some() { count - 1 } else { 0 };
            if let Some(item) = items.get_mut(at) {
                item.discount = value * share / (1.0 - share).max(1e-6) / item.quantity;
            }
        }
    }

    fn page(&self, at: &Circumstances) -> Value {
        let mut page = Map::new();
        for (fact, key) in [(PageType, "type"), (PageItemId, "item_id"), (PageLocale, "locale")] {
            if let Wish::Text(text) = self.get(fact) {
                page.insert(key.to_owned(), json!(text));
            }
        }
        if !at.chat {
            page.insert("capabilities".to_owned(), json!(["try_on", "change_cart"]));
        }
        Value::Object(page)
    }

    fn session(&self, first: Option<&Item>, now: Timestamp) -> Value {
        let mut session = Map::new();
        session.insert("id".to_owned(), json!("session-1"));
        for (fact, key) in [(SessionPageViews, "page_views"), (SessionRemovals, "removals")] {
            if let Some(value) = self.number(fact) {
                session.insert(key.to_owned(), json!(value));
            }
        }
        if let Some(minutes) = self.number(SessionMinutes) {
            session.insert("started_at".to_owned(), json!(earlier(now, minutes / 1_440.0)));
        }
        if !self.customer_known()
            && let Some(orders) = self.number(CustomerOrders1d)
        {
            session.insert("orders".to_owned(), json!(orders));
        }
        let mut items = Vec::new();
        let mut changes = 0.0;
        let visited = self.number(LineViews).or(self.number(LineSizeChanges)).is_some();
        if let Some(item) = first.filter(|_| visited) {
            changes = self.number(LineSizeChanges).unwrap_or(0.0);
            let views = self.number(LineViews).unwrap_or(1.0);
            items.push(json!({ "item_group_id": item.group, "views": views, "size_changes": changes }));
        }
        if let Some(all) = self.number(SessionSizeChanges) {
            let rest = (all - changes).max(0.0);
            items.push(json!({ "item_group_id": "seen", "views": 1, "size_changes": rest }));
        }
        session.insert("items".to_owned(), json!(items));
        Value::Object(session)
    }

    fn memory(&self, at: &Circumstances) -> Value {
        // So short a time ago that caps and cooldowns still count it.
        let when = at.now.0.saturating_sub(DAY / 24);
        let mut exposures = Vec::new();
        for (rule, times) in &at.exposures {
            for _ in 0..*times {
                exposures.push(json!({ "rule_id": rule, "at": when, "session": "session-0" }));
            }
        }
        for _ in 0..whole(self.number(SessionNudges).unwrap_or(0.0)) {
            exposures.push(json!({ "rule_id": "(another)", "at": at.now.0, "session": "session-1" }));
        }
        let dismissals: Vec<Value> =
            at.dismissals.iter().map(|rule| json!({ "rule_id": rule, "at": when, "session": "session-0" })).collect();
        json!({ "exposures": exposures, "dismissals": dismissals })
    }

    fn customer_known(&self) -> bool {
        use crate::features::CATALOGUE;
        if let Some(known) = self.number(CustomerKnown) {
            return known > 0.0;
        }
        let personal = CATALOGUE.iter().filter(|one| one.is_personal());
        personal.into_iter().any(|one| matches!(self.get(one.fact), Wish::Number(_) | Wish::Text(_)))
    }

    fn customer(&self, first: Option<&Item>, value: f64, now: Timestamp) -> Option<Value> {
        if !self.customer_known() {
            return None;
        }
        let mut signals = Map::new();
        let mut put = |key: &str, value: Value| signals.insert(key.to_owned(), value);
        let varied = self.number(CustomerValueVariance).is_some();
        let orders = self.number(CustomerOrders).or((varied && !self.null(CustomerOrders)).then_some(5.0));
        put("schema_version", json!(1));
        if let Some(orders) = orders {
            put("orders", json!(orders));
        }
        if let Some(lines) = self.number(CustomerLines) {
            put("lines", json!(lines));
        }
        if let Some(rate) = self.number(CustomerReturnRate) {
            put("lines_with_outcome", json!(10_000));
            put("lines_returned", json!(libm::round(rate * 10_000.0)));
        }
        let ratio = self.number(CustomerValueRatio).filter(|ratio| *ratio > 0.0);
        let mean = self.number(CustomerOrderValue).or(ratio.map(|ratio| value / ratio)).or(varied.then_some(80.0));
        if let Some(mean) = mean {
            let sd = self.number(CustomerValueVariance).map(|cv| cv * mean);
            put("order_value", json!({ "mean": mean, "sd": sd }));
        }
        let price = first.map_or(80.0, |item| item.price);
        let cv = self.number(CustomerPriceCv);
        let mean = self.number(LinePriceRatio).filter(|ratio| *ratio > 0.0).map(|ratio| price / ratio);
        if let Some(mean) = mean.or(cv.map(|_| 80.0)) {
            put("line_price", json!({ "mean": mean, "sd": cv.map(|cv| cv * mean) }));
        }
        if let Some(cv) = self.number(CustomerIntervalCv) {
            put("order_interval_days", json!({ "mean": 100.0, "sd": cv * 100.0 }));
        }
        for (fact, key) in [(CustomerDaysSinceOrder, "last_order_at"), (CustomerTenureDays, "first_order_at")] {
            if let Some(days) = self.number(fact) {
                put(key, json!(earlier(now, days)));
            }
        }
        if let Some(orders) = self.number(CustomerOrders1d) {
            put("as_of", json!(now.0));
            put("orders_1d", json!(orders));
        }
        let change = self.number(CustomerFrequencyChange);
        let contacts = self.number(CustomerServiceContactRate);
        let recent = self.number(CustomerOrders90d);
        let (recent, prior) = match (recent, change) {
            (Some(recent), Some(change)) => (Some(recent), Some(libm::round(recent / (1.0 + change).max(0.001)))),
            (None, Some(change)) => (Some(libm::round(1_000.0 * (1.0 + change))), Some(1_000.0)),
            (None, None) if contacts.is_some() && !self.null(CustomerOrders90d) => (Some(1_000.0), None),
            (recent, None) => (recent, None),
        };
        if let Some(recent) = recent {
            put("orders_90d", json!(recent));
        }
        if let Some(prior) = prior {
            put("orders_prior_90d", json!(prior));
        }
        if let Some(rate) = contacts {
            match (recent.filter(|recent| *recent > 0.0), orders) {
                (Some(recent), _) => put("service_contacts_90d", json!(libm::round(rate * recent))),
                (None, orders) => put("service_contacts", json!(libm::round(rate * orders.unwrap_or(0.0)))),
            };
        }
        self.history(first, &mut signals);
        Some(Value::Object(signals))
    }

    /// What the customer bought under which names.
    fn history(&self, first: Option<&Item>, signals: &mut Map<String, Value>) {
        let tally = |rate: Option<f64>| match rate {
            Some(rate) => (10_000.0, libm::round(rate * 10_000.0)),
            None => (1.0, 0.0),
        };
        let category = first.and_then(|item| item.category.clone());
        let mut categories = Vec::new();
        let rate = self.number(LineCategoryReturnRate);
        if let Some(name) = &category
            && (rate.is_some() || self.is(LineNewCategory, 0.0))
        {
            let (bought, returned) = tally(rate);
            categories.push(json!({ "category": name, "bought": bought, "returned": returned }));
        }
        let expansion = self.number(CustomerCategoryExpansion);
        let (new, all) = self.number(CustomerCategories).map_or_else(
            || expansion.map_or((0.0, f64::NAN), fraction),
            |all| (libm::round(all * expansion.unwrap_or(0.0) / (1.0 + expansion.unwrap_or(0.0))), all),
        );
        for number in categories.len()..whole(all) {
            categories.push(json!({ "category": format!("Bought {number}"), "bought": 1, "returned": 0 }));
        }
        if !categories.is_empty() || self.is(LineNewCategory, 1.0) || all == 0.0 {
            signals.insert("categories".to_owned(), json!(categories));
        }
        if expansion.is_some() {
            signals.insert("new_categories_90d".to_owned(), json!(new));
        }
        let rate = self.number(LineBrandReturnRate);
        if rate.is_some() || self.number(LineNewBrand).is_some() {
            let (bought, returned) = tally(rate);
            let name = first.and_then(|item| item.brand.clone());
            let name = if self.is(LineNewBrand, 1.0) { None } else { name };
            let name = name.unwrap_or_else(|| "Another brand".to_owned());
            signals.insert("brands".to_owned(), json!([{ "brand": name, "bought": bought, "returned": returned }]));
        }
        let own = first.and_then(|item| item.size.clone()).unwrap_or_else(|| "M".to_owned());
        let kept = match self.get(LineKeptSize) {
            Wish::Text(text) => Some(text.clone()),
            Wish::Null => None,
            _ if self.is(LineKeptSizeMatch, 1.0) => Some(own),
            _ if self.is(LineKeptSizeMatch, 0.0) => Some(own + "+"),
            _ => None,
        };
        if let (Some(size), Some(category)) = (kept, category) {
            let kept = json!([{ "category": category, "size": size, "count": 3 }]);
            signals.insert("kept_sizes".to_owned(), kept);
        }
    }

    fn product(&self, item: &Item, settings: &Settings) -> Option<Value> {
        if self.is(ProductKnown, 0.0) || self.null(ProductHasSizeChart) {
            return None;
        }
        let mut product = Map::new();
        let mut put = |key: &str, value: Value| product.insert(key.to_owned(), value);
        put("item_group_id", json!(item.group));
        put("item_name", json!(item.name));
        if item.category.is_none()
            && let Wish::Text(category) = self.get(LineCategory)
        {
            put("item_category", json!(category));
        }
        if !self.null(ProductLines) {
            let floor = settings.floor_product_lines;
            let bought = match (self.number(ProductLines), self.null(ProductReturnRate)) {
                (Some(lines), _) => lines,
                (None, true) => (floor - 1.0).max(0.0),
                (None, false) => 10_000.0,
            };
            let rate = self.number(ProductReturnRate).unwrap_or(0.3);
            put("outcomes", json!({ "bought": bought, "returned": libm::round(rate * bought) }));
        }
        if !self.null(ProductFitAnswers) {
            put("fit", self.fit(settings));
        }
        if !self.null(ProductReviewCount) {
            let reviews =
                ["Lovely linen, and it sits well.", "The colour is just as shown here.", "Runs a little small."];
            let reviews = reviews.map(|text| json!({ "text": format!("{text} I would buy it again."), "rating": 5 }));
            let average = if self.null(ProductReviewAverage) {
                None
            } else {
                Some(self.number(ProductReviewAverage).unwrap_or(4.5))
            };
            let few = self.is(ProductReviewCount, 0.0);
            let items = if few { json!([]) } else { json!(reviews) };
            let count = self.number(ProductReviewCount).unwrap_or(44.0);
            put("reviews", json!({ "count": count, "average": average, "items": items }));
        }
        if !self.is(ProductHasSizeChart, 0.0) {
            let rows = json!([{ "size": "S", "values": [[84, 88]] }, { "size": "M", "values": [[88, 92]] }]);
            put("size_chart", json!({ "unit": "cm", "columns": ["Chest"], "rows": rows }));
        }
        if !self.null(ProductSizes) {
            let sizes: Vec<String> =
                (0..whole(self.number(ProductSizes).unwrap_or(3.0))).map(|number| format!("Size {number}")).collect();
            put("sizes", json!(sizes));
        }
        Some(Value::Object(product))
    }

    fn fit(&self, settings: &Settings) -> Value {
        let few = self.null(ProductRunsSmall) || self.null(ProductTrueToSize) || self.null(ProductRunsLarge);
        let usual = if few { (settings.floor_fit_answers - 1.0).max(0.0) } else { 10_000.0 };
        let answers = self.number(ProductFitAnswers).unwrap_or(usual);
        let wished = [ProductRunsSmall, ProductTrueToSize, ProductRunsLarge].map(|fact| self.number(fact));
        let given: f64 = wished.iter().flatten().sum();
        let open = wished.iter().filter(|share| share.is_none()).count();
        // What is left goes to the first that isn't wished for.
        let mut left = (1.0 - given).max(0.0);
        let mut counts = [0.0; 3];
        for (count, wish) in counts.iter_mut().zip(wished) {
            let share = wish.unwrap_or_else(|| {
                let part = if open > 1 && left > 0.9 { left * 0.6 } else { left };
                left -= part;
                part
            });
            *count = libm::round(share * answers);
        }
        let [small, mut fits, large] = counts;
        let over = answers - small - fits - large;
        if wished.iter().any(Option::is_none) || over.abs() < 3.0 {
            fits = (fits + over).max(0.0);
        }
        json!({ "small": small, "true": fits, "large": large })
    }
}

fn document(item: &Item) -> Value {
    let cents = |value: f64| libm::round(value.clamp(0.0, 1e9) * 100.0) / 100.0;
    json!({
        "item_id": item.id, "item_group_id": item.group, "item_name": item.name, "item_brand": item.brand,
        "item_category": item.category, "item_category2": item.second, "size": item.size, "color": item.color,
        "price": cents(item.price), "discount": cents(item.discount), "quantity": item.quantity.clamp(1.0, 9_999.0),
    })
}

/// How many new categories among how many make this expansion rate.
fn fraction(rate: f64) -> (f64, f64) {
    let mut best = (f64::INFINITY, 0.0, 1.0);
    for older in 1..=40 {
        let older = f64::from(older);
        let new = libm::round(rate * older);
        let off = libm::fabs(new / older - rate);
        if off < best.0 && new + older <= 400.0 {
            best = (off, new, older);
        }
    }
    (best.1, best.1 + best.2)
}

fn earlier(now: Timestamp, days: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // saturates
    let span = libm::round(days * DAY as f64) as i64;
    now.0.saturating_sub(span).max(0)
}

/// A count as a length; unknown and negative are 0, and lists have at most 1,000.
fn whole(value: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range
    let count = value.clamp(0.0, 1_000.0) as usize;
    count
}

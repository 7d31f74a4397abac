//! What is known of each product and brand so far: counts that grow line by line, and the facts made from them.

use crate::money::Currency;
use crate::product::{Outcomes, Product, UsualPrice};
use crate::replay::lines::{Id, Lines, OrderLine};
use crate::replay::running::Running;
use crate::time::Timestamp;
use std::collections::HashMap;

/// One product's past.
#[derive(Debug)]
struct Goods {
    first: Timestamp,
    currency: Currency,
    price: Running,
    outcomes: Option<Outcomes>,
    sizes: Vec<(Id, Outcomes)>,
    colors: Vec<(Id, Outcomes)>,
}

/// All products' past.
#[derive(Debug, Default)]
pub struct Range {
    goods: HashMap<Id, Goods>,
    brands: HashMap<Id, Outcomes>,
}

impl Range {
    /// A line was bought. Prices in another currency than the product's first don't enter the mean.
    pub fn sell(&mut self, line: &OrderLine, at: Timestamp) {
        let goods = self.goods.entry(line.group).or_insert_with(|| Goods {
            first: at,
            currency: line.currency,
            price: Running::default(),
            outcomes: None,
            sizes: Vec::new(),
            colors: Vec::new(),
        });
        if goods.currency == line.currency {
            goods.price.add(line.price.major(line.currency));
        }
    }

    /// A line's outcome became known, or changed: `change` tells how the counts move.
    pub fn settle(&mut self, line: &OrderLine, lines: &Lines, change: impl Fn(&mut Outcomes)) {
        let names = &lines.names;
        if line.brand.is_known() {
            change(self.brands.entry(names.folded(line.brand)).or_default());
        }
        let Some(goods) = self.goods.get_mut(&line.group) else { return };
        change(goods.outcomes.get_or_insert_default());
        for (list, name) in [(&mut goods.sizes, line.size), (&mut goods.colors, line.color)] {
            if name.is_known()
                && let Some(outcomes) = counted(list, names.folded(name))
            {
                change(outcomes);
            }
        }
    }

    /// The facts of a line's product, over what its feed says; `None` when nothing is known.
    pub fn product(&self, line: &OrderLine, lines: &Lines, fed: Option<&Product>) -> Option<Product> {
        let goods = self.goods.get(&line.group);
        let brand_outcomes = self.brands.get(&lines.names.folded(line.brand)).copied();
        if fed.is_none() && goods.is_none() && brand_outcomes.is_none() {
            return None;
        }
        let named = |list: &[(Id, Outcomes)]| {
            let mut named: Vec<(String, Outcomes)> =
                list.iter().filter_map(|(name, outcomes)| Some((lines.names.owned(*name)?, *outcomes))).collect();
            // The order in which they became known depends on the file's own order.
            named.sort_by(|a, b| a.0.cmp(&b.0));
            named
        };
        Some(Product {
            outcomes: goods.and_then(|goods| goods.outcomes),
            size_outcomes: goods.map(|goods| named(&goods.sizes)).unwrap_or_default(),
            color_outcomes: goods.map(|goods| named(&goods.colors)).unwrap_or_default(),
            brand_outcomes,
            usual_price: goods.and_then(|goods| {
                Some(UsualPrice { mean: goods.price.spread().mean?, currency: Some(goods.currency) })
            }),
            first_sold_at: goods.map(|goods| goods.first),
            ..fed.cloned().unwrap_or_default()
        })
    }
}

fn counted(list: &mut Vec<(Id, Outcomes)>, name: Id) -> Option<&mut Outcomes> {
    let place = list.iter().position(|(own, _)| *own == name).unwrap_or_else(|| {
        list.push((name, Outcomes::default()));
        list.len() - 1
    });
    list.get_mut(place).map(|(_, outcomes)| outcomes)
}

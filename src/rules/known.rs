//! Values that texts can have.

use crate::features::Fact;
use crate::product::Products;

/// The values that a shop's products have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    ids: Vec<String>,
    brands: Vec<String>,
    categories: Vec<String>,
    sizes: Vec<String>,
}

impl From<&Products> for Known {
    fn from(products: &Products) -> Self {
        let mut known = Known::default();
        for product in products.iter() {
            known.ids.extend(product.ids.iter().cloned());
            known.brands.extend(product.item_brand.clone());
            known.categories.extend(product.item_category.clone());
            known.sizes.extend(product.sizes.iter().cloned());
        }
        for values in [&mut known.ids, &mut known.brands, &mut known.categories, &mut known.sizes] {
            values.sort_unstable();
            values.dedup();
        }
        known
    }
}

impl Known {
    /// The values that the fact can have, in order; empty when the products say none, `None` when they can't.
    #[must_use]
    pub fn values(&self, fact: Fact) -> Option<&[String]> {
        match fact {
            Fact::LineItemId | Fact::LineItemGroupId | Fact::PageItemId => Some(&self.ids),
            Fact::LineBrand => Some(&self.brands),
            Fact::LineCategory => Some(&self.categories),
            Fact::LineSize | Fact::LineKeptSize => Some(&self.sizes),
            _ => None,
        }
    }
}

//! The catalogue: every fact that rules may use, of which the numbers and truth values known before the score are
//! the features that models may use.

/// What a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// The cart's lines, each with the facts about a line.
    Lines,
}

impl Kind {
    /// The name that `listFacts` and messages use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Flag => "boolean",
            Kind::Text => "string",
            Kind::Texts => "string[]",
            Kind::Lines => "line[]",
        }
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One line of the cart: rules of scope `line` only.
    Line,
    /// The whole cart, customer, session or page: every rule.
    Cart,
}

/// When a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before the score: models may use it.
    Given,
    /// Made from the score: rules only.
    Scored,
}

/// One fact.
#[derive(Debug)]
pub struct Definition {
    /// Its place in the catalogue.
    pub fact: Fact,
    /// The name that rules and models use.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it is about.
    pub scope: Scope,
    /// When it is known.
    pub stage: Stage,
    /// What people read about it; the page's build leaves it out.
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    pub docs: Docs,
}

/// What people read about a fact.
#[derive(Debug)]
pub struct Docs {
    /// Unit, empty for truth values and texts.
    pub unit: &'static str,
    /// Smallest and largest value; infinite where open.
    pub range: Option<(f64, f64)>,
    /// What it means.
    pub meaning: &'static str,
    /// What a missing value means.
    pub when_missing: &'static str,
}

macro_rules! facts {
    ($($id:ident $name:literal $kind:ident $scope:ident $stage:ident $unit:literal $range:expr, $meaning:literal, $missing:literal;)*) => {
        /// A fact, by its place in [`CATALOGUE`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Fact { $(#[doc = $meaning] $id),* }

        /// How many facts there are.
        pub const COUNT: usize = [$(Fact::$id),*].len();

        /// All facts, in the order of [`Fact`].
        pub static CATALOGUE: &[Definition] = &[$(Definition {
            fact: Fact::$id,
            name: $name,
            kind: Kind::$kind,
            scope: Scope::$scope,
            stage: Stage::$stage,
            #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
            docs: Docs { unit: $unit, range: $range, meaning: $meaning, when_missing: $missing },
        }),*];
    };
}

#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
const ANY: Option<(f64, f64)> = Some((0.0, f64::INFINITY));
#[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
const ONE: Option<(f64, f64)> = Some((0.0, 1.0));

facts! {
    LineItemId "line.item_id" Text Line Given "" None, "The variant's id.", "Never missing.";
    LineItemGroupId "line.item_group_id" Text Line Given "" None, "The product's id.", "Never missing.";
    LineName "line.name" Text Line Given "" None, "The item's name.", "The shop didn't say.";
    LineBrand "line.brand" Text Line Given "" None, "The item's brand.", "The shop didn't say.";
    LineCategory "line.category" Text Line Given "" None, "The item's broadest category.", "The shop didn't say.";
    LineSize "line.size" Text Line Given "" None, "The chosen size.", "The shop didn't say, or the item has no sizes.";
    LineColor "line.color" Text Line Given "" None, "The chosen colour.", "The shop didn't say.";
    LinePrice "line.price" Number Line Given "currency" ANY, "Unit price after discount, in major units.", "Never missing.";
    LinePriceShare "line.price_share" Number Line Given "share" ONE, "The line's share of the cart's value.", "The cart is worth nothing.";
    LinePriceRatio "line.price_ratio" Number Line Given "ratio" ANY, "Unit price over the customer's mean unit price.", "No earlier prices in the cart's currency.";
    LinePriceToUsual "line.price_to_usual" Number Line Given "ratio" ANY, "Unit price over the mean unit price at which the product was bought so far.", "The product's facts don't say its usual price, or say it in another currency.";
    LineDiscountShare "line.discount_share" Number Line Given "share" ONE, "Discount over the price before discount.", "The item costs nothing.";
    LineQuantity "line.quantity" Number Line Given "pieces" Some((1.0, 9999.0)), "Pieces on this line.", "Never missing.";
    LineSizeCount "line.size_count" Number Line Given "sizes" ANY, "Different sizes of this product in the cart.", "The shop didn't give sizes.";
    LineColorCount "line.color_count" Number Line Given "colours" ANY, "Different colours of this product in the cart.", "The shop didn't give colours.";
    LineGroupQuantity "line.group_quantity" Number Line Given "pieces" ANY, "Pieces of this product in the cart, all variants.", "Never missing.";
    LinePremium "line.premium" Flag Line Given "" None, "The item is in a premium category.", "The shop didn't give a category.";
    LineNewCategory "line.new_category" Flag Line Given "" None, "The customer never bought in this category.", "No signals, or no category.";
    LineNewBrand "line.new_brand" Flag Line Given "" None, "The customer never bought this brand.", "No signals, or no brand.";
    LineCategoryReturnRate "line.category_return_rate" Number Line Given "share" ONE, "Share of the customer's lines in this category that came back.", "Too few lines to say.";
    LineBrandReturnRate "line.brand_return_rate" Number Line Given "share" ONE, "Share of the customer's lines of this brand that came back.", "Too few lines to say.";
    LineKeptSize "line.kept_size" Text Line Given "" None, "The size that the customer kept most often in this brand and category, else in this category.", "No kept sizes known.";
    LineKeptSizeMatch "line.kept_size_match" Flag Line Given "" None, "The chosen size is the kept one.", "No size, or no kept sizes known.";
    LineViews "line.views" Number Line Given "views" ANY, "Times the product's page was seen in this session.", "The session doesn't say.";
    LineSizeChanges "line.size_changes" Number Line Given "changes" ANY, "Times another size of the product was chosen in this session.", "The session doesn't say.";
    ProductKnown "product.known" Flag Line Given "" None, "There are facts about this product.", "Never missing.";
    ProductReturnRate "product.return_rate" Number Line Given "share" ONE, "Share of the product's lines that came back.", "Too few lines to say.";
    ProductLines "product.lines" Number Line Given "lines" ANY, "Lines of the product with a known outcome.", "No facts.";
    ProductLinesReturned "product.lines_returned" Number Line Given "lines" ANY, "Of the product's lines with a known outcome, those that came back.", "No facts.";
    ProductSizeLines "product.size_lines" Number Line Given "lines" ANY, "Lines of the product in the chosen size, with a known outcome.", "No size, or no facts by size.";
    ProductSizeLinesReturned "product.size_lines_returned" Number Line Given "lines" ANY, "Of these, lines that came back.", "No size, or no facts by size.";
    ProductColorLines "product.color_lines" Number Line Given "lines" ANY, "Lines of the product in the chosen colour, with a known outcome.", "No colour, or no facts by colour.";
    ProductColorLinesReturned "product.color_lines_returned" Number Line Given "lines" ANY, "Of these, lines that came back.", "No colour, or no facts by colour.";
    ProductBrandLines "product.brand_lines" Number Line Given "lines" ANY, "Lines of the product's brand, all products, with a known outcome.", "No facts by brand.";
    ProductBrandReturnRate "product.brand_return_rate" Number Line Given "share" ONE, "Share of the brand's lines that came back.", "Too few lines to say.";
    ProductSmoothedReturnRate "product.smoothed_return_rate" Number Line Given "share" ONE, "Share of lines like this one that came back: the chosen size and colour lean on the product, the product on its brand, the brand on prior_return_rate, each the more the less is known of it.", "No facts of outcomes.";
    ProductAgeDays "product.age_days" Number Line Given "days" ANY, "Days since the product was first sold.", "No facts.";
    ProductFitAnswers "product.fit_responses" Number Line Given "answers" ANY, "Buyers who said how it fits.", "No facts.";
    ProductRunsSmall "product.runs_small_share" Number Line Given "share" ONE, "Share of them who said that it runs small.", "Too few answers.";
    ProductTrueToSize "product.true_to_size_share" Number Line Given "share" ONE, "Share of them who said that it is true to size.", "Too few answers.";
    ProductRunsLarge "product.runs_large_share" Number Line Given "share" ONE, "Share of them who said that it runs large.", "Too few answers.";
    ProductReviewCount "product.review_count" Number Line Given "reviews" ANY, "Reviews of the product.", "No facts.";
    ProductReviewAverage "product.review_average" Number Line Given "stars" Some((1.0, 5.0)), "Average rating.", "No facts.";
    ProductHasSizeChart "product.has_size_chart" Flag Line Given "" None, "There is a size chart.", "No facts.";
    ProductSizes "product.sizes" Number Line Given "sizes" ANY, "Sizes on offer.", "No facts.";
    CartValue "cart.value" Number Cart Given "currency" ANY, "Value of the cart after discounts, in major units.", "Never missing.";
    CartLines "cart.lines" Number Cart Given "lines" ANY, "Lines in the cart.", "Never missing.";
    CartItems "cart.items" Lines Cart Given "" None, "The lines in the cart, for operators over lists; inside, facts about a line are those of the element.", "Never missing; empty for an empty cart.";
    CartQuantity "cart.quantity" Number Cart Given "pieces" ANY, "Pieces in the cart.", "Never missing.";
    CartMeanPrice "cart.mean_price" Number Cart Given "currency" ANY, "Mean unit price over lines.", "The cart is empty.";
    CartMaxPrice "cart.max_price" Number Cart Given "currency" ANY, "Highest unit price.", "The cart is empty.";
    CartPriceSpread "cart.price_spread" Number Cart Given "ratio" Some((1.0, f64::INFINITY)), "Highest over lowest unit price.", "The cart is empty, or something is free.";
    CartCategories "cart.categories" Number Cart Given "categories" ANY, "Different categories in the cart.", "No categories known.";
    CartBrands "cart.brands" Number Cart Given "brands" ANY, "Different brands in the cart.", "No brands known.";
    CartDiscountShare "cart.discount_share" Number Cart Given "share" ONE, "Discounts over the value before discounts.", "The cart is worth nothing.";
    CartHasCoupon "cart.has_coupon" Flag Cart Given "" None, "A coupon is used, on the cart or on a line.", "Never missing.";
    CartHighValueItems "cart.high_value_items" Number Cart Given "pieces" ANY, "Pieces at or over the high-value price.", "Never missing.";
    CartMultiSizeItems "cart.multi_size_items" Number Cart Given "products" ANY, "Products in the cart in two or more sizes.", "Never missing.";
    CartPremium "cart.premium" Flag Cart Given "" None, "Some item is in a premium category.", "Never missing.";
    CustomerKnown "customer.known" Flag Cart Given "" None, "There are signals about this customer, and consent to use them.", "Never missing.";
    CustomerOrders "customer.orders" Number Cart Given "orders" ANY, "Orders placed before.", "No signals.";
    CustomerLines "customer.lines" Number Cart Given "lines" ANY, "Order lines bought before.", "No signals.";
    CustomerLinesWithOutcome "customer.lines_with_outcome" Number Cart Given "lines" ANY, "Of these, lines with a known outcome.", "No signals.";
    CustomerLinesReturned "customer.lines_returned" Number Cart Given "lines" ANY, "Of these, lines that came back.", "No signals.";
    CustomerReturnRate "customer.return_rate" Number Cart Given "share" ONE, "Share of the customer's lines that came back.", "Too few lines to say.";
    CustomerSmoothedReturnRate "customer.smoothed_return_rate" Number Cart Given "share" ONE, "Share of the customer's lines that came back, leaning on prior_return_rate while few are known.", "No signals.";
    CustomerOrderValue "customer.average_order_value" Number Cart Given "currency" ANY, "Mean value of earlier orders.", "No earlier orders in the cart's currency.";
    CustomerValueRatio "customer.order_value_ratio" Number Cart Given "ratio" ANY, "This cart's value over the mean of earlier orders.", "No earlier orders in the cart's currency.";
    CustomerCategories "customer.categories" Number Cart Given "categories" ANY, "Different categories bought before.", "No signals.";
    CustomerDaysSinceOrder "customer.days_since_last_order" Number Cart Given "days" ANY, "Days since the latest order.", "No earlier order known.";
    CustomerTenureDays "customer.tenure_days" Number Cart Given "days" ANY, "Days since the first order.", "No earlier order known.";
    CustomerOrders1d "customer.orders_1d" Number Cart Given "orders" ANY, "Orders in the last 24 hours, this session's included.", "The signals are older than a day.";
    CustomerOrders90d "customer.orders_90d" Number Cart Given "orders" ANY, "Orders in the last 90 days.", "No signals.";
    CustomerIntervalCv "customer.interval_cv" Number Cart Given "ratio" ANY, "Standard deviation over mean of the days between orders.", "Too few orders.";
    CustomerPriceCv "customer.price_cv" Number Cart Given "ratio" ANY, "Standard deviation over mean of unit prices.", "Too few lines.";
    CustomerValueVariance "customer.value_variance" Number Cart Given "ratio" ANY, "Indicator purchase value variance: standard deviation over mean of order values.", "Too few orders.";
    CustomerFrequencyChange "customer.frequency_change" Number Cart Given "ratio" Some((-1.0, f64::INFINITY)), "Indicator purchase frequency change: orders in the last 90 days against the 90 before; 1 is twice as many.", "No signals.";
    CustomerCategoryExpansion "customer.category_expansion" Number Cart Given "ratio" ANY, "Indicator category expansion rate: new categories of the last 90 days over the older ones.", "No signals.";
    CustomerServiceContactRate "customer.service_contact_rate" Number Cart Given "contacts per order" ANY, "Indicator customer service contact rate.", "No signals, or no orders.";
    CustomerSegments "customer.segments" Texts Cart Given "" None, "Segments that this customer and cart are in: new_large_purchase, luxury, impulse, loyal, category_specialist.", "Never missing; empty when none holds.";
    SessionPageViews "session.page_views" Number Cart Given "pages" ANY, "Pages seen in this session.", "The session doesn't say.";
    SessionMinutes "session.minutes" Number Cart Given "minutes" ANY, "Minutes since the session began.", "The session doesn't say.";
    SessionRemovals "session.removals" Number Cart Given "lines" ANY, "Lines removed from the cart in this session.", "The session doesn't say.";
    SessionSizeChanges "session.size_changes" Number Cart Given "changes" ANY, "Times another size was chosen in this session, all products.", "The session doesn't say.";
    SessionNudges "session.nudges" Number Cart Given "nudges" ANY, "Nudges already seen in this session.", "Never missing.";
    PageType "page.type" Text Cart Given "" None, "Type of the page: home, list, product, cart, checkout, purchase or other.", "The page doesn't say.";
    PageItemId "page.item_id" Text Cart Given "" None, "The item of a product page.", "Not a product page.";
    PageLocale "page.locale" Text Cart Given "" None, "The page's language tag.", "The page doesn't say.";
    LineRisk "line.risk" Number Line Scored "probability" ONE, "Probability that this line comes back.", "Never missing.";
    LineBand "line.band" Text Line Scored "" None, "Band of the line's risk: low, medium or high.", "Never missing.";
    LineExpectedReturn "line.expected_return_value" Number Line Scored "currency" ANY, "Probability times the line's value.", "Never missing.";
    CartRisk "cart.risk" Number Cart Scored "share" ONE, "Expected share of the cart's value that comes back.", "Never missing.";
    CartBand "cart.band" Text Cart Scored "" None, "Band of the cart's risk: low, medium or high.", "Never missing.";
    CartAnyReturn "cart.any_return" Number Cart Scored "probability" ONE, "Probability that at least one line comes back.", "Never missing.";
    CartExpectedReturn "cart.expected_return_value" Number Cart Scored "currency" ANY, "Expected value that comes back, in major units.", "Never missing.";
    LineConfidence "line.confidence" Text Line Scored "" None, "How much the score has to go on: high when the customer's history and the product's are known well enough, medium when one of them is, low when neither is.", "Never missing.";
}

impl Fact {
    /// The fact's entry in the catalogue.
    #[must_use]
    pub fn definition(self) -> &'static Definition {
        // The enum and the table are made by one macro, in one order.
        CATALOGUE.get(self as usize).unwrap_or(&FIRST)
    }

    /// The fact of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Fact> {
        CATALOGUE.iter().find(|definition| definition.name == name).map(|definition| definition.fact)
    }
}

static FIRST: Definition = Definition {
    fact: Fact::LineItemId,
    name: "line.item_id",
    kind: Kind::Text,
    scope: Scope::Line,
    stage: Stage::Given,
    #[cfg(any(not(target_arch = "wasm32"), feature = "authoring"))]
    docs: Docs { unit: "", range: None, meaning: "", when_missing: "" },
};

impl Definition {
    /// Whether a model may use it.
    #[must_use]
    pub fn is_feature(&self) -> bool {
        self.stage == Stage::Given && matches!(self.kind, Kind::Number | Kind::Flag)
    }

    /// Whether it is made from the customer's own history, which takes consent.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        use Fact::*;
        self.name.starts_with("customer.")
            || matches!(
                self.fact,
                LinePriceRatio
                    | LineNewCategory
                    | LineNewBrand
                    | LineCategoryReturnRate
                    | LineBrandReturnRate
                    | LineKeptSize
                    | LineKeptSizeMatch
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_are_unique() {
        for (index, definition) in CATALOGUE.iter().enumerate() {
            assert_eq!(definition.fact as usize, index);
            assert_eq!(Fact::named(definition.name), Some(definition.fact));
            assert!(definition.docs.meaning.ends_with('.'), "{}", definition.name);
            assert!(!definition.docs.when_missing.is_empty());
            assert_eq!(definition.kind == Kind::Number, definition.docs.range.is_some(), "{}", definition.name);
            assert_eq!(definition.kind == Kind::Number, !definition.docs.unit.is_empty(), "{}", definition.name);
        }
        assert!(CATALOGUE.len() < 256);
    }
}

//! XGBoost's models, from its JSON or UBJSON, which have the same members.

use super::forest::{Feature, Step, Test};
use super::{Data, Fault, Forest, Names, Parts};

/// Where XGBoost cuts a `base_score` off before it takes the logit.
const LEAST_BASE: f32 = 1e-6;

pub(super) fn parts(data: &Data, names: &Names) -> Result<Parts, Fault> {
    let learner = data.get("learner").ok_or_else(|| missing("learner"))?;
    let text = |path: &[&str]| learner.at(path).and_then(Data::text);
    match text(&["gradient_booster", "name"]) {
        Some("gbtree") => {}
        Some(other) => {
            return Err(Fault::new(format!("an XGBoost booster `{other}`"), "train with `booster=\"gbtree\"`"));
        }
        None => return Err(missing("gradient_booster.name")),
    }
    for (key, most) in [("num_class", 1.0), ("num_target", 1.0)] {
        if text(&["learner_model_param", key]).and_then(|text| text.parse().ok()).unwrap_or(0.0) > most {
            return Err(Fault::new("a model of several classes or targets", "train for one: returned, 1, or kept, 0"));
        }
    }
    let objective = text(&["objective", "name"]).ok_or_else(|| missing("objective.name"))?;
    let base = base_margin(objective, text(&["learner_model_param", "base_score"]))?;
    let model = learner.at(&["gradient_booster", "model"]).ok_or_else(|| missing("gradient_booster.model"))?;
    if model.at(&["cats", "enc"]).and_then(Data::list).is_some_and(|list| !list.is_empty()) {
        let help = "train on the codes themselves, with `feature_types` that say `c`: a fact is a number, not a name";
        return Err(Fault::new("categories that were encoded from a data frame", help));
    }
    if model.get("tree_info").and_then(Data::numbers).is_some_and(|groups| groups.iter().any(|group| *group != 0.0)) {
        return Err(Fault::new("trees of several classes", "train for one: returned, 1, or kept, 0"));
    }
    let trees = model.get("trees").and_then(Data::list).ok_or_else(|| missing("trees"))?;
    let own = learner.get("feature_names").and_then(Data::texts).unwrap_or_default();
    let count = text(&["learner_model_param", "num_feature"]).and_then(|count| count.parse().ok()).unwrap_or(own.len());
    let mut forest = Forest::new("f32", shortest(base), names.of(own, count)?);
    for tree in trees {
        plant(tree, &mut forest)?;
    }
    let mut warnings = Vec::new();
    let best = text(&["attributes", "best_iteration"]).and_then(|best| best.parse::<usize>().ok());
    if let Some(best) = best.filter(|best| best + 1 < trees.len()) {
        warnings.push(format!(
            "training stopped early: the best iteration was {best}, and all {} trees are imported; \
             save `booster[:{}]` to have the best ones only",
            trees.len(),
            best + 1
        ));
    }
    let source = format!("XGBoost {}, {objective}, {} trees", version(data), trees.len());
    Ok(Parts { members: forest.members(), source, warnings, calibration: None })
}

fn missing(what: &str) -> Fault {
    Fault::broken(format!("XGBoost's `{what}` is missing"))
}

fn version(data: &Data) -> String {
    let numbers = data.get("version").and_then(Data::numbers).unwrap_or_default();
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(".")
}

/// The score that the trees' sum starts with. The logit is the platform's own f32 logarithm, as XGBoost's is; so the
/// last bit is the same where both run on one.
fn base_margin(objective: &str, base_score: Option<&str>) -> Result<f32, Fault> {
    let text = base_score.ok_or_else(|| missing("learner_model_param.base_score"))?;
    let base: f32 = text
        .trim_matches(['[', ']'])
        .parse()
        .map_err(|_| Fault::broken(format!("`{text}` is no base score: one finite number is expected")))?;
    match objective {
        "binary:logistic" | "reg:logistic" => {
            let base = base.clamp(LEAST_BASE, 1.0 - LEAST_BASE);
            Ok(-(1.0 / base - 1.0).ln())
        }
        "binary:logitraw" => Ok(base),
        other => {
            let help = "train with `binary:logistic`, `reg:logistic` or `binary:logitraw`: others give no log-odds";
            Err(Fault::new(format!("the objective `{other}`"), help))
        }
    }
}

/// The number whose shortest decimal is the f32's, when it is that f32 again.
#[allow(clippy::cast_possible_truncation)] // that is the point
pub(super) fn shortest(number: f32) -> f64 {
    let read = number.to_string().parse().unwrap_or(f64::from(number));
    if (read as f32).to_bits() == number.to_bits() { read } else { f64::from(number) }
}

/// A list of numbers, one a node.
fn list<'a>(tree: &'a Data, key: &str, nodes: usize) -> Result<&'a [f64], Fault> {
    let numbers = tree.get(key).and_then(Data::numbers).ok_or_else(|| missing(key))?;
    if numbers.len() != nodes {
        return Err(Fault::broken(format!("`{key}` has {} entries for {nodes} nodes", numbers.len())));
    }
    Ok(numbers)
}

fn plant(tree: &Data, forest: &mut Forest) -> Result<(), Fault> {
    let width = tree.at(&["tree_param", "size_leaf_vector"]).and_then(Data::text).unwrap_or("1");
    if !matches!(width, "0" | "1") {
        return Err(Fault::new("trees of several targets", "train with `multi_strategy=\"one_output_per_tree\"`"));
    }
    let nodes = tree.get("left_children").and_then(Data::numbers).ok_or_else(|| missing("left_children"))?.len();
    let of = |key: &str| list(tree, key, nodes);
    let (lefts, rights) = (of("left_children")?, of("right_children")?);
    let (indices, conditions) = (of("split_indices")?, of("split_conditions")?);
    let (defaults, covers) = (of("default_left")?, of("sum_hessian")?);
    // Before version 1.3 there were no categories.
    let kinds = tree.get("split_type").and_then(Data::numbers).unwrap_or_default();
    let at = |list: &[f64], place: usize| list.get(place).copied().ok_or_else(|| Fault::broken("a child is no node"));
    forest.plant(0, nodes, &mut |place| {
        #[allow(clippy::cast_possible_truncation)] // XGBoost's own numbers
        let condition = at(conditions, place)? as f32;
        let cover = at(covers, place)?;
        if at(lefts, place)? < 0.0 {
            return Ok(Step::Leaf { value: shortest(condition), cover: shorter(cover) });
        }
        let is_category = kinds.get(place) == Some(&1.0);
        let (left, right) = (whole(at(lefts, place)?)?, whole(at(rights, place)?)?);
        let feature = Feature { index: whole(at(indices, place)?)?, is_category, zero_is_unknown: false };
        let unknown_goes_left = at(defaults, place)? != 0.0;
        if !is_category {
            return Ok(Step::Split { feature, test: Test::Under(shortest(condition)), unknown_goes_left, left, right });
        }
        // XGBoost sends the codes of the set to the right; here they go left.
        let test = Test::Among(codes(tree, place)?);
        Ok(Step::Split { feature, test, unknown_goes_left: !unknown_goes_left, left: right, right: left })
    })
}

/// A cover to f32's digits: it was one.
#[allow(clippy::cast_possible_truncation)] // that is the point
fn shorter(cover: f64) -> f64 {
    shortest(cover as f32)
}

fn whole(number: f64) -> Result<usize, Fault> {
    if number < 0.0 || number.trunc() != number || number > f64::from(u32::MAX) {
        return Err(Fault::broken(format!("`{number}` is no place in a tree")));
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole, and in range
    Ok(number as usize)
}

/// The codes of a node's set.
fn codes(tree: &Data, node: usize) -> Result<Vec<u32>, Fault> {
    let list = |key: &str| tree.get(key).and_then(Data::numbers).ok_or_else(|| missing(key));
    let no_set = || Fault::broken("a split by category has no categories");
    let index = list("categories_nodes")?.iter().position(|one| *one == crate::text::count(node)).ok_or_else(no_set)?;
    let from = whole(*list("categories_segments")?.get(index).ok_or_else(no_set)?)?;
    let count = whole(*list("categories_sizes")?.get(index).ok_or_else(no_set)?)?;
    let codes = from.checked_add(count).and_then(|to| list("categories").ok()?.get(from..to)).ok_or_else(no_set)?;
    codes.iter().map(|code| u32::try_from(whole(*code)?).map_err(|_| no_set())).collect()
}

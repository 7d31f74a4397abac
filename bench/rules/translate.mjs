// The same condition for each contestant, in the form that it runs fastest. Facts are members of one flat object there:
// no contestant walks a path.

/** @typedef {import("./generate.mjs").Condition} Condition */

/** @param {string} fact */
const flat = (fact) => fact.replace(".", "_");

/**
 * JsonLogic over the flat object.
 *
 * @param {Condition} condition
 * @returns {Condition}
 */
export function flatLogic(condition) {
  if (Array.isArray(condition)) return condition.map(flatLogic);
  if (condition === null || typeof condition !== "object") return condition;
  const [[operator, operands]] = Object.entries(condition);
  return { [operator]: operator === "var" ? flat(operands) : flatLogic(operands) };
}

const growthbookOperators = { ">": "$gt", ">=": "$gte", "<": "$lt", "<=": "$lte", in: "$in" };

/**
 * GrowthBook's targeting condition.
 *
 * @param {Condition} condition
 * @returns {Record<string, unknown>}
 */
export function growthbookCondition(condition) {
  const [[operator, operands]] = Object.entries(condition);
  switch (operator) {
    case "and":
      // The parts of a rule name different facts, so that one object holds them.
      return Object.assign({}, ...operands.map(growthbookCondition));
    case "or":
      return { $or: operands.map(growthbookCondition) };
    case "!":
      return { $not: growthbookCondition(operands) };
    case "===":
      return { [flat(operands[0].var)]: operands[1] };
    default: {
      const name = growthbookOperators[/** @type {keyof typeof growthbookOperators} */ (operator)];
      return { [flat(operands[0].var)]: { [name]: operands[1] } };
    }
  }
}

/**
 * JavaScript as one would write it by hand.
 *
 * @param {Condition} condition
 * @returns {string}
 */
export function source(condition) {
  const [[operator, operands]] = Object.entries(condition);
  switch (operator) {
    case "and":
      return operands.map(source).join(" && ");
    case "or":
      return `(${operands.map(source).join(" || ")})`;
    case "!":
      return `!(${source(operands)})`;
    case "in": {
      const [{ var: fact }, list] = operands;
      return `(${list.map((/** @type {string} */ one) => `f.${flat(fact)} === ${JSON.stringify(one)}`).join(" || ")})`;
    }
    default:
      return `f.${flat(operands[0].var)} ${operator} ${JSON.stringify(operands[1])}`;
  }
}

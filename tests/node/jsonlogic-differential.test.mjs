// Random logic over random data: `evaluateLogic` must answer as json-logic-js does, or throw where it throws.
//
//   CASES=200000 SEED=7 node --test tests/node/jsonlogic-differential.test.mjs
//
// The differences that src/rules/logic/mod.rs lists are kept out: no object here has a single member (json-logic-js
// would run it as logic when it is a key of `missing`), no name is one that JavaScript objects inherit, and the
// reference drops halves of surrogate pairs as we do.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { isDeepStrictEqual } from "node:util";
import { evaluateLogic } from "cartnudge/authoring";
import { seeded } from "../../scripts/lib/random.mjs";

const CASES = Number(process.env.CASES ?? 100_000);
const SEED = Number(process.env.SEED ?? 1);
const SHOWN = 10;

const NUMBERS = [0, 1, 2, 3, -1, -2, 0.5, -1.5, 0.1, 10, 1e21, 1e-7, 123456789.125, 2 ** 53, -(2 ** 60), 1e308, 5e-324];
const TEXTS = [
  ...[
    "",
    " ",
    "a",
    "b",
    "ab",
    "A",
    "abcabc",
    "null",
    "true",
    "undefined",
    "NaN",
    "[object Object]",
    ",",
    "1,2",
    "1,,3",
  ],
  ...[
    "0",
    "1",
    "2",
    "-1",
    "-0",
    "1.0",
    "1.5",
    " 12\n",
    "12px",
    "1 2",
    ".5",
    "5.",
    ".",
    "+3",
    "--1",
    "1e3",
    "1e",
    "1e+",
    "1_0",
  ],
  ...[
    "0x1F",
    "-0x1",
    "0b101",
    "0o17",
    "0x",
    "0b2",
    "Infinity",
    "-Infinity",
    "+Infinityx",
    "infinity",
    "1e1000",
    "1e-1000",
  ],
  ...["\u00a01\ufeff", "\u00852", "\u180e3", "\u20284", "é", "ß🎉b", "🎉", "\uffee", "a.b", "list", "list.1", "length"],
];
const NUMBER_PIECES = [
  ..."0123456789",
  "+",
  "-",
  ".",
  "e",
  "E",
  "0x",
  "0o",
  "0b",
  "f",
  " ",
  "\t",
  "Infinity",
  "00",
  "999999999",
];
const NAMES = ["a", "b", "c", "list", "0", "1", "01", "-1", "length", "current", "accumulator", "", "zzz"];

// How many arguments each operator is given at most; fewer come up, too.
const OPERATORS = {
  var: 2,
  missing: 3,
  missing_some: 2,
  if: 5,
  "?:": 3,
  and: 3,
  or: 3,
  "!": 1,
  "!!": 1,
  "==": 2,
  "===": 2,
  "!=": 2,
  "!==": 2,
  "<": 3,
  "<=": 3,
  ">": 2,
  ">=": 2,
  "+": 3,
  "-": 2,
  "*": 3,
  "/": 2,
  "%": 2,
  max: 3,
  min: 3,
  map: 2,
  filter: 2,
  reduce: 3,
  all: 2,
  none: 2,
  some: 2,
  merge: 3,
  in: 2,
  cat: 3,
  substr: 3,
  log: 1,
  unheard: 1,
};
const LOOPS = ["map", "filter", "reduce", "all", "none", "some"];

const reference = withoutHalvesOfCharacters();

test(`evaluateLogic answers as json-logic-js in ${CASES} random cases (SEED=${SEED})`, (t) => {
  // The reference's `log` prints.
  t.mock.method(console, "log", () => {});
  const random = seeded(SEED);
  const differences = [];
  for (let i = 0; i < CASES && differences.length < SHOWN; i += 1) {
    // By way of text, so that both read the same document: -0 becomes 0.
    const [logic, data] = asJson([anyLogic(random, 1 + below(random, 4)), anyData(random)]);
    const expected = outcome(() => reference.apply(logic, data));
    const actual = outcome(() => evaluateLogic(logic, data));
    if (!agree(actual, expected)) {
      differences.push(JSON.stringify({ logic, data, expected, actual }));
    }
  }
  assert.deepEqual(differences, []);
});

/** The value as JSON holds it, or the error's message. */
function outcome(evaluate) {
  try {
    return { value: asJson(evaluate()) };
  } catch (error) {
    return { error: error.message };
  }
}

/** Equal values, or two errors: their messages differ. */
function agree(actual, expected) {
  return "error" in expected ? "error" in actual : isDeepStrictEqual(actual, expected);
}

function asJson(value) {
  return JSON.parse(JSON.stringify(value) ?? "null");
}

/** json-logic-js with its two operators that can cut a surrogate pair wrapped around those of a second copy. */
function withoutHalvesOfCharacters() {
  const require = createRequire(import.meta.url);
  const file = require.resolve("json-logic-js");
  const original = require(file);
  delete require.cache[file];
  const wrapped = require(file);

  const nothing = "(nothing found)";
  const look = (path, data) => original.apply({ var: [path, nothing] }, data);
  wrapped.add_operation("substr", (...args) => wholeCharacters(original.apply({ substr: args })));
  wrapped.add_operation("var", function read(path, fallback = null) {
    const names = String(path).split(".");
    const half = names.findIndex((_, i) => isHalf(look(names.slice(0, i + 1).join("."), this)));
    // Behind half a character the path goes on in the empty text.
    const found = half < 0 ? look(path, this) : look(["0", ...names.slice(half + 1)].join("."), [""]);
    return found === nothing ? fallback : found;
  });
  return wrapped;
}

function wholeCharacters(value) {
  return value.replace(/\p{Surrogate}/gu, "");
}

function isHalf(value) {
  return typeof value === "string" && /^\p{Surrogate}$/u.test(value);
}

/** Logic at most `depth` operators deep. */
function anyLogic(random, depth) {
  const kind = random();
  if (depth === 0 || kind < 0.15) {
    return anyValue(random, 2);
  }
  if (kind < 0.3) {
    return { var: anyName(random) };
  }
  if (kind < 0.35) {
    return listOf(random, 3, () => anyLogic(random, depth - 1));
  }
  return anyOperation(random, depth);
}

function anyOperation(random, depth) {
  const operator = pick(random, Object.keys(OPERATORS));
  if (random() < 0.1) {
    return { [operator]: anyLogic(random, depth - 1) };
  }
  const most = OPERATORS[operator];
  const count = random() < 0.8 ? most : below(random, most + 1);
  const args = Array.from({ length: count }, anyArgument(random, depth));
  if (LOOPS.includes(operator) && count > 0 && random() < 0.8) {
    args[0] = random() < 0.5 ? { var: pick(random, ["list", "a", "b.list", ""]) } : anyValue(random, 2);
  }
  return { [operator]: args };
}

/** What gives the arguments of one operator: logic, or values of kinds that meet more often than by chance. */
function anyArgument(random, depth) {
  return pick(random, [
    () => anyLogic(random, depth - 1),
    () => anyLogic(random, depth - 1),
    () => anyText(random),
    () => anyNumber(random),
    () => (random() < 0.5 ? anyText(random) : anyNumber(random)),
    () => ({ var: pick(random, NAMES.slice(0, 4)) }),
  ]);
}

/** A name, a path of names, or anything else that `var` may be given. */
function anyName(random) {
  const kind = random();
  if (kind < 0.1) {
    return anyValue(random, 1);
  }
  if (kind < 0.6) {
    return pick(random, NAMES);
  }
  return listOf(random, 4, () => pick(random, NAMES)).join(".");
}

/** Data, mostly an object with the names that logic asks for. */
function anyData(random) {
  if (random() < 0.1) {
    return anyValue(random, 3);
  }
  const data = { list: listOf(random, 4, () => anyValue(random, 2)) };
  for (const key of NAMES.slice(0, 3)) {
    data[key] = anyValue(random, 3);
  }
  return data;
}

function anyValue(random, depth) {
  const kind = random();
  if (kind < 0.1) {
    return pick(random, [null, true, false]);
  }
  if (kind < 0.4 || depth === 0) {
    return random() < 0.5 ? anyNumber(random) : anyText(random);
  }
  if (kind < 0.6) {
    return anyText(random);
  }
  return kind < 0.85 ? listOf(random, 4, () => anyValue(random, depth - 1)) : anyObject(random, depth - 1);
}

function anyNumber(random) {
  const kind = random();
  if (kind < 0.6) {
    return pick(random, NUMBERS);
  }
  const significant = (random() - 0.5) * 10 ** below(random, 8);
  return kind < 0.8 ? Math.round(significant) : significant * 10 ** (below(random, 60) - 30);
}

function anyText(random) {
  return random() < 0.7 ? pick(random, TEXTS) : listOf(random, 7, () => pick(random, NUMBER_PIECES)).join("");
}

/** No members, or two and more: a single one would be logic. */
function anyObject(random, depth) {
  const keys = new Set(listOf(random, 4, () => pick(random, NAMES)));
  return keys.size === 1 ? {} : Object.fromEntries(Array.from(keys, (key) => [key, anyValue(random, depth)]));
}

/** Fewer than `limit` items. */
function listOf(random, limit, item) {
  return Array.from({ length: below(random, limit) }, item);
}

function pick(random, choices) {
  return choices[below(random, choices.length)];
}

function below(random, limit) {
  return Math.floor(random() * limit);
}

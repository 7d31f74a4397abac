//! Logic, data and the value that json-logic-js 2.0.5 gives (as `JSON.stringify` writes it), but where said otherwise.

use super::{LogicError, MAX_DEPTH, OPERATORS, evaluate};
use serde_json::{Value, json};

/// Checks rows of logic and value over one data document, all written as JSON.
fn check(data: &str, rows: &[(&str, &str)]) {
    let data: Value = serde_json::from_str(data).unwrap();
    for (logic, expected) in rows {
        let logic: Value = serde_json::from_str(logic).unwrap();
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(evaluate(&logic, &data), Ok(expected), "{logic} over {data}");
    }
}

const CART: &str = r#"{
    "value": 129.9, "currency": "EUR", "coupon": "", "note": null, "": "unnamed", "party": "a🎉b",
    "customer": {"name": "Ada", "orders": 3},
    "lines": [{"sku": "A", "size": "M", "quantity": 2}, {"sku": "A", "size": "L", "quantity": 1}],
    "sizes": ["S", "M", "L"], "numbers": [3, 1, 2], "none": [],
    "rule": {"var": "value"}, "rules": [{"unheard": 1}]
}"#;

#[test]
fn what_is_no_logic_stands_for_itself() {
    check(
        CART,
        &[
            ("null", "null"),
            ("true", "true"),
            ("1.5", "1.5"),
            (r#""value""#, r#""value""#),
            ("{}", "{}"),
            (r#"{"var": "value", "+": [1, 2]}"#, r#"{"var": "value", "+": [1, 2]}"#),
            (r#"[1, {"var": "value"}, [{"+": [1, 2]}]]"#, "[1, 129.9, [3]]"),
            (r#"{"var": "rule"}"#, r#"{"var": "value"}"#),
        ],
    );
}

#[test]
fn var_reads_the_data() {
    check(
        CART,
        &[
            (r#"{"var": "value"}"#, "129.9"),
            (r#"{"var": ["value"]}"#, "129.9"),
            (r#"{"var": "customer.name"}"#, r#""Ada""#),
            (r#"{"var": "lines.1.size"}"#, r#""L""#),
            (r#"{"var": "lines.01.size"}"#, "null"),
            (r#"{"var": "lines.+1.size"}"#, "null"),
            (r#"{"var": "lines.length"}"#, "2"),
            (r#"{"var": "party.length"}"#, "4"),
            (r#"{"var": "customer.name.0"}"#, r#""A""#),
            (r#"{"var": "nothing"}"#, "null"),
            (r#"{"var": ["nothing", 7]}"#, "7"),
            (r#"{"var": ["customer.nothing.deeper", {"+": [3, 4]}]}"#, "7"),
            // Null is a value, nothing is behind it.
            (r#"{"var": ["note", 7]}"#, "null"),
            (r#"{"var": ["note.deeper", 7]}"#, "7"),
            (r#"{"var": {"if": [true, "currency", "value"]}}"#, r#""EUR""#),
            // The text of an empty list is the empty name, not the empty path.
            (r#"{"var": [[]]}"#, r#""unnamed""#),
            (r#"{"var": "customer."}"#, "null"),
        ],
    );
    check(r#"{"a": 1}"#, &[(r#"{"var": ""}"#, r#"{"a": 1}"#), (r#"{"var": null}"#, r#"{"a": 1}"#)]);
    check(r#"{"a": 1}"#, &[(r#"{"var": []}"#, r#"{"a": 1}"#), (r#"{"var": {"and": []}}"#, r#"{"a": 1}"#)]);
    check(r#"["x", "y", {"5": "z"}]"#, &[(r#"{"var": 1}"#, r#""y""#), (r#"{"var": 2.5}"#, r#""z""#)]);
    check("null", &[(r#"{"var": "a"}"#, "null"), (r#"{"var": ""}"#, "null"), (r#"{"var": ["a", 1]}"#, "1")]);
}

#[test]
fn missing_names_what_the_data_lacks() {
    check(
        CART,
        &[
            (r#"{"missing": ["value", "coupon", "note", "none", "nowhere"]}"#, r#"["coupon", "note", "nowhere"]"#),
            (r#"{"missing": "nowhere"}"#, r#"["nowhere"]"#),
            (r#"{"missing": []}"#, "[]"),
            (r#"{"missing": {"merge": ["value", "here"]}}"#, r#"["here"]"#),
            (r#"{"missing": [["here"], "ignored"]}"#, r#"["here"]"#),
            // A key that is a list is a path with its fallback.
            (r#"{"missing": [[["here", 1], ["here"]]]}"#, r#"[["here"]]"#),
            (r#"{"missing_some": [1, ["value", "here"]]}"#, "[]"),
            (r#"{"missing_some": [2, ["value", "here"]]}"#, r#"["here"]"#),
            (r#"{"missing_some": ["1", ["value", "here"]]}"#, "[]"),
            (r#"{"missing_some": [1, "here"]}"#, "[]"),
            (r#"{"missing_some": [1, 5]}"#, "[5]"),
            (r#"{"missing_some": [0, []]}"#, "[]"),
        ],
    );
}

#[test]
fn choices_return_the_deciding_value() {
    check(
        CART,
        &[
            (r#"{"if": [true, 1, 2]}"#, "1"),
            (r#"{"?:": [false, 1, 2]}"#, "2"),
            (r#"{"if": [false, 1, {"!": false}, 2, 3]}"#, "2"),
            (r#"{"if": [false, 1, false, 2]}"#, "null"),
            (r#"{"if": [5]}"#, "5"),
            (r#"{"if": 5}"#, "5"),
            (r#"{"if": []}"#, "null"),
            (r#"{"if": [true, 1, {"unheard": 0}]}"#, "1"),
            (r#"{"and": [1, "", {"unheard": 0}]}"#, r#""""#),
            (r#"{"and": [1, 2]}"#, "2"),
            (r#"{"and": []}"#, "null"),
            (r#"{"or": [0, "x", {"unheard": 0}]}"#, r#""x""#),
            (r#"{"or": [0, []]}"#, "[]"),
            (r#"{"or": []}"#, "null"),
            (r#"{"log": ["seen", "ignored"]}"#, r#""seen""#),
        ],
    );
}

#[test]
fn an_empty_list_is_false_and_an_empty_object_true() {
    check(
        CART,
        &[
            (r#"{"!!": [[]]}"#, "false"),
            (r#"{"!!": [[0]]}"#, "true"),
            (r#"{"!!": {}}"#, "true"),
            (r#"{"!!": "0"}"#, "true"),
            (r#"{"!!": ""}"#, "false"),
            (r#"{"!!": 0}"#, "false"),
            (r#"{"!!": {"/": [0, 0]}}"#, "false"),
            (r#"{"!!": {"/": [1, 0]}}"#, "true"),
            (r#"{"!!": []}"#, "false"),
            (r#"{"!": [null]}"#, "true"),
        ],
    );
}

#[test]
fn loose_equality_coerces_as_javascript_does() {
    check(
        CART,
        &[
            (r#"{"==": [1, "1.0"]}"#, "true"),
            (r#"{"==": [26, " 0x1A\n"]}"#, "true"),
            (r#"{"==": [0, ""]}"#, "true"),
            (r#"{"==": [0, null]}"#, "false"),
            (r#"{"==": [false, null]}"#, "false"),
            (r#"{"==": [true, "1"]}"#, "true"),
            (r#"{"==": [true, "true"]}"#, "false"),
            (r#"{"==": [null, {"and": []}]}"#, "true"),
            (r#"{"==": []}"#, "true"),
            (r#"{"==": ["1", "1.0"]}"#, "false"),
            (r#"{"==": [[], 0]}"#, "true"),
            (r#"{"==": [[[7]], "7"]}"#, "true"),
            (r#"{"==": [[1, null, [2, 3]], "1,,2,3"]}"#, "true"),
            (r#"{"==": [{}, "[object Object]"]}"#, "true"),
            (r#"{"==": [false, [0]]}"#, "true"),
            (r#"{"==": [{"/": [0, 0]}, {"/": [0, 0]}]}"#, "false"),
            (r#"{"!=": [1, "1"]}"#, "false"),
            (r#"{"!=": [1, 2]}"#, "true"),
        ],
    );
}

#[test]
fn an_array_equals_only_itself() {
    check(
        CART,
        &[
            (r#"{"===": [1, 1]}"#, "true"),
            (r#"{"===": [1, "1"]}"#, "false"),
            (r#"{"===": [null, {"and": []}]}"#, "false"),
            (r#"{"!==": [1, "1"]}"#, "true"),
            (r#"{"===": [{"var": "lines"}, {"var": "lines"}]}"#, "true"),
            (r#"{"==": [{"var": "lines.0"}, {"var": "lines.0"}]}"#, "true"),
            (r#"{"==": [{"var": "none"}, []]}"#, "false"),
            (r#"{"===": [[], []]}"#, "false"),
            (r#"{"in": [{"var": "lines.1"}, {"var": "lines"}]}"#, "true"),
            (r#"{"in": [[1], [[1]]]}"#, "false"),
        ],
    );
    check(
        r#"{"a": [1], "b": [1], "c": {"d": 1}, "e": {"d": 1}}"#,
        &[
            (r#"{"===": [{"var": "a"}, {"var": "b"}]}"#, "false"),
            (r#"{"==": [{"var": "c"}, {"var": "e"}]}"#, "false"),
            (r#"{"map": [[1, 2], {"===": [{"var": ""}, {"var": ""}]}]}"#, "[true, true]"),
            (r#"{"map": [[[], {}], {"===": [{"var": ""}, {"var": ""}]}]}"#, "[true, true]"),
        ],
    );
}

#[test]
fn order_is_of_numbers_or_of_texts() {
    check(
        CART,
        &[
            (r#"{"<": [2, 10]}"#, "true"),
            (r#"{"<": ["2", "10"]}"#, "false"),
            (r#"{"<": ["2", 10]}"#, "true"),
            (r#"{"<": [1, 2, 3]}"#, "true"),
            (r#"{"<": [1, 3, 3]}"#, "false"),
            (r#"{"<=": [1, 3, 3]}"#, "true"),
            (r#"{"<": [1, 2, null]}"#, "false"),
            (r#"{"<": [1, 2, {"and": []}]}"#, "true"),
            (r#"{"<": [1]}"#, "false"),
            (r#"{"<=": [null, 0]}"#, "true"),
            (r#"{">": [true, false]}"#, "true"),
            (r#"{">": ["b", "a"]}"#, "true"),
            (r#"{">": [3, 2, 9]}"#, "true"),
            (r#"{">=": ["x", 0]}"#, "false"),
            (r#"{">=": [[2], 2]}"#, "true"),
            (r#"{"<=": [{}, {}]}"#, "true"),
            // By UTF-16 code units, not by code points.
            (r#"{"<": ["🎉", "\uffee"]}"#, "true"),
        ],
    );
}

#[test]
fn arithmetic_is_that_of_doubles() {
    check(
        CART,
        &[
            (r#"{"+": [0.1, 0.2]}"#, "0.30000000000000004"),
            (r#"{"+": [1.5, 1.5]}"#, "3"),
            (r#"{"+": ["3.14 apples", "0x10", " .5e1e"]}"#, "8.14"),
            (r#"{"+": ["1e", "2e+", "3e1"]}"#, "33"),
            (r#"{"+": "-Infinitys"}"#, "null"),
            (r#"{"+": []}"#, "0"),
            (r#"{"+": [true]}"#, "null"),
            (r#"{"+": [[7, 8]]}"#, "7"),
            (r#"{"-": [5, "2"]}"#, "3"),
            (r#"{"-": [5, null]}"#, "5"),
            (r#"{"-": "0b11"}"#, "-3"),
            (r#"{"-": " \ufeff\u00a01\u2028"}"#, "-1"),
            (r#"{"-": "\u00851"}"#, "null"),
            (r#"{"-": 0}"#, "0"),
            (r#"{"-": [[]]}"#, "0"),
            (r#"{"-": ["2 apples", 1]}"#, "null"),
            (r#"{"-": []}"#, "null"),
            (r#"{"*": [2, "3", 4]}"#, "24"),
            // A single factor isn't touched.
            (r#"{"*": ["3"]}"#, r#""3""#),
            (r#"{"/": [7, 2]}"#, "3.5"),
            (r#"{"/": [1, 0]}"#, "null"),
            (r#"{"/": [1, {"/": [1, 0]}]}"#, "0"),
            (r#"{"/": [1, {"-": 0}]}"#, "null"),
            (r#"{"<": [{"/": [1, {"-": 0}]}, 0]}"#, "true"),
            // As a factor -0 is 0, by way of its text.
            (r#"{"<": [{"/": [1, {"*": [{"-": 0}, 5]}]}, 0]}"#, "false"),
            (r#"{"%": [-7, 3]}"#, "-1"),
            (r#"{"%": [5.5, "2"]}"#, "1.5"),
            (r#"{"%": [1, 0]}"#, "null"),
            (r#"{"max": [1, "3", 2]}"#, "3"),
            (r#"{"max": []}"#, "null"),
            (r#"{"max": [1, "x"]}"#, "null"),
            (r#"{"max": [{"var": "numbers"}]}"#, "null"),
            (r#"{"min": [1, null]}"#, "0"),
            (r#"{"min": [[4], true]}"#, "1"),
            (r#"{"<": [{"/": [1, {"min": [0, {"-": 0}]}]}, 0]}"#, "true"),
            (r#"{"<": [{"/": [1, {"max": [{"-": 0}, 0]}]}, 0]}"#, "false"),
        ],
    );
}

#[test]
fn whole_numbers_are_integers_below_two_to_the_53() {
    let value = |logic: Value| evaluate(&logic, &Value::Null).unwrap();
    assert!(value(json!({"+": [2.5, 2.5]})).is_i64());
    assert!(value(json!(-0.0)).is_i64());
    assert!(value(json!({"-": [{"*": [4503599627370496i64, 2]}, 1]})).is_i64());
    assert!(value(json!({"*": [4503599627370496i64, 2]})).is_f64());
    assert_eq!(value(json!(u64::MAX)), json!(18446744073709551616.0));
    // Rounded once: half a unit goes to even, and up when any later bit is set, however late.
    assert_eq!(value(json!({"-": ["0x100000000000008", 0]})), json!(2f64.powi(56)));
    let late = format!("0x100000000000008{}1", "0".repeat(20));
    assert_eq!(value(json!({"-": [late, 0]})), json!(2f64.powi(140) + 2f64.powi(88)));
}

#[test]
fn lists_are_mapped_filtered_and_reduced() {
    check(
        CART,
        &[
            (r#"{"map": [{"var": "numbers"}, {"*": [{"var": ""}, 2]}]}"#, "[6, 2, 4]"),
            (r#"{"map": [{"var": "numbers"}, {"var": "value"}]}"#, "[null, null, null]"),
            (r#"{"map": [{"var": "numbers"}]}"#, "[null, null, null]"),
            (r#"{"map": [{"var": "value"}, 1]}"#, "[]"),
            (r#"{"filter": [{"var": "numbers"}, {">=": [{"var": ""}, 2]}]}"#, "[3, 2]"),
            (r#"{"filter": ["text", true]}"#, "[]"),
            (r#"{"reduce": [{"var": "lines"}, {"+": [{"var": "current.quantity"}, {"var": "accumulator"}]}, 0]}"#, "3"),
            (r#"{"reduce": [{"var": "note"}, {"unheard": 0}, "initial"]}"#, r#""initial""#),
            (r#"{"reduce": [{"var": "note"}, 1]}"#, "null"),
            (r#"{"reduce": [[5], {"var": ""}]}"#, r#"{"accumulator": null, "current": 5}"#),
            // Undefined members are left out, as JSON.stringify does.
            (r#"{"reduce": [[5], {"var": ""}, {"and": []}]}"#, r#"{"current": 5}"#),
            (r#"{"all": [{"var": "numbers"}, {">": [{"var": ""}, 0]}]}"#, "true"),
            (r#"{"all": [[], true]}"#, "false"),
            (r#"{"all": [{"var": "note"}, true]}"#, "false"),
            (r#"{"some": [{"var": "lines"}, {"==": [{"var": "size"}, "L"]}]}"#, "true"),
            (r#"{"some": [[], true]}"#, "false"),
            (r#"{"none": [{"var": "lines"}, {"==": [{"var": "size"}, "L"]}]}"#, "false"),
            (r#"{"none": [[], true]}"#, "true"),
            (r#"{"none": [{"var": "numbers"}]}"#, "true"),
            (r#"{"merge": [1, [2, [3]], [], null]}"#, "[1, 2, [3], null]"),
            (r#"{"merge": {"var": "numbers"}}"#, "[3, 1, 2]"),
            (r#"{"merge": []}"#, "[]"),
        ],
    );
}

#[test]
fn texts_are_searched_joined_and_cut() {
    check(
        CART,
        &[
            (r#"{"in": ["M", {"var": "sizes"}]}"#, "true"),
            (r#"{"in": ["1", {"var": "numbers"}]}"#, "false"),
            (r#"{"in": ["ring", "Spring"]}"#, "true"),
            (r#"{"in": [1, "a1"]}"#, "true"),
            (r#"{"in": [null, "nullable"]}"#, "true"),
            (r#"{"in": ["", "a"]}"#, "true"),
            (r#"{"in": ["", ""]}"#, "false"),
            (r#"{"in": ["a", {"a": 1, "b": 2}]}"#, "false"),
            (r#"{"in": ["a"]}"#, "false"),
            (
                r#"{"cat": ["I ", 0.000001, null, 1e21, true, [1, [null, 2]], {}]}"#,
                r#""I 0.0000011e+21true1,,2[object Object]""#,
            ),
            (r#"{"cat": [{"/": [1, 0]}, {"-": 0}, {"/": [0, 0]}]}"#, r#""Infinity0NaN""#),
            (r#"{"cat": []}"#, r#""""#),
            (r#"{"substr": ["jsonlogic", 4]}"#, r#""logic""#),
            (r#"{"substr": ["jsonlogic", -5, 2]}"#, r#""lo""#),
            (r#"{"substr": ["jsonlogic", 1, -5]}"#, r#""son""#),
            (r#"{"substr": ["jsonlogic", -50, -1.5]}"#, r#""jsonlog""#),
            (r#"{"substr": ["jsonlogic", 4, "2"]}"#, r#""lo""#),
            (r#"{"substr": ["jsonlogic", 4, "-2"]}"#, r#""""#),
            (r#"{"substr": ["jsonlogic", 4, null]}"#, r#""""#),
            (r#"{"substr": [12345, "1", 3.9]}"#, r#""234""#),
            (r#"{"substr": ["jsonlogic", -1.5]}"#, r#""c""#),
            (r#"{"substr": [null]}"#, r#""null""#),
            (r#"{"substr": [{"var": "party"}, 3]}"#, r#""b""#),
        ],
    );
}

#[test]
fn half_a_character_is_dropped_where_javascript_keeps_it() {
    check(
        CART,
        &[
            (r#"{"substr": [{"var": "party"}, 2]}"#, r#""b""#),
            (r#"{"substr": [{"var": "party"}, 0, 2]}"#, r#""a""#),
            (r#"{"var": "party.1"}"#, r#""""#),
        ],
    );
}

#[test]
fn data_is_never_run_where_json_logic_js_runs_it() {
    check(
        CART,
        &[
            (r#"{"missing": {"var": "rules"}}"#, r#"[{"unheard": 1}]"#),
            (r#"{"missing_some": [1, {"var": "rules"}]}"#, r#"[{"unheard": 1}]"#),
            (r#"{"var": "lines.constructor"}"#, "null"),
        ],
    );
}

/// The error of `logic` over `data`.
fn error(logic: &Value, data: &Value) -> LogicError {
    evaluate(logic, data).unwrap_err()
}

#[test]
fn an_unknown_operator_is_an_error_with_place_and_mend() {
    let unknown = error(&json!({"if": [true, [{"a/~b": 1}]]}), &Value::Null);
    assert_eq!(unknown.to_string(), "unknown operator `a/~b` at `/if/1/0/a~1~0b`");
    assert!(unknown.help().starts_with("use one of `var`, `missing`, "));

    let typo = error(&json!({"!": {"filtr": []}}), &Value::Null);
    assert_eq!(typo.to_string(), "unknown operator `filtr` at `/!/filtr`");
    assert_eq!(typo.help(), "did you mean `filter`?");
}

#[test]
fn every_operator_is_known() {
    for operator in OPERATORS {
        let logic = json!({operator: [1, [2]]});
        assert!(evaluate(&logic, &Value::Null).is_ok(), "{operator}");
    }
}

#[test]
fn what_throws_in_javascript_is_an_error() {
    let product = error(&json!([{"*": []}]), &Value::Null);
    assert_eq!(product.to_string(), "`*` at `/0/*` lacks something to multiply");
    assert_eq!(product.help(), "give `*` something to multiply");

    let keys = error(&json!({"missing_some": [1, {"var": "keys"}]}), &Value::Null);
    assert_eq!(keys.to_string(), "`missing_some` at `/missing_some` lacks a list of keys as its second argument");
}

/// `value` inside `levels` arrays.
fn nested(value: Value, levels: usize) -> Value {
    (0..levels).fold(value, |inner, _| json!([inner]))
}

#[test]
fn depth_is_bounded() {
    let whole = json!({"var": ""});
    assert!(evaluate(&nested(json!(1), MAX_DEPTH), &Value::Null).is_ok());
    assert!(evaluate(&whole, &nested(json!(1), MAX_DEPTH)).is_ok());
    assert_eq!(
        error(&nested(json!(1), MAX_DEPTH + 1), &Value::Null),
        LogicError::TooDeep { pointer: "/0".repeat(MAX_DEPTH) }
    );
    assert_eq!(
        error(&whole, &nested(json!([]), MAX_DEPTH)),
        LogicError::DataTooDeep { pointer: "/0".repeat(MAX_DEPTH) }
    );
    let operators = (0..MAX_DEPTH / 2).fold(json!(1), |inner, _| json!({"+": [inner, 1]}));
    assert_eq!(evaluate(&operators, &Value::Null), Ok(json!(65)));
}

#[test]
fn what_reduce_builds_is_bounded_in_depth() {
    let elements = vec![0; MAX_DEPTH + 1];
    for deeper in [json!([{"var": "accumulator"}]), json!({"var": ""})] {
        let reduce = json!([{"reduce": [elements.clone(), deeper]}]);
        assert_eq!(error(&reduce, &Value::Null), LogicError::TooDeep { pointer: "/0/reduce".to_owned() });
    }
}

#[test]
fn work_is_bounded() {
    let hundred = vec![0; 100];
    let each = |inner: Value| json!({"map": [hundred.clone(), inner]});
    let accumulator = json!({"var": "accumulator"});
    let long = json!("x".repeat(100_000));
    for (logic, data) in [
        (each(each(each(json!(1)))), Value::Null),
        // Doubles a text, a list, and what the result would be when written out.
        (json!({"reduce": [hundred.clone(), {"cat": [accumulator, accumulator]}, "x"]}), Value::Null),
        (json!({"reduce": [hundred.clone(), {"merge": [accumulator, accumulator]}, [1]]}), Value::Null),
        (json!({"reduce": [hundred.clone(), [accumulator, accumulator], 1]}), Value::Null),
        // Reads a long text a hundred times.
        (each(json!({"-": long})), Value::Null),
        (each(json!({"in": ["y", long]})), Value::Null),
        (each(json!({"==": [long, long]})), Value::Null),
        (each(json!({"<": [long, long]})), Value::Null),
        (each(json!({"var": long})), Value::Null),
        (each(json!({"substr": [long, 0, 1]})), Value::Null),
        (
            json!({"map": [[long, long, long, long, long, long, long, long, long, long, long], {"var": "length"}]}),
            Value::Null,
        ),
        (json!({"var": ""}), json!(vec![long; 11])),
    ] {
        assert_eq!(error(&logic, &data), LogicError::TooManySteps, "{logic:.200}");
    }
    assert_eq!(LogicError::TooManySteps.to_string(), "evaluation takes more than 1000000 steps");
}

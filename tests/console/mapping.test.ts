// Which column holds what.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { previewOrders, type OrdersMapping } from "cartnudge/authoring";
import { fromMapping, guessed, missing, noColumns, toMapping } from "../../www/console/simulate/mapping";

const preview = (header: string) => previewOrders(new TextEncoder().encode(`${header}\n`), 2);
const retail = JSON.parse(
  readFileSync(new URL("../../cli/mappings/online-retail-ii.json", import.meta.url), "utf8"),
) as OrdersMapping;

test("cartnudge's own names need no mapping", () => {
  const own = preview("order_id,ordered_at,customer_id,item_id,order_line_id,price,quantity");
  assert.deepEqual(missing(own, guessed(own)), []);
  assert.deepEqual(toMapping(guessed(own)), {});
});

test("names that are alike are guessed; what is left is missing", () => {
  const other = preview("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country");
  const columns = guessed(other);
  assert.equal(columns.columns.quantity, "Quantity");
  assert.deepEqual(missing(other, fromMapping(retail, columns)), []);
  assert.ok(missing(other, noColumns).length > 0);
});

test("a mapping file goes into the form and comes out as it was", () => {
  const { note: _note, ...rest } = retail;
  assert.deepEqual(toMapping(fromMapping(retail, noColumns)), rest);
});

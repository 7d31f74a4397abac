// Shares with their intervals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FLOOR, share } from "../../www/console/results/wilson";

/** Values of Wilson's own formula, as R's `prop.test(correct = FALSE)` prints them. */
const known: [number, number, number, number][] = [
  [15, 100, 0.0931, 0.2328],
  [0, 50, 0, 0.0713],
  [50, 50, 0.9287, 1],
];

for (const [count, of, from, to] of known) {
  test(`${count} of ${of}: ${from} to ${to}`, () => {
    const { interval } = share(count, of);
    assert.ok(interval);
    assert.ok(Math.abs(interval[0] - from) < 1e-4, String(interval[0]));
    assert.ok(Math.abs(interval[1] - to) < 1e-4, String(interval[1]));
  });
}

test("under the floor of evidence there is no share", () => {
  assert.deepEqual(share(3, FLOOR - 1), { estimate: undefined, interval: undefined, count: 3, of: FLOOR - 1 });
  assert.equal(share(3, FLOOR).estimate, 0.1);
});

test("more than one interaction an exposure is all of them", () => {
  assert.equal(share(40, 30).estimate, 1);
});

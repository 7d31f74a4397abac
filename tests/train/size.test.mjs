// `npm run train:size` on made feedback whose truth is known.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/command.mjs";
import { seeded } from "../../scripts/lib/random.mjs";

const folder = join(root, "target", "test-train-size");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** Each item runs small, true or large, and each person has a usual size; she takes it or the next one. */
function feedback() {
  const next = seeded(11);
  const runs = Array.from({ length: 60 }, () => next() * 3 - 1.5);
  const usual = Array.from({ length: 400 }, () => 36 + 2 * Math.floor(next() * 6));
  const rows = ["feedback_id,reviewed_at,customer_id,item_id,size,fit"];
  for (let at = 0; at < 12_000; at += 1) {
    const day = new Date(Date.UTC(2025, 0, 1 + Math.floor(at / 34))).toISOString().slice(0, 10);
    const who = Math.floor(next() * usual.length);
    const what = Math.floor(next() * runs.length);
    const larger = next() < 0.2 ? 2 : 0;
    const felt = runs[what] - larger / 2 + (next() + next() + next() - 1.5) * 1.2;
    const fit = felt > 0.9 ? "small" : felt < -0.9 ? "large" : "true";
    rows.push(`f${at},${day},c${who},i${what},${usual[who] + larger},${fit}`);
  }
  return `${rows.join("\n")}\n`;
}

const file = join(folder, "feedback.csv");
writeFileSync(file, feedback());

/** @param {string} output @param {string[]} args */
function train(output, ...args) {
  const all = ["--feedback", file, "--train-until", "2025-10-01", "--output", join(folder, output), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", "train-size.mjs"), ...all], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, out: `${stdout}${stderr}` };
}

/** @param {string} output */
const report = (output) => JSON.parse(readFileSync(join(folder, output, "report.json"), "utf8"));

test("what runs small is learned, and chances are as often right as they say", () => {
  const { status, out } = train("made", "--train-from", "2025-03-01");
  assert.equal(status, 0, out);
  const { figures, size_step } = report("made");
  assert.equal(size_step, 2);
  assert.ok(figures.macro_auc > 0.75, JSON.stringify(figures));
  for (const { answer, given, expected } of figures.by_answer) {
    assert.ok(Math.abs(given - expected) < 0.2 * given, `${answer}: ${expected} expected, ${given} given`);
  }
  const rows = readFileSync(join(folder, "made", "predictions.csv"), "utf8")
    .trim()
    .split("\n");
  assert.equal(rows[0], "feedback_id,small,true,large");
  assert.equal(rows.length - 1, figures.answers);
  for (const row of rows.slice(1)) {
    const chances = row.split(",").slice(1).map(Number);
    assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance) - 1) < 1e-9, row);
  }
});

test("of answers that are dealt out anew nothing is learned", () => {
  const { status, out } = train("permuted", "--permute-labels", "3");
  assert.equal(status, 0, out);
  assert.ok(Math.abs(report("permuted").figures.macro_auc - 0.5) < 0.05);
});

test("a broken call says how to mend it", () => {
  const { status, out } = train("broken", "--train-until", "soon");
  assert.equal(status, 1);
  assert.match(out, /--train-until is `soon`, which is no date\n {2}help: write it like 2013-01-01/);
  const early = train("early", "--train-until", "2024-01-01");
  assert.equal(early.status, 1);
  assert.match(early.out, /the training part needs answers of all three kinds: small, true, large/);
});

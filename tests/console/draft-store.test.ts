// The draft's store against a server that saves, is silent, refuses, or was changed by somebody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rule } from "cartnudge/authoring";
import { offline, Problem } from "../../www/console/api/problem";
import type { Draft } from "../../www/console/api/types";
import type { Content } from "../../www/console/draft/merge";
import { DraftStore, withRule, type Keep, type Transport } from "../../www/console/draft/store";

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  when: true,
  nudge: { type: "size_guide" },
  ...more,
});

const bo = { id: "2", name: "Bo" };

/** A server as the real one: one revision after another, 412 for who comes late. */
class Server implements Transport {
  draft: Draft = {
    document: { rules: [rule("a"), rule("b")] },
    archived: [],
    revision: 1,
    based_on: 1,
    edited_at: null,
    edited_by: null,
    rules: {},
  };
  isSilent = false;
  saves = 0;

  load = () => Promise.resolve(structuredClone(this.draft));

  save = async (content: Content, revision: number) => {
    this.saves += 1;
    if (this.isSilent) throw offline;
    if (revision !== this.draft.revision) {
      const current = structuredClone(this.draft);
      throw new Problem({ status: 412, code: "draft_changed", detail: "changed", help: "look", current });
    }
    this.draft = { ...this.draft, ...structuredClone(content), revision: revision + 1 };
    return { revision: this.draft.revision, diagnostics: [], rules: {} };
  };

  /** Bo saves. */
  byBo(update: (content: Content) => Content) {
    const { document, archived } = this.draft;
    this.draft = { ...this.draft, ...update({ document, archived }), revision: this.draft.revision + 1, edited_by: bo };
  }
}

class Memory implements Keep {
  text: string | null = null;
  read = () => this.text;
  write = (text: string) => {
    this.text = text;
  };
  erase = () => {
    this.text = null;
  };
}

async function opened(server = new Server(), keep = new Memory()) {
  const store = new DraftStore(server, keep);
  await store.load();
  return { server, keep, store };
}

const priority = (id: string, value: number) => withRule(id, (one) => ({ ...one, priority: value }));
const priorities = ({ document }: Pick<Content, "document">) => document.rules.map((one) => [one.id, one.priority]);

test("a change is there at once, kept at once, and saved", async () => {
  const { server, keep, store } = await opened();
  store.change("priority", priority("a", 5));
  assert.equal(store.snapshot().status, "unsaved");
  assert.ok(keep.text?.includes('"priority":5'));
  assert.equal(await store.flush(), true);
  assert.deepEqual(priorities(server.draft), [
    ["a", 5],
    ["b", undefined],
  ]);
  assert.equal(store.snapshot().status, "saved");
  assert.equal(keep.text, null);
  store.close();
});

test("what was typed while the server saved is saved next", async () => {
  const { server, store } = await opened();
  store.change("priority", priority("a", 5));
  const flushed = store.flush();
  store.change("priority", priority("a", 6));
  assert.equal(await flushed, true);
  assert.deepEqual(priorities(server.draft)[0], ["a", 6]);
  assert.equal(server.saves, 2);
  store.close();
});

test("undo and redo go through the changes; letters of one word are one step", async () => {
  const { server, store } = await opened();
  store.change("first", priority("a", 1));
  store.change("typed", priority("b", 1), "b");
  store.change("typed", priority("b", 12), "b");
  assert.equal(store.snapshot().undo, "typed");
  store.undo();
  assert.deepEqual(priorities(store.snapshot().content as Content)[1], ["b", undefined]);
  assert.equal(store.snapshot().undo, "first");
  store.redo();
  assert.deepEqual(priorities(store.snapshot().content as Content)[1], ["b", 12]);
  store.undo();
  store.undo();
  assert.equal(store.snapshot().undo, undefined);
  assert.equal(store.snapshot().status, "saved");
  assert.equal(server.saves, 0);
  store.close();
});

test("what is typed after a save is another step", async () => {
  const { store } = await opened();
  store.change("typed", priority("a", 1), "a");
  await store.flush();
  store.change("typed", priority("a", 2), "a");
  store.undo();
  assert.deepEqual(priorities(store.snapshot().content as Content)[0], ["a", 1]);
  store.close();
});

test("a silent server: kept, and there again after a reload", async () => {
  const { server, keep, store } = await opened();
  server.isSilent = true;
  store.change("priority", priority("a", 5));
  assert.equal(await store.flush(), false);
  assert.equal(store.snapshot().status, "offline");
  store.close();
  server.isSilent = false;
  const again = await opened(server, keep);
  assert.deepEqual(priorities(again.store.snapshot().content as Content)[0], ["a", 5]);
  assert.equal(await again.store.flush(), true);
  assert.deepEqual(priorities(server.draft)[0], ["a", 5]);
  again.store.close();
});

test("somebody else changed another rule: both changes are in the draft", async () => {
  const { server, store } = await opened();
  server.byBo(priority("b", 9));
  store.change("priority", priority("a", 5));
  assert.equal(await store.flush(), true);
  assert.deepEqual(priorities(server.draft), [
    ["a", 5],
    ["b", 9],
  ]);
  assert.equal(store.snapshot().joined, "Bo");
  store.dismissJoined();
  assert.equal(store.snapshot().joined, undefined);
  store.close();
});

for (const side of ["mine", "theirs"] as const) {
  test(`both changed one rule: nothing is saved before it is decided, then ${side} is`, async () => {
    const { server, keep, store } = await opened();
    server.byBo(priority("a", 9));
    store.change("priority", priority("a", 5));
    assert.equal(await store.flush(), false);
    assert.equal(store.snapshot().status, "contradiction");
    assert.deepEqual(store.snapshot().contradictions, [
      { about: { rule: "a" }, mine: rule("a", { priority: 5 }), theirs: rule("a", { priority: 9 }) },
    ]);
    assert.deepEqual(priorities(server.draft)[0], ["a", 9]);
    assert.ok(keep.text?.includes('"priority":5'), "mine is kept");
    store.decide(side);
    assert.equal(await store.flush(), true);
    assert.deepEqual(priorities(server.draft)[0], ["a", side === "mine" ? 5 : 9]);
    store.close();
  });
}

test("an undecided contradiction survives a reload", async () => {
  const { server, keep, store } = await opened();
  server.byBo(priority("a", 9));
  store.change("priority", priority("a", 5));
  await store.flush();
  store.close();
  const again = await opened(server, keep);
  assert.equal(again.store.snapshot().status, "contradiction");
  again.store.decide("mine");
  assert.equal(await again.store.flush(), true);
  assert.deepEqual(priorities(server.draft)[0], ["a", 5]);
  again.store.close();
});

test("a newer draft replaces one without changes; an older one is not taken", async () => {
  const { server, store } = await opened();
  const old = structuredClone(server.draft);
  server.byBo(priority("b", 9));
  await store.load();
  assert.deepEqual(priorities(store.snapshot().content as Content)[1], ["b", 9]);
  store.receive(old);
  assert.deepEqual(priorities(store.snapshot().content as Content)[1], ["b", 9]);
  assert.equal(store.snapshot().joined, undefined);
  store.close();
});

test("a refusal that won't change is said, and the change is kept", async () => {
  const { server, keep, store } = await opened();
  server.save = () =>
    Promise.reject(new Problem({ status: 403, code: "wrong_role", detail: "your role is viewer", help: "ask" }));
  store.change("priority", priority("a", 5));
  assert.equal(await store.flush(), false);
  assert.equal(store.snapshot().status, "refused");
  assert.ok(keep.text?.includes('"priority":5'));
  store.close();
});

test("what can't be read in the browser's storage is as nothing", async () => {
  for (const text of ["{", "null", '{"base":{}}', '{"base":{"document":{"rules":[]}},"mine":{"document":{}}}']) {
    const keep = new Memory();
    keep.text = text;
    const { store } = await opened(new Server(), keep);
    assert.equal(store.snapshot().status, "saved");
    store.close();
  }
});

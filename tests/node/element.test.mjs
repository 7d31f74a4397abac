// `<cartnudge-slot>` where there are no elements, its types, and what themes may touch.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

/** @param {string} path */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const themes = readdirSync(new URL("../../themes", import.meta.url));
const { files, exports, sideEffects } = JSON.parse(read("package.json"));

test("on a server the import does nothing", async () => {
  assert.equal(Object.hasOwn(globalThis, "customElements"), false);
  assert.deepEqual(Object.keys(await import("cartnudge/element")), []);
});

test("bundlers keep what is imported for what it does", () => {
  assert.equal(exports["./element"].default, "./js/element.js");
  for (const path of ["./js/element.js", "./themes/*.css"]) assert.ok(sideEffects.includes(path), path);
  assert.ok(files.includes("themes"));
});

test("there are three themes", () => {
  assert.deepEqual(themes.sort(), ["calm.css", "crisp.css", "warm.css"]);
  for (const name of themes) assert.ok(import.meta.resolve(`cartnudge/themes/${name}`).endsWith(`/themes/${name}`));
});

for (const name of themes) {
  test(`${name} sets only what docs/theming.md has, and only under its name`, () => {
    const docs = read("docs/theming.md");
    const css = read(`themes/${name}`).replaceAll(/\/\*[^]*?\*\//g, "");
    for (const [property] of css.matchAll(/--[\w-]+/g)) assert.ok(docs.includes(`| \`${property}\` |`), property);
    for (const [, part] of css.matchAll(/::part\((\w+)\)/g)) assert.match(docs, new RegExp(`\`${part}\`[,. ]`), part);
    const selectors = [...css.matchAll(/(?:^|[{},])\s*(\[[^{},]+?)\s*(?=[,{])/g)].map(([, selector]) => selector);
    const scope = `[data-cartnudge-theme="${name.replace(".css", "")}"]`;
    assert.ok(selectors.length > 3);
    for (const selector of selectors) assert.ok(selector.startsWith(scope), selector);
    assert.doesNotMatch(css, /\b(?:left|right)\b|!important|animation|transition/);
  });
}

// @ts-check
import { html } from "../html.mjs";
import { label, say } from "../words.mjs";
import { card, categoryName } from "./card.mjs";
import { layout } from "./layout.mjs";
/** @typedef {import("../catalogue.mjs").Product} Product */

/** @param {Product[]} products */
export function homePage(products) {
  const categories = [...new Set(products.map(({ category }) => category))];
  return layout({
    title: "Fewer things, kept longer",
    titleDe: "Weniger Dinge, länger behalten",
    type: "home",
    description: "A small shop for clothes and things for the home.",
    main: html`<section class="hero">
        <img class="hero-picture" src="/img/hero.svg" width="1800" height="1000" alt="" fetchpriority="high" />
        <div class="wrap hero-words">
          <h1>${say("home.title")}</h1>
          <p>${say("home.lead")}</p>
          <p><a class="button" href="#range">${say("home.browse")}</a></p>
        </div>
      </section>
      <section class="wrap range" id="range" aria-labelledby="range-title">
        <div class="range-head">
          <h2 id="range-title">${say("home.grid")}</h2>
          <p id="range-count" class="muted" role="status"></p>
        </div>
        <div class="chips" role="group" ${label("home.filter")}>
          <button type="button" class="chip" data-filter="" aria-pressed="true">${say("nav.all")}</button>
          ${categories.map((category) => html`<button type="button" class="chip" data-filter="${category}" aria-pressed="false">${categoryName(category)}</button>`)}
        </div>
        <ul class="grid" id="grid" data-all>
          ${products.map((product, at) => card(product, at < 4))}
        </ul>
      </section>`,
  });
}

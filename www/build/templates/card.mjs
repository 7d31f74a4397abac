// @ts-check
import { categoriesInGerman } from "../../shop/messages.js";
import { html } from "../html.mjs";
import { both, price, say } from "../words.mjs";
import { pageOf, pictureOf } from "../catalogue.mjs";
/** @typedef {import("../catalogue.mjs").Product} Product */

/** @param {string} category */
export const categoryName = (category) => both({ en: category, de: categoriesInGerman[category] ?? category });

/** @param {Product} product */
export const priceOf = (product) =>
  product.was === undefined
    ? price(product.price)
    : html`${price(product.price, "price reduced")}
        <s class="was"><span class="visually-hidden">${say("product.was")} </span>${price(product.was)}</s>`;

/** A colour as a disc; an SVG attribute, because the page's policy allows no inline style. @param {string} hex */
export const disc = (hex) =>
  html`<svg class="disc" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <circle cx="10" cy="10" r="9.5" fill="${hex}" stroke="currentColor" stroke-opacity=".35" />
  </svg>`;

/** A product in the grid: its second colour appears under the pointer. @param {Product} product @param {boolean} [eager] */
export const card = (product, eager = false) =>
  html`<li class="card" data-item="${product.item_group_id}" data-category="${product.category}">
    <a href="${pageOf(product)}">
      <span class="card-picture">
        <img
          src="${pictureOf(product)}"
          width="800"
          height="1000"
          alt=""
          ${eager ? html`fetchpriority="high"` : html`loading="lazy"`}
          decoding="async"
        />
        <img
          class="card-second"
          src="${pictureOf(product, product.colours[1])}"
          width="800"
          height="1000"
          alt=""
          loading="lazy"
          decoding="async"
        />
      </span>
      <span class="card-brand">${product.brand}</span>
      <span class="card-name">${both(product.name)}</span>
    </a>
    <span class="card-foot"
      ><span>${priceOf(product)}</span><span class="discs">${product.colours.map(({ hex }) => disc(hex))}</span></span
    >
  </li>`;

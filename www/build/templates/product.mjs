// @ts-check
import { html, dataBlock } from "../html.mjs";
import { both, label, say, words } from "../words.mjs";
import { averageRating, pageOf, pictureOf } from "../catalogue.mjs";
import { structuredData } from "../facts.mjs";
import { card, categoryName, disc, priceOf } from "./card.mjs";
import { layout } from "./layout.mjs";
/** @typedef {import("../catalogue.mjs").Product} Product */

/** Stars as text for whoever cannot see them. @param {number} rating */
const stars = (rating) =>
  html`<span class="stars" role="img" aria-label="${rating} / 5"
    >${"★★★★★".slice(0, Math.round(rating))}<span class="stars-off">${"★★★★★".slice(Math.round(rating))}</span></span
  >`;

/** @param {Product} product */
const colourPicker = (product) =>
  html`<fieldset class="picker">
    <legend>
      ${say("product.colour")}
      <output id="colour-name" class="muted">${both(product.colours[0]?.name ?? { en: "", de: "" })}</output>
    </legend>
    <div class="picker-row">
      ${product.colours.map(
        (colour, at) =>
          html`<label class="swatch"
            ><input type="radio" name="colour" value="${colour.id}" ${at === 0 && html` checked`} /><span
              >${disc(colour.hex)}</span
            ><span class="visually-hidden">${both(colour.name)}</span></label
          >`,
      )}
    </div>
  </fieldset>`;

/** @param {Product} product */
const sizePicker = (product) =>
  product.sizes.length > 0 &&
  html`<fieldset class="picker" id="sizes">
    <legend>${say("product.size")}</legend>
    <div class="picker-row">
      ${product.sizes.map((size) => html`<label class="size"><input type="radio" name="size" value="${size}" /><span>${size}</span></label>`)}
    </div>
    <p class="field-error" id="size-error" role="alert" hidden>${say("product.choose.error")}</p>
  </fieldset>`;

/** @param {Product} product */
function fitSummary({ fit }) {
  if (!fit) return null;
  const all = fit.small + fit.true + fit.large;
  const row = (/** @type {string} */ key, /** @type {number} */ count) =>
    html`<div class="fit-row">
      <dt>${say(key)}</dt>
      <dd><meter min="0" max="${all}" value="${count}">${count} / ${all}</meter><span>${count}</span></dd>
    </div>`;
  return html`<section class="fit" aria-labelledby="fit-title">
    <h3 id="fit-title">${say("product.fit")}</h3>
    <dl>
      ${row("product.fit.small", fit.small)}${row("product.fit.true", fit.true)}${row("product.fit.large", fit.large)}
    </dl>
  </section>`;
}

/** @param {Product} product */
const reviews = (product) =>
  html`<section class="wrap section reviews" id="reviews" aria-labelledby="reviews-title">
    <div class="reviews-head">
      <h2 id="reviews-title">${say("product.reviews")}</h2>
      <p class="reviews-mean">
        <span class="big">${averageRating(product).toFixed(1)}</span> ${stars(averageRating(product))}
        <span class="muted">(${product.reviews.length})</span>
      </p>
      ${fitSummary(product)}
    </div>
    <ol class="review-list">
      ${product.reviews.map(
        (review) =>
          html`<li class="review">
            <p class="review-stars">${stars(review.rating)}</p>
            <blockquote lang="en"><p>${review.text}</p></blockquote>
            <p class="muted">
              <span>${review.author}</span
              >${review.size && html`, ${both({ en: words("product.bought").en.replace("{size}", review.size), de: words("product.bought").de.replace("{size}", review.size) })}`},
              <time datetime="${review.date}">${review.date}</time>
            </p>
          </li>`,
      )}
    </ol>
  </section>`;

/** @param {Product} product */
const details = (product) =>
  html`<section class="wrap section details" aria-labelledby="details-title">
    <h2 id="details-title">${say("product.details")}</h2>
    <dl class="specs" lang="en">
      ${product.specifications.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;

/** @param {Product} product @param {Product[]} related */
export function productPage(product, related) {
  const picture = pictureOf(product);
  return layout({
    title: product.name.en,
    titleDe: product.name.de,
    type: "product",
    item: product.item_group_id,
    description: product.description.en,
    head: html`<link
        rel="canonical"
        href="${pageOf(product)}"
      />${dataBlock("application/ld+json", structuredData(product))}`,
    main: html`<div class="wrap product">
        <div class="gallery">
          <img
            id="picture"
            src="${picture}"
            width="800"
            height="1000"
            alt="${product.name.en}"
            data-de-alt="${product.name.de}"
            fetchpriority="high"
          />
          <img
            class="detail"
            src="${picture}#svgView(viewBox(190,190,420,420))"
            width="420"
            height="420"
            alt=""
            loading="lazy"
          />
          <img
            class="detail"
            src="${picture}#svgView(viewBox(170,520,460,460))"
            width="460"
            height="460"
            alt=""
            loading="lazy"
          />
        </div>
        <div class="buy">
          <p class="crumbs">
            <a href="/index.html#range">${say("product.back")}</a>
            <span aria-hidden="true">/</span> ${categoryName(product.category)}
          </p>
          <p class="buy-brand">${product.brand}</p>
          <h1>${both(product.name)}</h1>
          <p class="buy-price">${priceOf(product)}</p>
          <p class="buy-stars">
            <a href="#reviews"
              >${stars(averageRating(product))}
              <span>${averageRating(product).toFixed(1)} (${product.reviews.length})</span></a
            >
          </p>
          <p class="lead">${both(product.description)}</p>
          <form id="buy" class="buy-form" novalidate data-price="${product.price.toFixed(2)}">
            ${colourPicker(product)} ${sizePicker(product)}
            <div class="buy-row">
              <label class="quantity"
                ><span class="visually-hidden">${say("product.quantity")}</span
                ><select name="quantity" autocomplete="off">
                  ${[1, 2, 3, 4, 5].map((count) => html`<option>${count}</option>`)}
                </select></label
              >
              <button class="button" type="submit">${say("product.add")}</button>
            </div>
          </form>
          <div id="slot-product"></div>
          <p class="muted small">${say("product.delivery")}</p>
        </div>
      </div>
      ${details(product)} ${reviews(product)}
      <section class="wrap section" ${label("product.more")}>
        <h2>${say("product.more")}</h2>
        <ul class="grid">
          ${related.map((other) => card(other))}
        </ul>
      </section>`,
  });
}

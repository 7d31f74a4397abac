// @ts-check
import { html } from "../html.mjs";
import { say, words } from "../words.mjs";
import { layout } from "./layout.mjs";

/** @param {string} key @param {string} type */
const titled = (key, type) => ({ title: words(key).en, titleDe: words(key).de, type });

const summary = () =>
  html`<h2 id="summary-title">${say("cart.summary")}</h2>
    <dl class="sums">
      <div>
        <dt>${say("cart.subtotal")}</dt>
        <dd id="subtotal"></dd>
      </div>
      <div>
        <dt>${say("cart.delivery")}</dt>
        <dd id="delivery"></dd>
      </div>
      <div class="sum-total">
        <dt>${say("cart.total")}</dt>
        <dd id="total"></dd>
      </div>
    </dl>
    <p class="muted small">${say("cart.vat")}</p>`;

export const cartPage = () =>
  layout({
    ...titled("cart.title", "cart"),
    main: html`<div class="wrap cart-page">
      <h1 id="cart-title" tabindex="-1">${say("cart.title")}</h1>
      <div class="cart-empty" id="cart-empty" hidden>
        <p>${say("bag.empty")}</p>
        <p><a class="button" href="/index.html#range">${say("cart.keep")}</a></p>
      </div>
      <div class="cart-columns" id="cart-columns" hidden>
        <ul class="lines" id="cart-lines" aria-labelledby="cart-title"></ul>
        <section class="summary" aria-labelledby="summary-title">
          ${summary()}
          <p><a class="button wide" href="/checkout.html">${say("cart.checkout")}</a></p>
          <p class="center"><a href="/index.html#range">${say("cart.keep")}</a></p>
          <div id="slot-cart"></div>
        </section>
      </div>
    </div>`,
  });

/** @param {string} name @param {string} key @param {string} autocomplete @param {string} [type] */
const field = (name, key, autocomplete, type = "text") =>
  html`<p class="field">
    <label for="f-${name}">${say(key)}</label
    ><input id="f-${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required />
  </p>`;

export const checkoutPage = () =>
  layout({
    ...titled("checkout.title", "checkout"),
    main: html`<div class="wrap checkout">
      <h1>${say("checkout.title")}</h1>
      <p class="note">${say("checkout.note")}</p>
      <div class="cart-empty" id="cart-empty" hidden>
        <p>${say("checkout.empty")}</p>
        <p><a class="button" href="/index.html#range">${say("cart.keep")}</a></p>
      </div>
      <div class="cart-columns" id="cart-columns" hidden>
        <form id="checkout" class="checkout-form">
          <fieldset>
            <legend>${say("checkout.contact")}</legend>
            ${field("email", "checkout.email", "email", "email")}
          </fieldset>
          <fieldset>
            <legend>${say("checkout.address")}</legend>
            ${field("name", "checkout.name", "name")}${field("street", "checkout.street", "street-address")}
            <div class="field-pair">
              ${field("postcode", "checkout.postcode", "postal-code")}${field("city", "checkout.city", "address-level2")}
            </div>
            ${field("country", "checkout.country", "country-name")}
          </fieldset>
          <fieldset>
            <legend>${say("checkout.delivery")}</legend>
            <label class="option"
              ><input type="radio" name="delivery" value="standard" checked /><span
                >${say("checkout.standard")}</span
              ></label
            >
            <label class="option"
              ><input type="radio" name="delivery" value="express" /><span>${say("checkout.express")}</span></label
            >
          </fieldset>
          <p class="checkout-foot">
            <a href="/cart.html">${say("checkout.back")}</a
            ><button class="button" type="submit">${say("checkout.place")}</button>
          </p>
        </form>
        <section class="summary" aria-labelledby="summary-title">
          <ul class="mini-lines" id="mini-lines"></ul>
          ${summary()}
        </section>
      </div>
    </div>`,
  });

export const thanksPage = () =>
  layout({
    ...titled("thanks.title", "purchase"),
    main: html`<div class="wrap thanks" id="thanks" hidden>
      <h1>${say("thanks.title")}</h1>
      <p class="lead" id="thanks-lead"></p>
      <ul class="mini-lines" id="mini-lines"></ul>
      <p><a class="button" href="/index.html">${say("thanks.next")}</a></p>
    </div>`,
  });

// @ts-check
import { html } from "../html.mjs";
import { label, say } from "../words.mjs";
import { demoBar } from "./demo-bar.mjs";

/**
 * The frame of every page: demo bar, header, main, footer.
 * @param {{ title: string, titleDe: string, type: string, item?: string, description?: string, head?: unknown, main: unknown }} page
 */
export const layout = ({ title, titleDe, type, item, description, head, main }) =>
  html`<!doctype html>
    <html lang="en" dir="ltr" data-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title data-de="${titleDe} | Alder Row">${title} | Alder Row</title>
        ${description && html`<meta name="description" content="${description}" />`}
        <link rel="icon" href="/img/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/shop.css" />
        <script src="/boot.js"></script>
        <script src="/shop.js" defer></script>
        ${head}
      </head>
      <body data-page="${type}" ${item && html` data-item="${item}"`}>
        <a class="skip" href="#main">${say("shop.skip")}</a>
        ${demoBar()}
        <header class="header">
          <div class="header-row wrap">
            <a class="logo" href="/index.html">Alder Row</a>
            <nav ${label("nav.label")} class="nav">
              <a href="/index.html#range">${say("nav.all")}</a>
              <a href="/index.html?range=clothing#range">${say("nav.clothing")}</a>
              <a href="/index.html?range=home#range">${say("nav.home")}</a>
              <a href="/index.html?range=premium#range">${say("nav.premium")}</a>
            </nav>
            <div class="header-tools">
              <button type="button" class="quiet" id="open-chat">${say("nav.chat")}</button>
              <a class="quiet bag" id="open-bag" href="/cart.html" role="button"
                >${say("bag.open")} <span id="bag-count" class="count">0</span></a
              >
            </div>
          </div>
        </header>
        <main id="main" tabindex="-1">${main}</main>
        <footer class="footer">
          <div class="wrap footer-grid">
            <section>
              <p class="logo">Alder Row</p>
              <p>${say("shop.tagline")}</p>
            </section>
            <section>
              <h2>${say("footer.help")}</h2>
              <ul>
                <li>${say("footer.delivery")}</li>
                <li>${say("footer.returns")}</li>
                <li>${say("footer.repair")}</li>
              </ul>
            </section>
            <section>
              <h2>${say("footer.about")}</h2>
              <p>${say("footer.about.text")}</p>
              <p>${say("footer.shop")}</p>
            </section>
          </div>
        </footer>
        <p id="announce" class="visually-hidden" role="status"></p>
      </body>
    </html> `;

// @ts-check
import { listItemOf, pushEvent } from "./data-layer.js";
import { byId } from "./dom.js";
import { t } from "./i18n.js";

/** @type {Record<string, string[]>} */
const RANGES = {
  clothing: ["Dresses", "Knitwear", "Shoes", "Outerwear", "Denim", "Bags"],
  home: ["Lighting", "Home", "Furniture"],
  premium: ["Watches", "Jewellery"],
};

/** The categories that the address asks for; none means all. */
function askedFor() {
  const query = new URLSearchParams(location.search);
  const category = query.get("category");
  return category ? [category] : (RANGES[query.get("range") ?? ""] ?? []);
}

/** A filtered grid is a list; the whole one is the home page. */
export const gridPageType = () => (askedFor().length > 0 ? "list" : "home");

const cards = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#grid .card")]);

/** @param {HTMLElement[]} shown */
const items = (shown) => shown.map((card, index) => listItemOf(card.dataset.item ?? "", index));

function show() {
  const wanted = askedFor();
  for (const card of cards()) card.hidden = wanted.length > 0 && !wanted.includes(card.dataset.category ?? "");
  for (const chip of document.querySelectorAll("[data-filter]")) {
    const filter = chip.getAttribute("data-filter") ?? "";
    chip.setAttribute("aria-pressed", String(filter === "" ? wanted.length === 0 : wanted.includes(filter)));
  }
  byId("grid")?.toggleAttribute("data-all", wanted.length === 0);
  const shown = cards().filter((card) => !card.hidden);
  const count = byId("range-count");
  if (count) count.textContent = t("home.shown", { count: shown.length });
  pushEvent("view_item_list", items(shown), {
    item_list_id: wanted.join("_").toLowerCase() || "all",
    value: undefined,
  });
}

export function startGrid() {
  show();
  for (const chip of document.querySelectorAll("[data-filter]")) {
    chip.addEventListener("click", () => {
      const filter = chip.getAttribute("data-filter");
      history.replaceState(null, "", filter ? `?category=${encodeURIComponent(filter)}` : location.pathname);
      show();
    });
  }
}

/** Cards are on product pages as well. */
export function reportSelections() {
  for (const card of cardsEverywhere()) {
    card
      .querySelector("a")
      ?.addEventListener("click", () =>
        pushEvent("select_item", [listItemOf(card.dataset.item ?? "")], { value: undefined }),
      );
  }
}

const cardsEverywhere = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".card")]);

// @ts-check
import { lines, totals } from "./cart.js";
import { byId, h } from "./dom.js";
import { money, t } from "./i18n.js";
import { miniLine } from "./line-view.js";

/** @type {HTMLDialogElement | undefined} */
let drawer;

function build() {
  const dialog = h("dialog", { class: "drawer", id: "drawer", "aria-labelledby": "drawer-title" });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

function fill() {
  if (!drawer) return;
  const now = lines();
  const { subtotal } = totals(now);
  drawer.replaceChildren(
    h(
      "div",
      { class: "drawer-box" },
      h(
        "div",
        { class: "drawer-head" },
        h("h2", { id: "drawer-title" }, t("bag.title")),
        h(
          "button",
          { type: "button", class: "icon", "aria-label": t("bag.close"), onclick: () => drawer?.close() },
          h("span", { "aria-hidden": "true" }, "×"),
        ),
      ),
      now.length === 0
        ? h("p", { class: "muted" }, t("bag.empty"))
        : h("ul", { class: "mini-lines" }, now.map(miniLine)),
      h(
        "div",
        { class: "drawer-foot" },
        h("p", { class: "drawer-sum" }, h("span", {}, t("cart.subtotal")), h("strong", {}, money(subtotal))),
        h("a", { class: "button wide", href: "/cart.html" }, t("bag.view")),
      ),
    ),
  );
}

export function openDrawer() {
  drawer ??= build();
  fill();
  if (!drawer.open) drawer.showModal();
}

function showCount() {
  const { count } = totals();
  const badge = byId("bag-count");
  if (badge) badge.textContent = String(count);
  byId("open-bag")?.setAttribute("aria-label", `${t("bag.open")}: ${t("bag.items", { count })}`);
  fill();
}

export function startDrawer() {
  const opener = byId("open-bag");
  opener?.addEventListener("click", (event) => {
    if (document.body.dataset.page === "cart") return;
    event.preventDefault();
    openDrawer();
  });
  opener?.addEventListener("keydown", (event) => {
    if (/** @type {KeyboardEvent} */ (event).key !== " ") return;
    event.preventDefault();
    opener.click();
  });
  document.addEventListener("shop:cart", showCount);
  showCount();
}

// @ts-check
// The shop's own chat panel. Nobody is at the other end, and it says so.
import { productNamed } from "./catalogue/index.js";
import { h } from "./dom.js";
import { inLanguage, t } from "./i18n.js";

/** @type {HTMLDialogElement | undefined} */
let panel;
/** @type {Element | null} */
let opener = null;

/** @param {HTMLElement} log @param {"shop" | "shopper"} from @param {string} text */
function say(log, from, text) {
  log.append(h("p", { class: `bubble ${from}` }, text));
  log.scrollTop = log.scrollHeight;
}

function close() {
  panel?.close();
  if (opener instanceof HTMLElement) opener.focus();
}

function build() {
  const log = h("div", {
    class: "chat-log",
    role: "log",
    "aria-live": "polite",
    tabindex: 0,
    "aria-label": t("chat.title"),
  });
  const input = h("input", {
    type: "text",
    name: "message",
    autocomplete: "off",
    "aria-label": t("chat.message"),
    placeholder: t("chat.message"),
    maxlength: 500,
  });
  const form = h(
    "form",
    {
      class: "chat-form",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        const text = input.value.trim();
        if (!text) return;
        say(log, "shopper", text);
        say(log, "shop", t("chat.reply"));
        input.value = "";
      },
    },
    input,
    h("button", { class: "button small", type: "submit" }, t("chat.send")),
  );
  const dialog = h(
    "dialog",
    {
      class: "chat",
      id: "chat",
      "aria-labelledby": "chat-title",
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close(),
    },
    h(
      "div",
      { class: "drawer-head" },
      h("h2", { id: "chat-title" }, t("chat.title")),
      h(
        "button",
        { type: "button", class: "icon", "aria-label": t("chat.close"), onclick: close },
        h("span", { "aria-hidden": "true" }, "×"),
      ),
    ),
    log,
    form,
  );
  document.body.append(dialog);
  return { dialog, log, input };
}

export const chat = {
  /** @param {{ item_id?: string, item_group_id?: string, item_name?: string }} [context] what the shopper is looking at */
  open(context = {}) {
    opener = document.activeElement;
    panel?.remove();
    const { dialog, log, input } = build();
    panel = dialog;
    const product = productNamed(context.item_group_id ?? context.item_id);
    const name = product ? inLanguage(product.name) : context.item_name;
    say(log, "shop", name ? t("chat.hello.item", { name }) : t("chat.hello"));
    dialog.show();
    input.focus();
  },
};

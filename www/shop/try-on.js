// @ts-check
// The shop's 3D view: its provider's page in a frame.
import { productNamed } from "./catalogue/index.js";
import { h } from "./dom.js";
import { inLanguage, t } from "./i18n.js";

/** @type {HTMLDialogElement | undefined} */
let panel;

export const tryOn = {
  /** @param {{ item_id?: string, item_name?: string, model_url?: string }} context what to look at */
  open({ item_id: item, item_name, model_url: model }) {
    if (!model) return;
    const opener = document.activeElement;
    const product = productNamed(item);
    const name = product ? inLanguage(product.name) : (item_name ?? "");
    const address = `/try-on/?${new URLSearchParams({ model, name })}`;
    panel?.remove();
    const dialog = h(
      "dialog",
      { class: "try-on", "aria-labelledby": "try-on-title" },
      h(
        "div",
        { class: "drawer-head" },
        h("h2", { id: "try-on-title" }, name),
        h(
          "button",
          { type: "button", class: "icon", "aria-label": t("try-on.close"), onclick: () => dialog.close() },
          h("span", { "aria-hidden": "true" }, "×"),
        ),
      ),
      h("iframe", { src: address, title: t("try-on.frame", { name }) }),
      h("p", { class: "muted small" }, t("try-on.hint")),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (opener instanceof HTMLElement) opener.focus();
    });
    panel = dialog;
    document.body.append(dialog);
    dialog.showModal();
  },
};

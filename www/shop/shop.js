// @ts-check
import "./styles/index.css";
import "cartnudge/themes/calm.css";
import "cartnudge/themes/crisp.css";
import "cartnudge/themes/warm.css";
import { startCartPage } from "./cart-page.js";
import { chat } from "./chat.js";
import { startCheckout, startThanks } from "./checkout.js";
import { startDemoBar } from "./demo-bar.js";
import { byId } from "./dom.js";
import { startDrawer } from "./drawer.js";
import { gridPageType, reportSelections, startGrid } from "./grid.js";
import { translatePage } from "./i18n.js";
import { startNudge } from "./nudge.js";
import { startProduct } from "./product.js";
import { startWhy } from "./why.js";

const { page = "other", item } = document.body.dataset;

translatePage();
startDrawer();
reportSelections();
byId("open-chat")?.addEventListener("click", () => chat.open(item ? { item_group_id: item } : {}));

if (page === "home") startGrid();
if (page === "product" && item) startProduct(item);
if (page === "cart") startCartPage();
if (page === "checkout") startCheckout();
if (page === "purchase") startThanks();

const why = startWhy();
/** @type {Awaited<ReturnType<typeof startNudge>>} */
let nudge = null;
startDemoBar(() => nudge, why.toggle);

/** @type {import("cartnudge").PageType} */
const type = page === "home" ? gridPageType() : /** @type {import("cartnudge").PageType} */ (page);
startNudge(item ? { type, item_id: item } : { type }, { onDecision: why.show, onError: why.fail }).then((mounted) => {
  nudge = mounted;
  nudge?.on("error", why.fail);
});

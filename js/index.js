// "cartnudge": the shopper's page. Nothing is fetched or run before the page's own load.

/** @type {typeof import("./index.js").mount} */
export async function mount(options) {
  try {
    await pageLoad();
    const page = await import("../pkg/page/cartnudge_page.js");
    await page.default();
    return /** @type {any} */ (await page.mount(options));
  } catch (error) {
    // The shop goes on without us.
    report(options, error);
    return inert;
  }
}

function pageLoad() {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => addEventListener("load", resolve, { once: true }));
}

/**
 * @param {{ onError?: (error: any) => void } | undefined} options
 * @param {unknown} error
 */
function report(options, error) {
  try {
    options?.onError?.(error);
  } catch {
    // The shop's callback threw; there is nobody left to tell.
  }
}

/** What `mount` gives when it could not start: every call does nothing. */
const inert = Object.freeze({
  setCart() {},
  setConsent() {},
  decide: () => undefined,
  on: () => () => {},
  dispose() {},
});

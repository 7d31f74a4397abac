// When a nudge comes in: at a quiet moment, not while the shopper types or pays, and not under the pointer.
import { bothSizes, cart, chatRule, guiding, item, rules, sizeRule } from "./documents.js";
import { begin, card, expect, part, test, told, turn } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */

const cornered = { ...guiding, slots: {} };

/** Longer than a moment has to be quiet, and shorter than anybody waits. */
const LONG = 2_500;

/** Notes timers and listeners that are alive. */
function count() {
  const timers = new Set();
  const listeners = new Set();
  const { setTimeout: set, clearTimeout: clear } = window;
  window.setTimeout = (call, ...more) => {
    const id = set((...all) => (timers.delete(id), call(...all)), ...more);
    timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => (timers.delete(id), clear(id));
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function adding(kind, listener, options) {
    if (this === window || this === document || this === document.documentElement) listeners.add(listener);
    return add.call(this, kind, listener, options);
  };
  EventTarget.prototype.removeEventListener = function removing(kind, listener, options) {
    listeners.delete(listener);
    return remove.call(this, kind, listener, options);
  };
  window.alive = () => ({ timers: timers.size, listeners: listeners.size });
}

/** @param {Page} page */
const alive = (page) => page.evaluate(() => window.alive());

/** @param {Page} page @param {unknown} given */
const setCart = (page, given) => page.evaluate((value) => window.handle.setCart(value), given);

/** Adds to the shop's page. @param {Page} page @param {string} markup */
const add = (page, markup) => page.evaluate((text) => document.body.insertAdjacentHTML("afterbegin", text), markup);

/** Until a nudge is decided on. @param {Page} page @param {object} [options] */
async function decide(page, options = guiding) {
  await begin(page, options);
  await setCart(page, bothSizes);
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.nudges).toHaveLength(1);
}

/** That it doesn't come while something goes on. @param {Page} page @param {() => Promise<unknown>} [goesOn] */
async function staysAway(page, goesOn = () => page.waitForTimeout(100)) {
  const end = Date.now() + LONG;
  while (Date.now() < end) {
    await goesOn();
    expect(await page.locator("[data-cartnudge]:not([data-waiting])").count()).toBe(0);
  }
}

/** @param {Page} page */
const comes = (page) => expect(part(page, "headline")).toBeVisible();

test.beforeEach(async ({ page }) => {
  await page.addInitScript(count);
  await page.goto("/");
});

test.describe("typing keeps it away, and it comes after", () => {
  for (const [what, markup] of Object.entries({
    "a field": "<input id='it' type='email'>",
    "a text area": "<textarea id='it'></textarea>",
    "an editable part": "<div id='it' contenteditable>Dear shop</div>",
  })) {
    test(what, async ({ page }) => {
      await add(page, markup);
      await page.locator("#it").focus();
      await decide(page);
      // Slower than a moment is quiet: only the field keeps it away.
      await staysAway(page, async () => {
        await page.keyboard.type("a");
        await page.waitForTimeout(1_200);
      });
      // The field keeps the focus.
      await comes(page);
      await expect(page.locator("#it")).toBeFocused();
    });
  }

  test("a field in a shadow root", async ({ page }) => {
    await page.evaluate(() => {
      const host = document.createElement("div");
      host.attachShadow({ mode: "open" }).innerHTML = "<input>";
      document.body.prepend(host);
    });
    await page.locator("input").focus();
    await decide(page);
    await staysAway(page, async () => {
      await page.keyboard.type("a");
      await page.waitForTimeout(1_200);
    });
    await page.locator("input").blur();
    await comes(page);
  });

  test("a list to choose from", async ({ page }) => {
    await add(page, "<select id='it'><option>S</option><option>M</option></select>");
    await begin(page, guiding);
    await page.locator("#it").focus();
    await setCart(page, bothSizes);
    await staysAway(page);
    await page.locator("#it").blur();
    await comes(page);
  });

  test("a button with the focus doesn't", async ({ page }) => {
    await page.locator("#before").focus();
    await decide(page);
    await comes(page);
  });
});

test.describe("paying keeps it away", () => {
  for (const [what, markup] of Object.entries({
    "a card's number": "<input class='it' autocomplete='cc-number'>",
    "a card's date, with what it belongs to": "<input class='it' autocomplete='section-a billing CC-exp'>",
    "a frame": "<iframe class='it' src='/tests/e2e/page/page.css'></iframe>",
  })) {
    test(what, async ({ page }) => {
      await add(page, markup);
      // Long idle: that a text field may be.
      await page.clock.install();
      await page.locator(".it").focus();
      await page.clock.fastForward(60_000);
      await decide(page);
      await staysAway(page, async () => {
        await page.clock.runFor(1_000);
        await page.waitForTimeout(500);
      });
      await page.locator("#before").focus();
      await comes(page);
    });
  }

  test("a field whose name only ends alike doesn't", async ({ page }) => {
    await add(page, "<button class='it' autocomplete='section-acc-x username'>Name</button>");
    await page.locator(".it").focus();
    await decide(page);
    await comes(page);
  });

  test("a window without the focus, as beside the browser's own sheet", async ({ page }) => {
    await decide(page);
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await staysAway(page);
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await comes(page);
  });
});

test.describe("a dialog of the shop", () => {
  test("keeps it away while it is open", async ({ page }) => {
    await add(page, "<dialog id='it'>Choose a country</dialog>");
    await page.evaluate(() => document.querySelector("dialog")?.showModal());
    await decide(page);
    await staysAway(page);
    await page.evaluate(() => document.querySelector("dialog")?.close());
    await comes(page);
  });

  test("also one that only says so, until it is hidden", async ({ page }) => {
    await add(page, "<div id='it' role='dialog' aria-modal='true'>Choose a country</div>");
    await decide(page);
    await staysAway(page);
    await page.locator("#it").evaluate((element) => (element.style.visibility = "hidden"));
    await comes(page);
  });

  test("in a shadow root, with the focus", async ({ page }) => {
    await page.evaluate(() => {
      const host = document.createElement("div");
      host.id = "host";
      host.attachShadow({ mode: "open" }).innerHTML = "<dialog><button>Choose</button></dialog>";
      document.body.prepend(host);
      host.shadowRoot?.querySelector("dialog")?.showModal();
    });
    await decide(page);
    await staysAway(page);
    await page.evaluate(() => document.getElementById("host")?.shadowRoot?.querySelector("dialog")?.close());
    await comes(page);
  });

  test("that the nudge's place is in doesn't", async ({ page }) => {
    await add(page, "<dialog><button>Close</button><div id='inside'></div></dialog>");
    await page.locator("dialog").evaluate((dialog) => {
      Object.assign(dialog.style, { blockSize: "500px", inlineSize: "600px" });
      dialog.showModal();
    });
    await decide(page, { ...guiding, slots: { spot: "#inside" } });
    await expect(page.locator("#inside > [data-cartnudge=inline]")).toBeVisible();
  });

  test("that has no room for it keeps it away: nobody would see it beside that", async ({ page }) => {
    // In the middle of the page: it would grow both ways, and move its button.
    await add(page, "<dialog><button>Close</button><div id='inside'></div></dialog>");
    await page.locator("dialog").evaluate((dialog) => dialog.showModal());
    await decide(page, { ...guiding, slots: { spot: "#inside" } });
    await staysAway(page);
  });

  test("that isn't modal doesn't", async ({ page }) => {
    await add(page, "<dialog open>We use cookies</dialog>");
    await decide(page, cornered);
    await comes(page);
  });
});

test.describe("hands at work keep it away", () => {
  test("scrolling", async ({ page }) => {
    await decide(page, cornered);
    let way = 1;
    await staysAway(page, async () => {
      await page.evaluate((by) => scrollBy(0, by), 5 * way);
      way = -way;
      await page.waitForTimeout(100);
    });
    await comes(page);
  });

  test("the wheel, over what scrolls by itself", async ({ page }) => {
    await page.mouse.move(200, 200);
    await decide(page, cornered);
    await staysAway(page, async () => {
      await page.evaluate(() => document.body.dispatchEvent(new WheelEvent("wheel", { bubbles: true })));
      await page.waitForTimeout(100);
    });
    await comes(page);
  });

  test("a part that scrolls by itself doesn't", async ({ page }) => {
    await add(page, "<div id='it'><p id='wide'>Seen in magazines</p></div>");
    await page.evaluate(() => {
      const [outer, inner] = ["it", "wide"].map((id) => document.getElementById(id));
      Object.assign(outer?.style ?? {}, { overflow: "auto", inlineSize: "200px" });
      Object.assign(inner?.style ?? {}, { inlineSize: "90000px" });
      setInterval(() => outer?.scrollBy(10, 0), 50);
    });
    await decide(page, cornered);
    await comes(page);
  });

  test("keys", async ({ page }) => {
    await decide(page);
    await staysAway(page, async () => {
      await page.keyboard.press("Shift");
      await page.waitForTimeout(100);
    });
    await comes(page);
  });

  test("a pointer that is held down, from before the decision", async ({ page }) => {
    await begin(page, guiding);
    await page.mouse.move(200, 200);
    await page.mouse.down();
    await setCart(page, bothSizes);
    await staysAway(page);
    await page.mouse.up();
    await comes(page);
  });

  test("presses that the shop stops", async ({ page }) => {
    await page.evaluate(() => {
      document.body.addEventListener("pointerdown", (event) => event.stopPropagation());
    });
    await begin(page, guiding);
    await page.mouse.move(200, 200);
    await page.mouse.down();
    await setCart(page, bothSizes);
    await staysAway(page);
    await page.mouse.up();
    await comes(page);
  });

  test("a page that nobody sees", async ({ page }) => {
    await begin(page, guiding);
    await turn(page, "hidden");
    await setCart(page, bothSizes);
    await staysAway(page);
    await turn(page, "visible");
    await comes(page);
  });
});

test.describe("fingers", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

  test("one that rests on the glass keeps it away, one that was lifted doesn't", async ({ page }) => {
    await begin(page, cornered);
    const session = await page.context().newCDPSession(page);
    // Where the sheet will be.
    const touchPoints = [{ x: 195, y: 760 }];
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    // The browser scrolls: no pointer is pressed any more.
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: 195, y: 600 }] });
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: 195, y: 760 }] });
    await setCart(page, bothSizes);
    await staysAway(page);
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await comes(page);
  });
});

test.describe("the pointer", () => {
  test("in the corner: it takes the other", async ({ page }) => {
    await begin(page, cornered);
    await page.mouse.move(1_200, 680);
    await setCart(page, bothSizes);
    await comes(page);
    await expect(card(page)).toHaveAttribute("data-side", "start");
  });

  test("where the sheet would be: it waits until it has moved away", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await begin(page, cornered);
    await page.mouse.move(195, 760);
    await setCart(page, bothSizes);
    await staysAway(page);
    await page.mouse.move(195, 100);
    await comes(page);
  });

  test("over the slot: it waits until it has moved away", async ({ page }) => {
    await begin(page, guiding);
    const { x, y } = await page.locator("#slot").evaluate((slot) => slot.getBoundingClientRect().toJSON());
    await page.mouse.move(x + 40, y + 20);
    await setCart(page, bothSizes);
    await staysAway(page);
    await page.mouse.move(640, 600);
    await expect(page.locator("#slot > [data-cartnudge=inline]")).toBeVisible();
  });

  test("that comes later doesn't send it away", async ({ page }) => {
    await decide(page, cornered);
    await comes(page);
    await page.mouse.move(1_200, 680);
    await page.mouse.down();
    await page.waitForTimeout(LONG);
    await expect(part(page, "headline")).toBeVisible();
    await page.mouse.up();
  });
});

test("what waits gives way to what is decided next", async ({ page }) => {
  const always = { ">=": [{ var: "cart.value" }, 0] };
  const both = rules([
    sizeRule("sizes"),
    chatRule("large", { priority: 90, when: { ">": [{ var: "cart.lines" }, 2] } }),
    chatRule("any", { priority: 1, when: always }),
  ]);
  await begin(page, { ...guiding, rules: both });
  await page.mouse.move(200, 200);
  await page.mouse.down();
  await setCart(page, bothSizes);
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.nudges[0].rule_id).toBe("sizes");
  await setCart(page, cart(item("S"), item("M"), item("L")));
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.nudges[0].rule_id).toBe("large");
  await page.mouse.up();
  await expect(part(page, "headline")).toHaveText("Headline of large");
});

test("a decision without it ends the waiting", async ({ page }) => {
  await decide(page);
  await page.keyboard.press("Shift");
  await setCart(page, cart(item("S")));
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.nudges).toHaveLength(0);
  const { timers } = await alive(page);
  expect(timers).toBe(0);
  await staysAway(page);
});

test("dispose() while it waits leaves nothing", async ({ page }) => {
  // What the package itself keeps from its first load on isn't of interest.
  await begin(page, guiding);
  await page.evaluate(() => window.handle.dispose());
  const before = await alive(page);
  const html = () => page.evaluate(() => document.documentElement.outerHTML);
  const clean = await html();

  await add(page, "<dialog>Choose a country</dialog>");
  await page.evaluate(() => document.querySelector("dialog")?.showModal());
  await decide(page);
  await page.waitForTimeout(1_200);
  const during = await alive(page);
  expect(during.timers).toBeGreaterThan(before.timers);
  expect(during.listeners).toBeGreaterThan(before.listeners);
  await page.evaluate(() => {
    window.handle.dispose();
    document.querySelector("dialog")?.remove();
  });
  expect(await alive(page)).toEqual(before);
  expect(await html()).toBe(clean);
  await staysAway(page);
});

test("at once where the page says so", async ({ page }) => {
  await add(page, "<input id='it' autocomplete='cc-number'>");
  await page.locator("#it").focus();
  await decide(page, { ...guiding, immediate: true });
  await comes(page);
});

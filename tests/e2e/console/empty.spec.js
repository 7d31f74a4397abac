// A server that nobody has used yet, without the demo: every page teaches, and the first rule goes live from here.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverProgram } from "../../../scripts/build-server.mjs";
import { root } from "../../../scripts/lib/command.mjs";
import { startServer } from "../../../scripts/lib/server.mjs";
import { expect, open, test } from "./console.js";

test.use({
  own: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "cartnudge-"));
    const env = { DATABASE_URL: `sqlite://${join(folder, "empty.db")}` };
    const args = ["--www", join(root, "dist", "www"), "--listen", "127.0.0.1:0"];
    const server = await startServer(serverProgram(), args, { env });
    await use(server);
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

test("empty pages teach, and the first rule is made and published", async ({ page, own }) => {
  for (const [path, words] of [
    ["/rules", "No rules yet"],
    ["/publish", "Nothing to publish"],
    ["/publish/history", "No versions yet"],
    ["/results", "No events yet"],
    ["/simulate", "Choose an order history"],
    ["/try", "Nothing is shown."],
  ]) {
    await open(page, path ?? "");
    await expect(page.locator("main")).toContainText(words ?? "");
  }
  await open(page, "/rules");
  await page.getByRole("button", { name: "New rule" }).first().click();
  await page.getByRole("button", { name: /^Size guide/ }).click();
  await page.getByRole("switch", { name: "Off" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("switch", { name: "On" })).toBeChecked();
  await page.getByRole("link", { name: "Review and publish" }).click();
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByText("Version 1 is live")).toBeVisible();
  const { rules } = await (await fetch(`${own.url}/v1/rules`)).json();
  expect(rules.map(({ id, enabled }) => [id, enabled])).toEqual([["two-sizes-in-the-cart", undefined]]);
});

// Everything by keyboard alone: signing in, making a link, choosing what is looked at, opening and leaving what lies over the page.

import { strict as assert } from "node:assert";
import { given, home, withBrowser } from "./guarded.mjs";
import { isThere } from "./views.mjs";

/** Goes on with Tab until it is at something with this name. */
async function reach(page, name, most = 120) {
  for (let step = 0; step < most; step++) {
    const at = await page.evaluate(() => {
      const { activeElement: element } = document;
      if (element === document.body) return "";
      const label = element.labels?.[0]?.textContent ?? "";
      return `${element.getAttribute("aria-label") ?? ""} ${label} ${element.textContent}`.replaceAll(/\s+/g, " ").trim();
    });
    if (at.includes(name)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${name} cannot be reached by keyboard`);
}

/** Where the keyboard is can be seen. */
const isSeen = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none");
  });

await withBrowser(async (open) => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${home}/dashboard/links/new`);
  await page.getByLabel("Mail address").waitFor();
  await reach(page, "Mail address");
  await page.keyboard.type("mia@example.com");
  await page.keyboard.press("Tab");
  await page.keyboard.type(given.password);
  await page.keyboard.press("Enter");

  // The form is ready for what was copied elsewhere; Enter makes the link.
  await page.waitForFunction(() => document.activeElement?.getAttribute("type") === "url");
  await page.keyboard.type("example.com/page");
  await reach(page, "Short code");
  await page.keyboard.type("keys-only");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your link is ready" }).waitFor();
  await reach(page, "Copy link");
  assert.ok(await isSeen(page));
  await page.keyboard.press("Enter");
  await page.getByText("Copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${home}/keys-only`);

  // From the start of a page to its content in two keys.
  await page.goto(`${home}/dashboard`);
  await isThere(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");

  // Each thing that the keyboard comes by can be seen, and the page lets it out again at its end.
  const seen = new Set();
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => (document.activeElement === document.body ? "" : document.activeElement.outerHTML.slice(0, 300)));
    if (!at || seen.has(at)) break;
    seen.add(at);
    assert.ok(await isSeen(page), `where the keyboard is can be seen: ${at}`);
  }
  assert.ok(seen.size > 15, `${seen.size} things in the overview`);

  // A dialog takes the keyboard, keeps it, and gives it back.
  await page.goto(`${home}/dashboard`);
  await isThere(page);
  await reach(page, "Exact dates");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Exact dates" }).waitFor();
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null), "the keyboard stays in the dialog");
  }
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Exact dates" }).waitFor({ state: "hidden" });
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Exact dates/);

  // A menu: opened, walked through by arrows, left.
  await reach(page, "Export");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.textContent.startsWith("Clicks as CSV"));
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Clicks as JSON/);
  await page.keyboard.press("Escape");

  // The table of links is walked through by arrows; its rows open with Enter.
  await page.goto(`${home}/dashboard/links`);
  await isThere(page);
  await page.getByRole("row", { name: /keys-only/ }).waitFor();
  await reach(page, "/keys-only");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "/keys-only" }).waitFor();
});

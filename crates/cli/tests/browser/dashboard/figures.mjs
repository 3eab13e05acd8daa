// How fast the pages are, over whatever the server has: how soon the first view can be used, what its requests take, and whether a long table
// scrolls smoothly. Prints what it saw, and fails beyond what the pages promise. Takes the days to look at in the case.

import { strict as assert } from "node:assert";
import { given, home, signIn, withBrowser } from "./guarded.mjs";
import { isThere, VIEWS } from "./views.mjs";

const ROUNDS = 7;
const PROMISED = { firstView: 1_000, request: 100, task: 50 };
const time = `from=${given.from}&to=${given.to}`;

/** Notes when the page can be used: nothing is a placeholder any more; and whatever kept it busy. */
function watch() {
  globalThis.seen = { usableAt: 0, tasks: [] };
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
  new MutationObserver(() => {
    const isWaiting = document.querySelector('[role="status"].waiting, [aria-busy="true"]');
    if (document.querySelector("main dl") && !isWaiting) seen.usableAt ||= performance.now();
    else if (isWaiting) seen.usableAt = 0;
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

const middle = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const say = (what, value, unit) => console.log(`${what}: ${Math.round(value)} ${unit}`);
const tooMuch = [];
const promise = (what, value, most) => value > most && tooMuch.push(`${what}: ${Math.round(value)} of ${most} ms`);

await withBrowser(async (open) => {
  const first = await open();
  await signIn(first, given.email, given.password);
  await isThere(first);
  const storageState = await first.context().storageState();
  await first.close();

  // The first view, each time in a browser that has nothing of it.
  const usable = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await open({ storageState });
    await page.addInitScript(watch);
    await page.goto(`${home}/dashboard?${time}`);
    await isThere(page);
    usable.push(await page.evaluate(() => seen.usableAt));
    await page.context().close();
  }
  say("first view usable after, in the middle", middle(usable), "ms");
  say("first view usable after, at most", Math.max(...usable), "ms");
  promise("first view", middle(usable), PROMISED.firstView);

  // What each view asks for, as it stands.
  const page = await open({ storageState });
  const slowest = new Map();
  page.on("requestfinished", async (request) => {
    const { pathname, search } = new URL(request.url());
    if (!pathname.startsWith("/api/")) return;
    const { requestStart, responseEnd } = request.timing();
    const what = `${pathname}${pathname.includes("breakdown") ? ` by ${new URLSearchParams(search).get("by")}` : ""}`;
    slowest.set(what, [...(slowest.get(what) ?? []), responseEnd - requestStart]);
  });
  for (let round = 0; round < 3; round++) {
    for (const { path } of VIEWS) {
      await page.goto(`${home}/dashboard${path}${path.includes("?") ? "&" : "?"}${time}`);
      await isThere(page);
    }
  }
  console.log("requests, the slowest first: in the middle of three, at most");
  for (const [what, times] of [...slowest].sort(([, one], [, other]) => middle(other) - middle(one)).slice(0, 12)) console.log(`  ${what}: ${middle(times).toFixed(1)} ms, ${Math.max(...times).toFixed(1)} ms`);
  for (const [what, times] of slowest) promise(what, middle(times), PROMISED.request);
  await page.context().close();

  // The table of links from its start to its end, a screen at a time.
  const table = await open({ storageState });
  await table.addInitScript(watch);
  await table.goto(`${home}/dashboard/links?sort=clicks`);
  await isThere(table);
  const rows = Number(await table.getByRole("table", { name: "Links" }).getAttribute("aria-rowcount")) - 1;
  await table.evaluate(() => (seen.tasks.length = 0));
  const { x, y } = await table.locator(".view").boundingBox();
  await table.mouse.move(x + 200, y + 200);
  for (let step = 0; step < 150; step++) await table.mouse.wheel(0, 560);
  const steps = 60;
  await table.evaluate(async (steps) => {
    const view = document.querySelector(".view");
    for (let step = 1; step <= steps; step++) {
      view.scrollTop = (view.scrollHeight / steps) * step;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
  }, steps);
  await table.waitForFunction(() => !document.querySelector(".coming"));
  const tasks = await table.evaluate(() => seen.tasks);
  say("rows of the table", rows, "links");
  say("tasks over 50 ms while it scrolled through", tasks.length, `of at most ${Math.round(Math.max(0, ...tasks))} ms`);
  promise("a task while scrolling", Math.max(0, ...tasks), PROMISED.task);
});
assert.deepEqual(tooMuch, [], "slower than promised");

// A browser that complains: of anything on the console, of a broken policy, of a request to anybody else. Whatever tests the dashboard
// opens its pages here.

import { strict as assert } from "node:assert";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const given = JSON.parse(process.env.CASE);
export const home = new URL(given.address).origin;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Opens a browser, lets somebody do something in it, and says what it complained of. */
export async function withBrowser(work) {
  const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
  const complaints = [];
  /** What the browser says that is meant to happen is `expected`. */
  const open = async (options = {}, expected = /status of 4\d\d/) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // The browser notes every refusal, and refusals are part of some tests.
      if (["error", "warning"].includes(message.type()) && !expected.test(message.text())) complaints.push(message.text());
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== home && !["data:", "blob:"].includes(protocol)) complaints.push(`elsewhere: ${request.url()}`);
    });
    return page;
  };
  try {
    await work(open);
    assert.deepEqual(complaints, [], "the browser finds nothing wrong");
  } finally {
    await browser.close();
  }
}

/** Signs in by the page that the server shows. */
export async function signIn(page, email, password, path = "/dashboard") {
  await page.goto(`${home}${path}`);
  await page.getByLabel("Mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Nothing sticks out of the page, and axe finds nothing. */
export async function isGood(page, what) {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= width, `${what}: nothing sticks out, ${content} of ${width}`);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).slice(0, 4).join(" | ")}`);
  assert.deepEqual(found, [], what);
}

// A visitor's browser on the pages of links whose every field is hostile: nothing of them runs, the visitor gets where he should, with
// scripts and without. Takes a JSON object in the environment's CASE: the pages' addresses, the visitor's user agent, the browser.

import { strict as assert } from "node:assert";
import { chromium } from "playwright-core";

const given = JSON.parse(process.env.CASE);
const there = "https://fallback.example.com/**";
const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });

// A page that counts what was injected, and a site behind the link that is not asked for over the network. Where it is `held`, it answers once
// `run` says so: until then the visitor stays where he is, however slow the machine.
async function open(options, run, held = false) {
  let release;
  const released = held ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
  const context = await browser.newContext({ userAgent: given.userAgent, ...options });
  const page = await context.newPage();
  const injected = [], complaints = [], asked = [];
  page.on("dialog", (dialog) => injected.push(dialog.message()) && dialog.dismiss());
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => asked.push(request.url()));
  await page.exposeFunction("injected", () => injected.push("called"));
  await page.route(there, async (route) => {
    await released;
    await route.fulfill({ contentType: "text/html", body: "<!doctype html><title>There</title><h1>There</h1>" });
  });
  await run(page, asked, release);
  assert.deepEqual(injected, [], "nothing of a link runs");
  // No app answers here, which the browser notes in one way or another.
  assert.deepEqual(complaints.filter((text) => !/^(Failed|Not allowed) to launch 'shop:/.test(text)), [], "the browser finds nothing wrong");
  await context.close();
}

// What a page may have, whatever stands in its texts.
async function isPlain(page, scripts) {
  const found = await page.evaluate(() => ({
    scripts: document.querySelectorAll("script").length,
    foreign: [...document.querySelectorAll("body *")].map((element) => element.localName).filter((name) => !["main", "h1", "p", "a", "script", "img"].includes(name)),
    handlers: [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")),
    links: [...document.links].map((link) => link.protocol),
    robots: document.querySelector("meta[name=robots]").content,
  }));
  assert.deepEqual({ scripts: found.scripts, foreign: found.foreign, handlers: found.handlers }, { scripts, foreign: [], handlers: [] });
  // What is no address at all has no protocol, and leads nowhere.
  assert.ok(found.links.every((protocol) => ["shop:", "https:", ":"].includes(protocol)), `links lead to apps and sites only: ${found.links}`);
  assert.equal(found.robots, "noindex");
}

function isGuarded(response, scripts) {
  const policy = response.headers()["content-security-policy"];
  assert.ok(policy.startsWith("default-src 'none'"), policy);
  const ofScripts = policy.split(";").map((part) => part.trim()).filter((part) => part.startsWith("script-src"));
  assert.equal(ofScripts.length, scripts, policy);
  assert.ok(ofScripts.every((part) => /^script-src 'sha256-[A-Za-z0-9+/]+=*'$/.test(part)), policy);
  assert.equal(response.headers()["x-robots-tag"], "noindex");
}

try {
  for (const address of given.pages) {
    await open({}, async (page, asked, release) => {
      const response = await page.goto(`${address}#section`, { waitUntil: "commit" });
      assert.equal(response.status(), 200);
      isGuarded(response, 1);
      await page.waitForSelector("main p a", { state: "attached" });
      await isPlain(page, 1);
      release();
      await page.waitForURL(there);
      assert.equal(new URL(page.url()).hash, "#section", "the fragment travels along");
      const others = asked.filter((url) => !url.startsWith(address) && !url.startsWith("https://fallback.example.com/") && !url.startsWith("shop:"));
      assert.deepEqual(others, [], "nothing else is asked for");
    }, true);
    await open({ javaScriptEnabled: false }, async (page, asked, release) => {
      await page.goto(address);
      assert.equal(await page.getByRole("link", { name: "Open in the app" }).count(), 1);
      assert.equal(await page.getByRole("link", { name: "Continue in the browser" }).count(), 1);
      release();
      await page.waitForURL(there);
    }, true);
    await open({}, async (page) => {
      const response = await page.goto(`${address}/preview`);
      isGuarded(response, 0);
      await isPlain(page, 0);
    });
  }
  console.log(`${given.pages.length} links`);
} finally {
  await browser.close();
}

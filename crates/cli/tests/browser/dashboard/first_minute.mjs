// The first minute of somebody new: he signs in with the key, chooses a password, makes a link, and sees its first click arrive.

import { strict as assert } from "node:assert";
import { given, home, isGood, withBrowser } from "./guarded.mjs";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

await withBrowser(async (open) => {
  const page = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto(`${home}/`);

  // The page for signing in knows that nobody has a password yet.
  await page.getByRole("heading", { name: "Welcome to Trackway" }).waitFor();
  await page.getByLabel("Admin key").fill("tw_live_00000000000000000000000000000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("no admin key").waitFor();
  await page.getByLabel("Admin key").fill(given.key);
  await page.getByRole("button", { name: "Sign in" }).click();

  // A password that is too short is told at its field.
  await page.getByLabel("Your name").fill("Mia");
  await page.getByLabel("Mail address").fill("mia@example.com");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("Must be 8–256 characters").waitFor();
  assert.equal(await page.getByLabel("Password").getAttribute("aria-invalid"), "true");
  await isGood(page, "the welcome");
  await page.getByLabel("Password").fill(given.password);
  await page.getByRole("button", { name: "Continue" }).click();

  // Nothing is there yet, and the page says how to begin.
  await page.getByRole("heading", { name: "Make your first link" }).waitFor();
  await isGood(page, "the empty overview");
  await page.getByRole("main").getByRole("link", { name: "New link" }).last().click();

  // A wrong address is told at its field; a right one shows who would go where.
  await page.getByLabel("Destination").fill("not an address");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByLabel("Destination").and(page.locator("[aria-invalid=true]")).waitFor();
  await page.getByLabel("Destination").fill("example.com/page");
  const preview = page.getByRole("region", { name: "Who goes where" });
  await preview.getByText("iPhone", { exact: true }).waitFor();
  await preview.getByText("goes to example.com/page").first().waitFor();
  await isGood(page, "the form");
  await page.getByLabel("Short code").fill("first");
  await page.getByRole("button", { name: "Make link" }).click();

  // The link is there to copy, to scan and to open.
  await page.getByRole("heading", { name: "Your link is ready" }).waitFor();
  const url = await page.locator(".url a").getAttribute("href");
  assert.equal(url, `${home}/first`);
  await page.getByRole("button", { name: "Copy link" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url);
  assert.ok(await page.getByAltText("QR code of the link").evaluate((image) => image.decode().then(() => image.naturalWidth > 100)), "the code is drawn");
  await isGood(page, "the new link");

  // Somebody opens it, and the page says so by itself.
  await page.getByText("Waiting for the first click").waitFor();
  const answer = await fetch(url, { redirect: "manual", headers: { "user-agent": IPHONE } });
  assert.equal(answer.headers.get("location"), "https://example.com/page");
  await page.getByText("1 click", { exact: true }).waitFor({ timeout: 5_000 });

  // The browser's way back works; and whoever has a password signs in with it from now on, wherever he is.
  await page.getByRole("link", { name: "See its numbers" }).click();
  await page.getByRole("navigation", { name: "Of this link" }).waitFor();
  await page.getByRole("link", { name: "QR code" }).click();
  assert.match(page.url(), /tab=qr/);
  await page.goBack();
  assert.doesNotMatch(page.url(), /tab=qr/);
  const other = await open();
  await other.goto(`${home}/dashboard/links?search=fir`);
  await other.getByLabel("Mail address").fill("mia@example.com");
  await other.getByLabel("Password").fill(given.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("table", { name: "Links" }).getByText("/first", { exact: true }).waitFor();
  assert.match(other.url(), /search=fir/, "he is where he wanted to go");
});

// What somebody does with the numbers of a demo: filters them, looks closer, goes back; on wide and narrow screens, by day and by night.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere, LOOKS, VIEWS } from "./views.mjs";

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
const clicks = async (page) => Number((await page.locator("dl dt", { hasText: "Clicks" }).locator("xpath=following-sibling::dd[1]").getAttribute("title")).replaceAll(/\D/g, ""));

await withBrowser(async (open) => {
  const page = await open();
  await signIn(page, given.email, given.password);
  await isThere(page);

  // Choosing a country narrows everything, stands in the address, and the way back undoes it.
  const all = await clicks(page);
  assert.ok(all > 1_000, `${all} clicks`);
  await page.getByRole("link", { name: /^Germany/ }).click();
  await page.waitForURL(/country=DE/);
  await page.getByRole("group", { name: "Filters" }).getByText("Germany").waitFor();
  await isThere(page);
  const german = await clicks(page);
  assert.ok(german > 0 && german < all, `${german} of ${all}`);
  await page.getByRole("link", { name: /^Phone/ }).click();
  await page.waitForURL(/device=phone/);
  await isThere(page);
  assert.ok((await clicks(page)) < german);
  await isGood(page, "filtered numbers");

  // Turned round, it leaves out what it named.
  await page.getByRole("group", { name: "Filters" }).getByRole("link", { name: "Device is", exact: true }).click();
  await page.waitForURL(/device(%21|!)=phone/);
  await isThere(page);
  const others = await clicks(page);
  await page.goBack();
  await isThere(page);
  assert.equal((await clicks(page)) + others, german, "the two are all there is");

  // The address is all there is to it: somebody else sees the same.
  const shared = await page.context().newPage();
  await shared.goto(page.url());
  await isThere(shared);
  assert.equal(await clicks(shared), await clicks(page));
  await shared.close();
  await page.goBack();
  await page.goBack();
  await isThere(page);
  assert.equal(await clicks(page), all);

  // Spans, exact dates, and looking closer by drawing over the chart.
  await page.getByRole("group", { name: "Time" }).getByRole("link", { name: "7 days" }).click();
  await page.waitForURL(/range=7d/);
  await isThere(page);
  assert.ok((await clicks(page)) < all);
  await page.getByRole("group", { name: "Time" }).getByRole("link", { name: "30 days" }).click();
  await isThere(page);
  const chart = await page.locator(".u-over").boundingBox();
  await page.mouse.move(chart.x + chart.width * 0.4, chart.y + 60);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.7, chart.y + 70, { steps: 8 });
  await page.mouse.up();
  await page.waitForURL(/from=\d{4}-\d\d-\d\d&/);
  await isThere(page);
  assert.ok((await clicks(page)) < all);
  await page.getByRole("group", { name: "Time" }).getByRole("button").click();
  await isGood(page, "exact dates");
  await page.keyboard.press("Escape");

  // Everything that can be clicked can be reached by keyboard, and what a number means is said.
  await page.goto(`${home}/dashboard`);
  await isThere(page);
  await page.getByRole("button", { name: "What does Unique visitors mean?" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("salted anew each day").waitFor();
  await page.keyboard.press("Escape");

  // A click arrives by itself.
  await page.getByText("appears here within a second").waitFor();
  await fetch(`${home}/link-in-bio`, { redirect: "manual", headers: { "user-agent": IPHONE } });
  await page.getByText("1 since you came").waitFor({ timeout: 5_000 });

  // The table of links: sorted by any number, searched, walked through by keyboard.
  await page.goto(`${home}/dashboard/links`);
  await page.getByRole("button", { name: "Clicks" }).click();
  await page.waitForURL(/sort=clicks/);
  assert.equal(await page.getByRole("columnheader", { name: "Clicks" }).getAttribute("aria-sort"), "descending");
  await page.getByRole("row", { name: /Link in bio/ }).waitFor();
  await page.getByLabel("Search links").fill("nothing has this name");
  await page.getByRole("heading", { name: "No link fits" }).waitFor();
  await page.getByLabel("Search links").fill("knife");
  await page.getByRole("row", { name: /Knife skills/ }).focus();
  await page.keyboard.press("x");
  await page.getByRole("toolbar", { name: "Selected links" }).getByText("1 selected").waitFor();
  await isGood(page, "selected links");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("1 link paused").waitFor();
  await page.getByRole("row", { name: /Knife skills/ }).getByText("Paused").waitFor();
  await page.getByRole("row", { name: /Knife skills/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Knife skills, part two" }).waitFor();
  const link = new URL(page.url()).pathname.replace("/dashboard", "");

  // What it cost is said in its form, and what it brings back stands below its numbers.
  await page.goto(`${home}/dashboard${link}/edit`);
  await page.getByText("what it pays back").click();
  await page.getByLabel("Paid").selectOption("fixed");
  await page.getByLabel("Amount").fill("a lot");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Amount").and(page.locator("[aria-invalid=true]")).waitFor();
  await page.getByLabel("Amount").fill("99");
  await page.getByRole("button", { name: "Save" }).click();
  const back = page.getByRole("region", { name: /Cost and return/ });
  await back.getByText("Cost of a click").waitFor();
  await isGood(page, "a link's return");

  // Its numbers are taken along as they are filtered: as many lines as clicks.
  await page.goto(`${home}/dashboard?range=7d&country=DE`);
  await isThere(page);
  const counted = await clicks(page);
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Clicks as CSV" }).click()]);
  assert.equal(file.suggestedFilename(), "clicks.csv");
  const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  assert.ok(lines[0].startsWith("id,"));
  assert.equal(lines.length - 1, counted);

  // Why something counts where it does: of a conversion and of an install, each with the clicks that came into question.
  await page.goto(`${home}/dashboard/conversions?type=sale`);
  await isThere(page);
  await page.getByRole("button", { name: "Why?" }).first().click();
  await page.getByRole("heading", { name: "Visits, and what became of them" }).waitFor();
  await isGood(page, "why a sale counts where it does");
  await page.goto(`${home}/dashboard/installs?credited=true`);
  await isThere(page);
  await page.getByRole("button", { name: "Why?" }).first().click();
  await page.getByRole("dialog").getByText("the app handed its id back").waitFor();
  await isGood(page, "why an install was led to");

  // Somebody's dossier is taken along, and erased: he is gone from the list, and no number has changed.
  await page.goto(`${home}/dashboard/people?search=fan-12`);
  await page.getByRole("link", { name: "Fan 12", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Fan 12" }).waitFor();
  await page.getByText("Opened a link").first().waitFor();
  const [dossier] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Take along as JSON" }).click()]);
  assert.equal(JSON.parse(await readFile(await dossier.path(), "utf8")).person.externalId, "fan-12");
  page.once("dialog", (question) => question.accept());
  await page.getByRole("button", { name: "Erase" }).click();
  await page.getByText("Nothing leads to this person any more").waitFor();
  await page.goto(`${home}/dashboard/people?search=fan-12`);
  await isThere(page);
  assert.equal(await page.getByRole("link", { name: "Fan 12", exact: true }).count(), 0);
  await page.goto(`${home}/dashboard/people?search=fan-30`);
  await page.getByRole("link", { name: /^Fan 3/ }).first().click();
  await page.getByText("Known since").waitFor();
  const person = new URL(page.url()).pathname.replace("/dashboard", "");

  // Each view by day on a wide screen, and by night on a narrow one.
  const views = [...VIEWS.map(({ path }) => path), "/nowhere", person, link, `${link}?tab=people`, `${link}?tab=qr`, `${link}?tab=about`, `${link}/edit`];
  for (const options of LOOKS) {
    const other = await open({ ...options, storageState: await page.context().storageState() });
    for (const view of views) {
      await other.goto(`${home}/dashboard${view}`);
      await isThere(other);
      await isGood(other, `${view || "the overview"}, ${options.colorScheme}`);
    }
    await other.close();
  }

  // Away from the net every view says so, and comes back by itself.
  await page.goto(`${home}/dashboard/people`);
  await isThere(page);
  await page.context().setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await page.context().setOffline(false);
  await page.getByText("You are offline.").waitFor({ state: "detached" });
});

// Each form: what is wrong is told at its field, the keyboard is taken there, and what is right is taken.

import { strict as assert } from "node:assert";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere } from "./views.mjs";

/** `bad` and `good` are what is typed into which field; `wrong` are the fields that are at fault then; `done` is what is said after. */
const FORMS = [
  {
    view: "/accounts", opens: "New account", sends: "Save", done: "Saved",
    bad: { Handle: "two words", Page: "nowhere", Country: "Q" }, wrong: ["Handle", "Page", "Country"],
    good: { Handle: "studio", Page: "https://example.com/studio", Country: "DE" },
  },
  { view: "/projects", opens: "New project", sends: "Make project", bad: {}, wrong: ["Name"], good: { Name: "Spring" }, done: "The project is there" },
  {
    view: "/templates", opens: "New template", sends: "Save", done: "Saved",
    bad: { "Fallback address": "nowhere", "Attribution window, in hours": "0" }, wrong: ["Name", "Fallback address", "Attribution window, in hours"],
    good: { Name: "Bio", "Fallback address": "https://example.com/", "Attribution window, in hours": "48" },
  },
  { view: "/shares", opens: "New share", sends: "Share", bad: {}, wrong: ["Name"] },
  { view: "/webhooks", opens: "New webhook", sends: "Save", bad: { Address: "nowhere", Attempts: "11" }, wrong: ["Name", "Address", "Attempts"] },
  { view: "/keys", opens: "New key", sends: "Make key", bad: {}, wrong: ["Name"] },
  { view: "/apps", opens: "New client", sends: "Register", bad: { "Leads back to": "nowhere" }, wrong: ["Name", "Leads back to"] },
  {
    view: "/team", opens: "Add somebody", sends: "Add", done: "Ben can sign in now",
    bad: { "Mail address": "ben", "First password": "short" }, wrong: ["Name", "Mail address", "First password"],
    good: { Name: "Ben", "Mail address": "ben@example.com", "First password": "correct horse" },
  },
  { view: "/settings", within: "Password", sends: "Change password", bad: { "Present password": "wrong", "New password": "short" }, wrong: ["New password"] },
  { view: "/settings", within: "Password", sends: "Change password", bad: { "Present password": "wrong", "New password": "long enough" }, wrong: ["Present password"] },
  {
    view: "/settings", within: "Your app", sends: "Save", done: "Saved. Phones may take a day to ask again.",
    bad: { "App Store address": "nowhere", "Apple team id": "short" }, wrong: ["App Store address", "Apple team id"],
    good: { "App Store address": "https://apps.apple.com/app/id1", "Apple team id": "ABCDE12345" },
  },
  {
    view: "/settings", within: "Who gets the credit", chooses: "Time decay", sends: "Save", done: "Saved. All credit is worked out anew.",
    bad: { "Half-life, in hours": "0" }, wrong: ["Half-life, in hours"], good: { "Half-life, in hours": "24" },
  },
  {
    view: "/settings", within: "Installs that name no click", chooses: "Compare them", sends: "Save", done: "Clicks from now on are compared with",
    bad: { "Clicks of the last hours": "0" }, wrong: ["Clicks of the last hours"], good: { "Clicks of the last hours": "2" },
  },
  {
    view: "/links/new", sends: "Make link",
    unfolds: ["Limits", "Apps and fallback", "Cost"], selects: { Paid: "fixed" },
    bad: { Destination: "no address", "Short code": "x", "Then leads to": "nowhere", "At most this many people": "0", "App Store address": "nowhere", Amount: "much" },
    wrong: ["Destination", "Short code", "Then leads to", "At most this many people", "App Store address"],
    good: { Destination: "https://example.com/", "Short code": "spring", "Then leads to": "", "At most this many people": "9", "App Store address": "", Amount: "99" },
  },
];

await withBrowser(async (open) => {
  const page = await open();
  await signIn(page, "mia@example.com", given.password);
  await isThere(page);

  for (const form of FORMS) {
    const what = `${form.view} ${form.within ?? ""}`;
    await page.goto(`${home}/dashboard${form.view}`);
    await isThere(page);
    if (form.opens) await page.getByRole("button", { name: form.opens, exact: true }).click();
    const scope = form.opens ? page.getByRole("dialog") : form.within ? page.locator("form", { has: page.getByRole("heading", { name: form.within }) }) : page.getByRole("main");
    for (const summary of form.unfolds ?? []) await scope.locator("summary", { hasText: summary }).click();
    for (const [label, value] of Object.entries(form.selects ?? {})) await scope.getByLabel(label, { exact: true }).selectOption(value);
    if (form.chooses) await scope.getByLabel(form.chooses).check();

    const field = (label) => scope.getByLabel(label, { exact: true });
    for (const [label, value] of Object.entries(form.bad)) await field(label).fill(value);
    await scope.getByRole("button", { name: form.sends, exact: true }).click();
    for (const label of form.wrong) {
      await field(label).and(page.locator("[aria-invalid=true]")).waitFor();
      const told = await field(label).evaluate((control) => document.getElementById(control.getAttribute("aria-describedby").split(" ").find((id) => id.endsWith("-fault"))).textContent.trim());
      assert.ok(told.length > 3, `${what}: ${label} says what is wrong`);
    }
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    await isGood(page, `${what} at fault`);

    if (form.good) {
      for (const [label, value] of Object.entries(form.good)) await field(label).fill(value);
      await scope.getByRole("button", { name: form.sends, exact: true }).click();
      if (form.done) await page.getByText(form.done).waitFor();
      else await page.getByRole("heading", { name: "Your link is ready" }).waitFor();
      await page.waitForFunction(() => !document.querySelector('[aria-invalid="true"]'));
    }
  }

  // A taken name is told at its field too, by what the server answers.
  await page.goto(`${home}/dashboard/links/new`);
  await page.getByLabel("Destination").fill("https://example.com/");
  await page.getByLabel("Short code").fill("spring");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByText("This code is taken; choose another one.").waitFor();

  // Many links get a tag, and are found by it; what is wrong with it is told.
  await page.goto(`${home}/dashboard/links`);
  await page.getByLabel("Select spring").check();
  await page.getByRole("button", { name: "Tags…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of 1 link" });
  await dialog.getByRole("button", { name: "Change tags" }).click();
  await dialog.getByLabel("Give them").and(page.locator("[aria-invalid=true]")).waitFor();
  await isGood(page, "tags at fault");
  await dialog.getByLabel("Give them").fill("bio, spring");
  await dialog.getByRole("button", { name: "Change tags" }).click();
  await page.getByText("The tags of 1 link are changed").waitFor();
  await page.getByRole("table", { name: "Links" }).getByRole("link", { name: "bio", exact: true }).click();
  await page.waitForURL(/tag=bio/);
  await page.getByText("1 link", { exact: true }).waitFor();

  // A share of that tag: its address is shown once, opens without signing in, and nothing is there when it has ended.
  await page.goto(`${home}/dashboard/shares`);
  await page.getByRole("button", { name: "New share" }).click();
  const share = page.getByRole("dialog");
  await share.getByLabel("Name", { exact: true }).fill("For Ben");
  await share.getByRole("button", { name: "Share", exact: true }).click();
  await share.getByLabel("Link", { exact: true }).and(page.locator("[aria-invalid=true]")).waitFor();
  await share.getByLabel("all links with a tag").check();
  await share.getByLabel("Tag", { exact: true }).fill("bio");
  await share.getByLabel("Without any money").check();
  await share.getByRole("button", { name: "Share", exact: true }).click();
  const address = await page.getByRole("dialog", { name: "Your new share" }).locator("code").textContent();
  assert.ok(address.startsWith(`${home}/share/`));
  const seen = await (await fetch(address)).text();
  assert.ok(seen.includes("For Ben") && !seen.includes("$"), "the numbers without money");
  await page.getByRole("button", { name: "Done" }).click();
  page.once("dialog", (question) => question.accept());
  await page.getByRole("row", { name: /For Ben/ }).getByRole("button", { name: "End" }).click();
  await page.getByText("The share is ended").waitFor();
  assert.equal((await fetch(address)).status, 404);
});

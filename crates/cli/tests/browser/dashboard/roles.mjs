// Who may do what: an owner adds a viewer and a member, each sees what is his, and nobody's page of another site acts for them.

import { strict as assert } from "node:assert";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere, VIEWS } from "./views.mjs";

/** Asks an API as the page would, or as another page could. */
const ask = (page, method, path, headers = {}) =>
  page.evaluate(
    async ([method, path, headers]) => (await fetch(path, { method, headers: { "content-type": "application/json", ...headers }, ...(method === "GET" ? {} : { body: "{}" }) })).status,
    [method, path, headers],
  );
const OURS = { "x-trackway-page": "1" };

/** What buttons are called that change something; another password is everybody's own. */
const CHANGES = /^(New |Edit|Delete|Revoke|End|Save|Make|Pause|Resume|Erase|Share|Tags|Archive|Restore|Shut|Add |Register)/;

/** Requests that change nothing that is kept, or that whoever makes them needs no session for. */
const OPEN = /^\/(api\/me$|api\/sdk\/|api\/debug\/|api\/links\/preview$|postback\/|inbound\/|oauth2\/)/;

/** Every documented request that changes something: its method, and its path with something in place of variables. */
async function changes() {
  const documents = await Promise.all(["/api/openapi.json", "/openapi/trackway.json"].map(async (path) => (await fetch(`${home}${path}`)).json()));
  const operations = documents.flatMap(({ paths }) => Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), path])));
  const isChange = ([method, path]) => method !== "GET" && !OPEN.test(path);
  return operations.filter(isChange).map(([method, path]) => [method, path.replaceAll(/\{\w+\}/g, "019d0000-0000-7000-8000-000000000000")]);
}

await withBrowser(async (open) => {
  const owner = await open();
  await signIn(owner, "mia@example.com", given.password, "/dashboard/team");
  await owner.getByRole("button", { name: "Add somebody" }).click();

  // All that is wrong is told at once, each at its field.
  const dialog = owner.getByRole("dialog", { name: "Add somebody" });
  await dialog.getByLabel("Name").fill("Vic");
  await dialog.getByLabel("Mail address").fill("vic");
  await dialog.getByLabel("First password").fill("short");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("must be a mail address", { exact: false }).waitFor();
  await dialog.getByText("8–256 characters").waitFor();
  await isGood(owner, "the form at fault");
  await dialog.getByLabel("Mail address").fill("vic@example.com");
  await dialog.getByLabel("First password").fill(given.password);
  await dialog.getByRole("radio", { name: "Viewer" }).check();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await owner.getByRole("cell", { name: "vic@example.com" }).waitFor();
  await isGood(owner, "the team");

  // A viewer reads. Nothing on his pages changes anything, and the server would not let him.
  const viewer = await open();
  await signIn(viewer, "vic@example.com", given.password, "/dashboard/links");
  await viewer.getByRole("heading", { name: "Links", exact: true }).waitFor();
  assert.equal(await viewer.getByRole("link", { name: "New link" }).count(), 0);
  assert.equal(await viewer.getByRole("link", { name: "Team" }).count(), 0);
  for (const { path, isForAdmins } of VIEWS) {
    await viewer.goto(`${home}/dashboard${path}`);
    await isThere(viewer);
    const main = viewer.getByRole("main");
    if (isForAdmins) await main.getByText("Your role does not show you this").first().waitFor();
    else assert.deepEqual(await main.getByRole("button", { name: CHANGES, disabled: false }).allTextContents(), [], `nothing on ${path} changes anything`);
  }
  const refused = await changes();
  assert.ok(refused.length > 40, `${refused.length} ways to change something`);
  for (const [method, path] of refused) assert.equal(await ask(viewer, method, path, OURS), 403, `${method} ${path}`);
  assert.equal(await ask(viewer, "GET", "/api/users", OURS), 403);
  assert.equal(await ask(viewer, "GET", "/api/accounts"), 200);
  await viewer.goto(`${home}/dashboard/team`);
  await viewer.getByText("Your role does not show you this").waitFor();
  await isGood(viewer, "what a viewer may not see");

  // A request without the page's mark is nobody's, whatever cookie goes along.
  assert.equal(await ask(owner, "POST", "/api/users"), 401);
  assert.equal(await ask(owner, "POST", "/api/users", OURS), 400);

  // Another role counts with the next request; whoever is shut out is out at once.
  await owner.getByLabel("Role of Vic").selectOption("member");
  await owner.getByText("Vic is member now").waitFor();
  assert.equal(await ask(viewer, "POST", "/api/links", OURS), 400);
  owner.once("dialog", (question) => question.accept());
  await owner.getByRole("row", { name: /vic@example.com/ }).getByRole("button", { name: "Shut out" }).click();
  await owner.getByText("Vic is shut out").waitFor();
  assert.equal(await ask(viewer, "GET", "/api/me"), 401);

  // A key is shown once.
  await owner.getByRole("link", { name: "API keys" }).click();
  await owner.getByRole("button", { name: "New key" }).click();
  const form = owner.getByRole("dialog", { name: "New key" });
  await form.getByRole("button", { name: "Make key" }).click();
  await form.getByText("Name is required").or(form.getByText("is required")).first().waitFor();
  await form.getByLabel("Name").fill("Laptop");
  await form.getByRole("button", { name: "Make key" }).click();
  const secret = await owner.getByRole("dialog", { name: "Your new key" }).locator("code").first().textContent();
  assert.match(secret, /^tw_live_\w{32}$/);
  const byKey = await fetch(`${home}/api/me`, { headers: { authorization: `Bearer ${secret}` } });
  assert.equal((await byKey.json()).isKey, true);

  // Whoever guesses passwords is slowed down.
  const guesser = await open();
  for (let guess = 0; guess < 11; guess++) await signIn(guesser, "mia@example.com", `wrong ${guess}`);
  await guesser.getByRole("alert").getByText("too often").waitFor();
});

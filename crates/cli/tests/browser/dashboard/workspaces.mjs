// Somebody of two workspaces: he changes between them, each has its own, and a page stays in the one that it was opened in.

import { strict as assert } from "node:assert";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere } from "./views.mjs";

await withBrowser(async (open) => {
  const page = await open();
  await signIn(page, "mia@example.com", given.password, "/dashboard/links/new");
  await page.getByLabel("Destination").fill("https://example.com/");
  await page.getByLabel("Short code").fill("here");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByRole("heading", { name: "Your link is ready" }).waitFor();
  const first = page.context().pages()[0];

  // Another page of the same browser goes over to the other workspace, where he may only read.
  const second = await page.context().newPage();
  await second.goto(`${home}/dashboard/links`);
  await second.getByRole("table", { name: "Links" }).getByText("/here", { exact: true }).waitFor();
  await isGood(second, "the choice of workspaces");
  await second.getByLabel("Workspace").selectOption({ label: "Other" });
  await second.getByRole("heading", { name: "Make your first link" }).waitFor();
  assert.equal(await second.getByRole("link", { name: "New link" }).count(), 0, "a viewer makes nothing");
  await second.goto(`${home}/dashboard/settings`);
  await second.getByText("Other", { exact: true }).last().waitFor();

  // The first page has not moved.
  await first.getByRole("button", { name: "Make another" }).click();
  await first.getByLabel("Destination").fill("https://example.com/more");
  await first.getByLabel("Short code").fill("here-too");
  await first.getByRole("button", { name: "Make link" }).click();
  await first.getByRole("heading", { name: "Your link is ready" }).waitFor();

  // Pages that are opened from now on are the other's, until he goes back.
  await second.goto(`${home}/dashboard/links`);
  await second.getByRole("heading", { name: "No links yet" }).waitFor();
  await second.getByLabel("Workspace").selectOption({ label: given.workspace });
  await isThere(second);
  await second.goto(`${home}/dashboard/links`);
  await second.getByText("2 links", { exact: true }).waitFor();

  // Whoever has chosen a workspace that is not his any more is back in his own.
  await second.getByLabel("Workspace").selectOption({ label: "Other" });
  await second.getByRole("heading", { name: "Make your first link" }).waitFor();
  await second.evaluate(() => (document.cookie = "trackway_workspace=019d0000-0000-7000-8000-000000000000; Path=/"));
  await second.goto(`${home}/dashboard/links`);
  await second.getByText("2 links", { exact: true }).waitFor();
});

// A webhook's log: what it was told, how that went, and sending it again.

import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere } from "./views.mjs";

const told = [];
let status = 500;
const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    told.push(JSON.parse(body));
    response.writeHead(status).end("taken");
  });
});
await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));

try {
  await withBrowser(async (open) => {
    const page = await open();
    await signIn(page, "mia@example.com", given.password, "/dashboard/webhooks");
    await page.getByRole("button", { name: "New webhook" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name", { exact: true }).fill("Ours");
    await form.getByLabel("Address").fill(`http://127.0.0.1:${receiver.address().port}/hook`);
    await form.getByLabel("a link is made, changed or deleted").check();
    await form.getByRole("button", { name: "Save" }).click();
    const secret = await page.getByRole("dialog", { name: "Your new webhook" }).locator("code").textContent();
    assert.ok(secret.length > 20, "its secret is shown once");
    await page.getByRole("button", { name: "Done" }).click();

    await page.getByRole("row", { name: /Ours/ }).getByRole("button", { name: "Deliveries" }).click();
    const log = page.getByRole("dialog", { name: "Deliveries to Ours" });
    await log.getByRole("heading", { name: "Nothing was sent yet" }).waitFor();
    await isGood(page, "an empty log");

    // What the receiver refuses is seen, with its answer; sent again it is taken.
    await log.getByRole("button", { name: "Send a test event" }).click();
    await log.getByRole("cell", { name: /500/ }).waitFor();
    assert.equal(told.length, 1);
    await isGood(page, "a log");
    status = 200;
    await log.getByRole("button", { name: "Send again" }).first().click();
    await page.waitForFunction(() => document.querySelector("dialog[open]")?.textContent.includes("delivered"), null, { timeout: 10_000 }).catch(async () => {
      // The page looks a moment later; the delivery may take longer than that.
      await page.keyboard.press("Escape");
      await page.getByRole("row", { name: /Ours/ }).getByRole("button", { name: "Deliveries" }).click();
      await log.getByText("delivered").first().waitFor();
    });
    assert.ok(told.length >= 2, "it was sent again");

    // Paused and resumed, and given another secret.
    await page.keyboard.press("Escape");
    const row = page.getByRole("row", { name: /Ours/ });
    await row.getByRole("button", { name: "Pause" }).click();
    await row.getByText("paused").waitFor();
    await row.getByRole("button", { name: "Resume" }).click();
    await row.getByText("active").waitFor();
    page.on("dialog", (question) => question.accept());
    await row.getByRole("button", { name: "New secret" }).click();
    assert.notEqual(await page.getByRole("dialog", { name: "Its new secret" }).locator("code").textContent(), secret);
    await page.getByRole("button", { name: "Done" }).click();
    await row.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("heading", { name: "No webhooks" }).waitFor();
    await isThere(page);
  });
} finally {
  receiver.close();
}

// What each view says while it waits, where the server is in trouble, where somebody may not see it, and away from the net.

import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere, VIEWS } from "./views.mjs";

/** Answers in the server's place, as long as `work` takes. */
async function instead(page, path, answer, work) {
  const isMeant = (url) => url.pathname === path;
  await page.route(isMeant, answer);
  await work();
  await page.unroute(isMeant);
}

const STATES = [
  { status: 503, title: "This could not be loaded" },
  { status: 403, title: "Your role does not show you this" },
];

await withBrowser(async (open) => {
  const first = await open();
  await signIn(first, "mia@example.com", given.password);
  await isThere(first);
  const storageState = await first.context().storageState();

  // The browser notes what fails, and here it is meant to.
  const page = await open({ storageState }, /Failed to load resource/);
  for (const { path, asks } of VIEWS) {
    const what = path || "the overview";
    const main = page.getByRole("main");

    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await instead(page, asks, async (route) => (await held, route.continue()), async () => {
      await page.goto(`${home}/dashboard${path}`);
      await main.getByRole("status").getByText("Loading").first().waitFor({ state: "attached" });
      await isGood(page, `${what} while it waits`);
      answer();
      await isThere(page);
    });

    for (const { status, title } of STATES) {
      const trouble = (route) => route.fulfill({ status, contentType: "application/json", body: JSON.stringify({ error: "x", message: "Temporarily unavailable", statusCode: status }) });
      await instead(page, asks, trouble, async () => {
        await page.goto(`${home}/dashboard${path}`);
        await main.getByRole("alert").getByText(title).first().waitFor();
        if (status === 503) await isGood(page, `${what} in trouble`);
      });
      if (status !== 403) {
        for (const again of await main.getByRole("button", { name: "Try again" }).all()) await again.click();
        await main.getByRole("alert").waitFor({ state: "detached" });
        await isThere(page);
      }
    }

    await instead(page, asks, (route) => route.abort("internetdisconnected"), async () => {
      await page.goto(`${home}/dashboard${path}`);
      await main.getByRole("alert").getByText("You seem to be offline").first().waitFor();
    });
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await main.getByRole("alert").waitFor({ state: "detached" });
  }
});

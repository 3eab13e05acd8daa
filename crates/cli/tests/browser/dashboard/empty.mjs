// What each view says where there is nothing yet, by day and by night; and that nothing moves for whoever asked for that.

import { strict as assert } from "node:assert";
import { given, home, isGood, signIn, withBrowser } from "./guarded.mjs";
import { isThere, LOOKS, VIEWS } from "./views.mjs";

await withBrowser(async (open) => {
  const first = await open();
  await signIn(first, "mia@example.com", given.password);
  await isThere(first);
  const storageState = await first.context().storageState();

  for (const look of LOOKS) {
    const page = await open({ ...look, storageState });
    for (const { path, heading, empty } of VIEWS) {
      await page.goto(`${home}/dashboard${path}`);
      await isThere(page);
      await page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor();
      if (empty) await page.getByRole("heading", { name: empty, exact: true }).waitFor();
      await isGood(page, `${path || "the overview"} without anything, ${look.colorScheme}`);
    }
    if (look.reducedMotion) {
      await page.goto(`${home}/dashboard`);
      const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.effect.getComputedTiming().activeDuration > 1).length);
      assert.equal(moving, 0, "nothing moves for whoever asked for that");
    }
    await page.close();
  }
});

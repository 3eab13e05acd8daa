// Pictures of the main views of a demo, for the README: by day and by night, wide and narrow. Takes the folder to write them to in the case.

import { given, home, signIn, withBrowser } from "./guarded.mjs";

const WIDE = { viewport: { width: 1280, height: 860 } };
const NARROW = { viewport: { width: 360, height: 740 } };
const PICTURES = [
  ["overview-light", "", { ...WIDE, colorScheme: "light" }],
  ["overview-dark", "", { ...WIDE, colorScheme: "dark" }],
  ["overview-narrow", "", { ...NARROW, colorScheme: "light" }],
  ["links-light", "/links?sort=clicks", { ...WIDE, colorScheme: "light" }],
  ["links-narrow", "/links?sort=clicks", { ...NARROW, colorScheme: "dark" }],
  ["new-link-light", "/links/new", { ...WIDE, colorScheme: "light" }],
  ["people-dark", "/people", { ...WIDE, colorScheme: "dark" }],
  ["returns-light", "/returns?range=90d", { ...WIDE, colorScheme: "light" }],
  ["why-light", "/conversions?type=subscribe", { ...WIDE, colorScheme: "light" }],
  ["link-narrow", "/links?search=summer", { ...NARROW, colorScheme: "light" }],
];

await withBrowser(async (open) => {
  const first = await open();
  await signIn(first, given.email, given.password);
  await first.getByRole("heading", { level: 1 }).waitFor();
  const storageState = await first.context().storageState();
  for (const [name, view, options] of PICTURES) {
    const page = await open({ ...options, storageState, locale: "en-GB", timezoneId: "UTC", reducedMotion: "reduce" });
    await page.goto(`${home}/dashboard${view}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (name.startsWith("new-link")) await page.getByLabel("Destination").fill("https://example.com/spring");
    if (name.startsWith("why")) await page.getByRole("button", { name: "Why?" }).nth(2).click();
    if (name.startsWith("link-")) await page.getByRole("link", { name: "Summer box" }).click();
    await page.waitForFunction(() => !document.querySelector('[role="status"].waiting') && !document.querySelector('[aria-busy="true"]'));
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${given.folder}/${name}.png` });
    await page.close();
  }
});

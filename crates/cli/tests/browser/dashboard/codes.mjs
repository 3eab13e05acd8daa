// QR codes: what is downloaded leads where the link is, in both formats, in other colours and with a logo.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { given, home, signIn, withBrowser } from "./guarded.mjs";
import { isThere } from "./views.mjs";

const reader = await readFile(createRequire(import.meta.url).resolve("jsqr"), "utf8");

await withBrowser(async (open) => {
  const page = await open();
  await signIn(page, "mia@example.com", given.password, "/dashboard/links/new");
  await page.getByLabel("Destination").fill("https://example.com/");
  await page.getByLabel("Short code").fill("poster");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByRole("link", { name: "See its numbers" }).click();
  await page.getByRole("link", { name: "QR code" }).click();
  await isThere(page);

  /** What a phone would read in the file that a button gives, and how wide it is. */
  async function read(format) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: format, exact: true }).click()]);
    assert.equal(download.suggestedFilename(), `qr-poster.${format.toLowerCase()}`);
    const bytes = await readFile(await download.path());
    if (format === "PNG") assert.equal(bytes.subarray(1, 4).toString(), "PNG");
    const url = `data:image/${format === "PNG" ? "png" : "svg+xml"};base64,${bytes.toString("base64")}`;
    await page.evaluate(reader);
    return page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
      return { text: globalThis.jsQR(data, width, height)?.data, width };
    }, url);
  }

  for (const format of ["PNG", "SVG"]) assert.deepEqual(await read(format), { text: `${home}/poster`, width: 512 }, format);
  await page.getByLabel("Colour", { exact: true }).fill("#2d5bd1");
  await page.getByLabel("Background").fill("#fff4d6");
  await page.getByLabel("Size").selectOption("1024");
  const logo = { name: "logo.png", mimeType: "image/png", buffer: await page.getByAltText("QR code of the link").screenshot() };
  await page.getByLabel("Logo").setInputFiles(logo);
  await page.locator(".picture .logo").waitFor();
  for (const format of ["PNG", "SVG"]) assert.deepEqual(await read(format), { text: `${home}/poster`, width: 1024 }, `${format} with a logo`);

  // Colours that no phone could tell apart are not given out.
  await page.getByLabel("Background").fill("#2d5bd2");
  await page.getByRole("alert").getByText("too alike").waitFor();
  assert.ok(await page.getByRole("button", { name: "PNG" }).isDisabled());
});

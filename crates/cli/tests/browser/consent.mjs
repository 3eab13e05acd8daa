// A person in a real browser: signs in, reads what is asked for, denies, allows. Takes a JSON object in the environment's CASE and prints
// what the client's address received, one JSON object a line.

import { createServer } from "node:http";
import { strict as assert } from "node:assert";
import { chromium } from "playwright-core";

const given = JSON.parse(process.env.CASE);

// The client's own server, whose address leads on to another origin, as those of many clients do.
const received = [];
const home = createServer((_, response) => response.end("<!doctype html><title>Home</title><h1>Back in the app</h1>"));
const app = createServer((request, response) => {
  const { searchParams } = new URL(request.url, "http://localhost");
  received.push(Object.fromEntries(searchParams));
  response.writeHead(302, { location: `http://127.0.0.1:${home.address().port}/home` }).end();
});
await new Promise((ready) => home.listen(0, "127.0.0.1", ready));
await new Promise((ready) => app.listen(given.port, "127.0.0.1", ready));

const browser = await chromium.launch({ executablePath: given.chromium, args: ["--no-sandbox"] });
const complaints = [];

async function open(options) {
  const page = await (await browser.newContext(options)).newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return page;
}

async function signIn(page, password) {
  await page.getByLabel("Mail address").fill(given.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function fitsThePage(page) {
  const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(content <= width, `nothing sticks out: ${content} of ${width}`);
}

try {
  // A narrow screen in the dark.
  const page = await open({ viewport: { width: 360, height: 640 }, colorScheme: "dark", javaScriptEnabled: true });
  await page.goto(given.address);
  await fitsThePage(page);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("main")).backgroundColor), "rgb(28, 31, 39)", "the style applies");
  await signIn(page, "not the password");
  await page.getByRole("alert").getByText("do not belong together").waitFor();
  complaints.splice(0, complaints.length); // The browser notes every 401.
  await signIn(page, given.password);

  await page.getByRole("heading", { name: "Planner asks for access" }).waitFor();
  await fitsThePage(page);
  await page.getByText("read the account's tracking links").waitFor();
  await page.getByText(`localhost:${given.port}`).waitFor();
  if (given.picture) await page.screenshot({ path: `${given.picture}-dark.png`, fullPage: true });
  await page.getByRole("button", { name: "Deny" }).click();
  await page.getByRole("heading", { name: "Back in the app" }).waitFor();

  // The session lasts: this time nobody signs in. A form without an account is not sent.
  await page.goto(given.address);
  await page.getByRole("button", { name: "Allow" }).click();
  assert.ok(page.url().startsWith(given.address.split("?")[0]), "an account must be chosen");
  await page.getByRole("radio", { name: "mia" }).check();
  assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 0, "no creator is chosen beforehand");
  await page.getByRole("checkbox", { name: "ben" }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("heading", { name: "Back in the app" }).waitFor();

  // A wide screen, and nobody who runs scripts.
  const plain = await open({ viewport: { width: 1280, height: 800 }, colorScheme: "light", javaScriptEnabled: false });
  await plain.goto(given.address);
  await signIn(plain, given.password);
  await plain.getByRole("radio", { name: "mia" }).check();
  if (given.picture) await plain.screenshot({ path: `${given.picture}-light.png`, fullPage: true });
  await plain.getByRole("button", { name: "Allow" }).click();
  await plain.getByRole("heading", { name: "Back in the app" }).waitFor();

  assert.deepEqual(complaints, [], "the browser finds nothing wrong");
  for (const answer of received) console.log(JSON.stringify(answer));
} finally {
  await browser.close();
  app.close();
  home.close();
}

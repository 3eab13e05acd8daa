// Deletes a tracking link as the published sample does.
const [url, key, link] = process.argv.slice(2);
const headers = { "x-api-key": key, "Content-Type": "application/json" };
const response = await fetch(url, { method: "DELETE", headers, body: JSON.stringify({ trackingLinkId: link }) });
console.log(await response.text());

// Every view: where it is, what its heading says, what it asks for, and what it says where there is nothing.

/** `asks` is the path of the API without whose answer there is nothing to show; `isForAdmins` is what others may not see. */
export const VIEWS = [
  { path: "", heading: "Overview", asks: "/api/links/ranked", empty: "Make your first link" },
  { path: "/links", heading: "Links", asks: "/api/links/ranked", empty: "No links yet" },
  { path: "/links/new", heading: "New link", asks: "/api/templates" },
  { path: "/people", heading: "People", asks: "/api/people", empty: "Nobody is known yet" },
  { path: "/conversions", heading: "Conversions", asks: "/api/conversions", empty: "No conversions yet" },
  { path: "/installs", heading: "Installs", asks: "/api/installs", empty: "No installs yet" },
  { path: "/returns", heading: "Returns", asks: "/api/stats/returns", empty: "Nothing was spent and nothing earned" },
  { path: "/returns?tab=subscribers", heading: "Returns", asks: "/api/stats/cohorts", empty: "Nobody has subscribed yet" },
  { path: "/accounts", heading: "Accounts", asks: "/api/accounts" },
  { path: "/projects", heading: "Projects", asks: "/api/projects", empty: "No projects" },
  { path: "/templates", heading: "Templates", asks: "/api/templates" },
  { path: "/shares", heading: "Shares", asks: "/api/shares", empty: "Nothing is shared" },
  { path: "/webhooks", heading: "Webhooks", asks: "/api/webhooks", empty: "No webhooks", isForAdmins: true },
  { path: "/keys", heading: "API keys", asks: "/api/settings/api-keys", isForAdmins: true },
  { path: "/apps", heading: "OAuth clients", asks: "/api/oauth/clients", empty: "No clients", isForAdmins: true },
  { path: "/team", heading: "Team", asks: "/api/users", isForAdmins: true },
  { path: "/audit", heading: "Audit log", asks: "/api/audit", isForAdmins: true },
  { path: "/settings", heading: "Settings", asks: "/api/attribution" },
];

/** By day on a wide screen, and by night on a narrow one where nothing moves. */
export const LOOKS = [{ colorScheme: "light" }, { colorScheme: "dark", viewport: { width: 360, height: 740 }, reducedMotion: "reduce" }];

/** The view has what it asked for. */
export async function isThere(page) {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[role="status"].waiting') && !document.querySelector('[aria-busy="true"]'));
}

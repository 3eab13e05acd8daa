// The entries of the menu, by what people come for.

export interface Entry {
  path: string;
  name: string;
  icon: keyof typeof ICONS;
  /** Only for those who administer the workspace. */
  isForAdmins?: boolean;
}

export const MENU: { name: string; entries: Entry[] }[] = [
  {
    name: "Measure",
    entries: [
      { path: "", name: "Overview", icon: "chart" },
      { path: "links", name: "Links", icon: "link" },
      { path: "people", name: "People", icon: "person" },
      { path: "conversions", name: "Conversions", icon: "coin" },
      { path: "installs", name: "Installs", icon: "phone" },
      { path: "returns", name: "Returns", icon: "return" },
    ],
  },
  {
    name: "Set up",
    entries: [
      { path: "accounts", name: "Accounts", icon: "account" },
      { path: "projects", name: "Projects", icon: "folder" },
      { path: "templates", name: "Templates", icon: "template" },
      { path: "shares", name: "Shares", icon: "share" },
      { path: "webhooks", name: "Webhooks", icon: "hook", isForAdmins: true },
    ],
  },
  {
    name: "Access",
    entries: [
      { path: "keys", name: "API keys", icon: "key", isForAdmins: true },
      { path: "apps", name: "OAuth clients", icon: "app", isForAdmins: true },
      { path: "team", name: "Team", icon: "team", isForAdmins: true },
      { path: "audit", name: "Audit log", icon: "list", isForAdmins: true },
      { path: "settings", name: "Settings", icon: "settings" },
    ],
  },
];

/** Lines of 20 by 20, drawn with a round pen. */
export const ICONS = {
  chart: "M3 17h14M5 13v-3m5 3V4m5 9V7",
  link: "M8 12l4-4M9 6l1.500-1.500a3.500 3.500 0 0 1 5 5L14 11M6 9l-1.500 1.500a3.500 3.500 0 0 0 5 5L11 14",
  person: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 2.700-4.500 6-4.500s6 1.500 6 4.500",
  coin: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.500v7M12 8.200c-.6-.8-4-.9-4 .6 0 1.700 4.200.8 4 2.600-.2 1.500-3.500 1.300-4.200.3",
  phone: "M6.500 3h7v14h-7zM9 14.500h2",
  return: "M4 7h9a3.500 3.500 0 0 1 0 7H6M7 4 4 7l3 3",
  folder: "M3 5.500h5l1.500 2H17v8H3z",
  share: "M10 12V3.500M7 6l3-3 3 3M5 10v6.500h10V10",
  list: "M4 5h12M4 10h12M4 15h8",
  account: "M4 5.500h12v9H4zM7 17h6M7.500 11.500c.3-1.300 4.700-1.300 5 0M10 9a1 1 0 1 0 0-2 1 1 0 0 0 0 2",
  template: "M4 4h12v12H4zM4 8h12M8 8v8",
  hook: "M8 7a2.500 2.500 0 1 1 3.500 2.300L13 13m-3.200-4L7 13.500M6 11a3 3 0 1 0 2.700 4H13m1.500-2.500a2.500 2.500 0 1 1-2 3.500",
  key: "M12 11a3.500 3.500 0 1 0-3.200-2L4 14v2.500h3V15h2l1.200-2.200c.5.1 1.200.2 1.800.2zM12.500 7h.01",
  app: "M4 4h5v5H4zM11 4h5v5h-5zM4 11h5v5H4zM11 13.500h5M13.500 11v5",
  team: "M7.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM3 16c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4M13 9.500a2.200 2.200 0 1 0-.5-4.300M14 12c2 .2 3.500 1.600 3.500 4",
  settings: "M4 6h7m4 0h1M4 14h1m4 0h7M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  menu: "M3 6h14M3 10h14M3 14h14",
} as const;

// Where somebody is: the view and everything that he chose in it stand in the address, so that it can be shared and the back button works.

/** What stands before every path of this installation: nothing, or the path of a proxy. */
export const root = document.documentElement.dataset.root ?? "";
const base = `${root}/dashboard`;

class Place {
  path = $state("/");
  query = $state.raw(new URLSearchParams());

  constructor() {
    this.read();
    addEventListener("popstate", () => this.read());
  }

  /** A parameter; an empty text where it is not there. */
  param(name: string): string {
    return this.query.get(name) ?? "";
  }

  /** The segments of the path. */
  get segments(): string[] {
    return this.path.split("/").filter(Boolean).map(decodeURIComponent);
  }

  go(address: string, options: { replace?: boolean } = {}): void {
    const moved = !address.startsWith(`${base}${this.path}?`) && address !== `${base}${this.path}`;
    history[options.replace ? "replaceState" : "pushState"](null, "", address);
    this.read();
    if (moved) scrollTo(0, 0);
  }

  /** The same view with other parameters; what is null or empty goes away. */
  with(changes: Record<string, string | null | undefined>): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    return to(this.path, query);
  }

  change(changes: Record<string, string | null | undefined>, options: { replace?: boolean } = {}): void {
    this.go(this.with(changes), options);
  }

  private read(): void {
    const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : "/";
    this.path = path.replace(/\/+$/, "") || "/";
    this.query = new URLSearchParams(location.search);
  }
}

export const place = new Place();

/** The address of a view. */
export function to(path: string, query: URLSearchParams | Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `${base}${path === "/" ? "" : path}${text ? `?${text}` : ""}` || "/";
}

/** Follows links between views without loading the page anew. */
export function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || (link.pathname !== base && !link.pathname.startsWith(`${base}/`)) || link.hash) return;
  event.preventDefault();
  place.go(link.pathname + link.search);
}

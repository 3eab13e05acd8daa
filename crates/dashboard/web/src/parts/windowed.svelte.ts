// A long list of which only the rows on the screen exist, and only the pages of them that somebody looked at were asked for.

const PAGE = 100;

export interface Portion<T> {
  rows: T[];
  total: number;
}

export class Windowed<T> {
  total = $state(0);
  isFirstLoaded = $state(false);
  trouble = $state.raw<unknown>();
  private pages = $state.raw<ReadonlyMap<number, T[]>>(new Map());
  private asked = new Set<number>();
  private round = 0;

  constructor(private readonly ask: (offset: number, limit: number) => Promise<Portion<T>>) {
    // Whoever was offline sees what is there as soon as he is not.
    $effect(() => {
      const again = () => this.trouble && this.restart();
      addEventListener("online", again);
      return () => removeEventListener("online", again);
    });
  }

  /** Forgets everything and begins anew; what is shown stays until the first page is there. */
  restart(): void {
    this.round++;
    this.asked = new Set();
    this.trouble = undefined;
    this.fetch(0, true);
  }

  /** Makes sure that these rows are on their way. */
  want(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page++) this.fetch(page);
  }

  row(index: number): T | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  private fetch(page: number, isAnew = false): void {
    if (this.asked.has(page)) return;
    this.asked.add(page);
    const round = this.round;
    this.ask(page * PAGE, PAGE).then(
      ({ rows, total }) => {
        if (round !== this.round) return;
        this.pages = new Map([...(isAnew ? [] : this.pages), [page, rows]]);
        this.total = total;
        this.isFirstLoaded = true;
      },
      (error: unknown) => {
        if (round !== this.round) return;
        this.asked.delete(page);
        this.trouble = error;
      },
    );
  }
}

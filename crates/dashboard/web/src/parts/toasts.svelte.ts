// Short words on what has just been done. They go away by themselves.

export interface Toast {
  id: number;
  words: string;
  isBad: boolean;
}

class Toasts {
  shown = $state<Toast[]>([]);
  private next = 0;

  say(words: string, isBad = false): void {
    const id = this.next++;
    this.shown.push({ id, words, isBad });
    setTimeout(() => (this.shown = this.shown.filter((toast) => toast.id !== id)), isBad ? 8_000 : 4_000);
  }
}

const toasts = new Toasts();
export const shown = (): Toast[] => toasts.shown;
export const say = (words: string): void => toasts.say(words);
export const complain = (error: unknown): void => toasts.say(error instanceof Error ? error.message : String(error), true);

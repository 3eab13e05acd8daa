// Light or dark: as the system says, until somebody chooses.

export type Choice = "system" | "light" | "dark";

class Theme {
  choice = $state<Choice>(read());

  constructor() {
    apply(this.choice);
  }

  choose(choice: Choice): void {
    this.choice = choice;
    localStorage.setItem("theme", choice);
    apply(choice);
  }

  get isDark(): boolean {
    return this.choice === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : this.choice === "dark";
  }
}

function read(): Choice {
  const kept = localStorage.getItem("theme");
  return kept === "light" || kept === "dark" ? kept : "system";
}

function apply(choice: Choice): void {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

export const theme = new Theme();

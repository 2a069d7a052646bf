/** Choices about the look. They hold nothing about any patient and outlive the lock. */
export type ThemeChoice = "light" | "dark" | "system";
export type Density = "compact" | "comfortable";

const KEY = "attune.preferences";

interface Stored {
  theme: ThemeChoice;
  density: Density;
  singleKeys: boolean;
}

const DEFAULTS: Stored = { theme: "system", density: "compact", singleKeys: true };

function read(): Stored {
  try {
    const stored: Partial<Stored> = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      theme: stored.theme === "light" || stored.theme === "dark" ? stored.theme : "system",
      density: stored.density === "comfortable" ? "comfortable" : "compact",
      singleKeys: stored.singleKeys !== false,
    };
  } catch {
    return { ...DEFAULTS };
  }
}

class Preferences {
  theme = $state<ThemeChoice>(DEFAULTS.theme);
  density = $state<Density>(DEFAULTS.density);
  /** Keys without Ctrl: `1` to `9`, `E`, `/`, `?`. WCAG 2.1.4 asks that they can be turned off. */
  singleKeys = $state(DEFAULTS.singleKeys);

  constructor() {
    Object.assign(this, read());
  }

  /** Applies the look to the document and keeps it for the next start. */
  apply(): void {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    const root = document.documentElement;
    root.dataset["theme"] = this.theme === "system" ? (dark ? "dark" : "light") : this.theme;
    root.dataset["density"] = this.density;
    const stored: Stored = { theme: this.theme, density: this.density, singleKeys: this.singleKeys };
    try {
      localStorage.setItem(KEY, JSON.stringify(stored));
    } catch {
      // A full or forbidden store only means that the choice is asked again.
    }
  }
}

export const preferences = new Preferences();

/** Follows the system when it turns dark or light. Returns the way to stop. */
export function followSystem(): () => void {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => preferences.apply();
  query.addEventListener("change", follow);
  return () => query.removeEventListener("change", follow);
}

/** WCAG 2.2 AA on every pair of tokens that may meet: text 4.5:1, lines and marks 3:1. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");
const GROUNDS = ["ground", "surface", "sunken", "hover", "selected"];
const ALERTS = ["block", "caution", "info"];
const cross = (inks: string[], grounds: string[]) => inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const));

const TEXT = [
  ...cross(["ink", "ink-2", "ink-3", "accent", "accent-hover"], GROUNDS),
  ...cross(["on-accent"], ["accent", "accent-hover", "accent-press"]),
  ...ALERTS.flatMap((kind) => cross([kind, "ink", "ink-2"], [`${kind}-bg`])),
  ...cross([...ALERTS, "for", "against"], ["surface", "sunken", "selected"]),
  ...cross(["banner-ink", "banner-ink-2", "banner-alert"], ["banner"]),
  ["level-1-ink", "level-1-bg"] as const,
  ["level-2-ink", "level-2-bg"] as const,
];
const LINES = [
  ...cross(["line", "focus"], GROUNDS),
  ...cross(["for", "against", "accent", "level-3-line", "level-4-line"], ["surface", "selected"]),
  ...ALERTS.flatMap((kind) => cross([`${kind}-line`], ["surface", `${kind}-bg`])),
  ["banner-line", "banner"] as const,
];

function tokensOf(theme: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\]\\s*{(.*?)\\n}`, "s").exec(css)?.[1] ?? "";
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each(["light", "dark"])("the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  it.each([
    ["text", TEXT, 4.5],
    ["lines", LINES, 3],
  ] as const)("has enough contrast for %s", (_, pairs, need) => {
    const poor = pairs.filter(([ink, ground]) => {
      const [a, b] = [tokens.get(ink), tokens.get(ground)];
      return !a || !b || ratio(a, b) < need;
    });
    expect(poor).toEqual([]);
  });
});

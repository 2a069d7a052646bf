/** Rules that hold for every file of the window, checked on the text. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(process.cwd(), "src/");

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "test" ? [] : filesUnder(path);
    return [path];
  });
}

const files = filesUnder(ROOT)
  .filter((path) => /\.(svelte|ts|css)$/.test(path) && !path.endsWith("api/types.ts"))
  .map((path) => ({ name: path.slice(ROOT.length), text: readFileSync(path, "utf8") }));
const components = files.filter((file) => file.name.endsWith(".svelte"));

/** Every line of the files that a pattern finds, as `name: line`. */
function offenders(among: typeof files, pattern: RegExp): string[] {
  return among.flatMap(({ name, text }) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
}

describe("every file of the window", () => {
  it("is found", () => {
    expect(components.length).toBeGreaterThan(40);
  });

  it("has no inline style, which the content security policy forbids", () => {
    expect(offenders(components, /\sstyle(:[\w-]+)?=|\bstyle\s*:\s*["'`]|\.style\.|setAttribute\(\s*["']style/)).toEqual([]);
  });

  it("takes every colour from tokens.css", () => {
    const others = files.filter((file) => file.name !== "styles/tokens.css");
    const colour = /#[0-9a-f]{3,8}\b(?!")|\b(rgb|rgba|hsl|hsla|oklch|lab|color-mix)\(/i;
    expect(offenders(others.filter((file) => /\.(svelte|css)$/.test(file.name)), colour)).toEqual([]);
    const named = /(color|background|fill|stroke|border[\w-]*|outline[\w-]*):[^;]*\b(white|black|red|green|blue|gr[ae]y|orange|yellow)\b/i;
    expect(offenders(others, named)).toEqual([]);
  });

  it("names no address of a network", () => {
    // The names of the two XML vocabularies are names, not addresses.
    expect(offenders(files, /https?:\/\/(?!www\.w3\.org\/(2000\/svg|XML\/1998\/namespace)")/)).toEqual([]);
  });

  it("puts no markup of others into the document", () => {
    expect(offenders(files, /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/)).toEqual([]);
  });

  it("speaks to the shell in one module only", () => {
    const others = files.filter((file) => file.name !== "lib/api/backend.ts");
    expect(offenders(others, /@tauri-apps|__TAURI/)).toEqual([]);
  });

  it("never reaches for the fixtures of the tests", () => {
    expect(offenders(files, /from ["'][^"']*\/test\//)).toEqual([]);
  });

  it("keeps nothing but the look in the store of the window", () => {
    const others = files.filter((file) => file.name !== "lib/state/preferences.svelte.ts");
    expect(offenders(others, /localStorage|sessionStorage|indexedDB|document\.cookie/)).toEqual([]);
  });

  it("makes what scrolls the frame of what is placed in it", () => {
    // Without it, text for screen readers lengthens the window, and the banner can be scrolled away.
    const styles = files.filter((file) => /\.(svelte|css)$/.test(file.name) && file.name !== "lib/parts/Dialog.svelte");
    const bare = styles.flatMap(({ name, text }) =>
      [...text.matchAll(/\{([^{}]*overflow(?:-y)?: auto;[^{}]*)\}/g)]
        .filter((block) => !/position: (relative|sticky|fixed)/.test(block[1] ?? ""))
        .map(() => name),
    );
    expect(bare).toEqual([]);
  });

  it("is short", () => {
    const lengths = files
      .filter((file) => !file.name.endsWith("icons.ts") && !file.name.endsWith("tokens.css"))
      .map(({ name, text }) => ({ name, lines: text.split("\n").length }))
      .sort((a, b) => a.lines - b.lines);
    expect(lengths.filter(({ lines }) => lines > 500)).toEqual([]);
    expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThanOrEqual(120);
  });
});

describe("the list of test ids", () => {
  const list = readFileSync(join(ROOT, "../TESTIDS.md"), "utf8");
  /** `nav-{screen}` in a component is `nav-<screen>` in the list. */
  const used = new Set(
    components.flatMap(({ text }) =>
      [...text.matchAll(/(?:data-testid|testid)=(?:"([^"]+)"|\{`([^`]+)`\})|testid: [`"]([^`"]+)[`"]/g)].map((match) =>
        (match[1] ?? match[2] ?? match[3] ?? "").replace(/\$?\{[^}]*\}/g, "<>"),
      ),
    ),
  );

  it("names every id that a component has", () => {
    const listed = new Set([...list.matchAll(/`([a-z][\w<>-]*)`/g)].map((match) => (match[1] ?? "").replace(/<[^>]*>/g, "<>")));
    // `<>-toggle` and `<>-table` are made by Figure from the id of the chart and stand in the list in full.
    const missing = [...used].filter((id) => !id.startsWith("<>") && !listed.has(id));
    expect(missing).toEqual([]);
  });
});

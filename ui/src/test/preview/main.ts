/**
 * Shows any screen with the fixtures, to look at it without the shell: `npm run dev`, then open
 * /src/test/preview/index.html#options, #summary/dark, #unlock ... Never part of the product.
 */
import "@fontsource-variable/ibm-plex-sans/wght.css";
import { mount } from "svelte";
import App from "../../App.svelte";
import type { Backend } from "../../lib/api/backend";
import { preferences } from "../../lib/state/preferences.svelte";
import "../../styles/base.css";
import "../../styles/tokens.css";
import { noVault, standIn } from "../backend";
import { changed } from "../fixtures/board";
import { otherPerson } from "../fixtures/import";
import { withheldOptions } from "../fixtures/options";
import { manyRows, MARCHETTI_ID } from "../fixtures/worklist";

const [screen = "worklist", ...wishes] = location.hash.slice(1).split("/");
preferences.theme = wishes.includes("dark") ? "dark" : "light";
preferences.density = wishes.includes("comfortable") ? "comfortable" : "compact";
preferences.apply();

const parts: Partial<Backend> = {};
if (screen === "create") Object.assign(parts, noVault);
if (wishes.includes("many")) parts.worklist = async () => ({ total: 10_000, rows: manyRows(10_000) });
if (wishes.includes("empty")) parts.worklist = async () => ({ total: 0, rows: [] });
if (wishes.includes("withheld")) parts.patientOptions = async () => withheldOptions;
if (wishes.includes("blocked")) parts.previewDemo = async () => otherPerson;
if (wishes.includes("changed")) parts.patientOptions = async () => changed;
if (wishes.includes("error")) {
  parts.patientOptions = async () => {
    throw { code: "KP-SIG-02", message: "The knowledge pack is not trusted.", hint: "Ask the issuer for the file again." };
  };
}

const { backend } = standIn(parts, !["unlock", "create"].includes(screen));
mount(App, { target: document.getElementById("app") as HTMLElement, props: { backend } });

/** Clicks its way to the wished screen as a person would. */
async function go() {
  const click = async (selector: string) => {
    for (let turn = 0; turn < 100; turn += 1) {
      const found = document.querySelector<HTMLElement>(selector);
      if (found) return found.click();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const byId = (testid: string) => click(`[data-testid="${testid}"]`);
  const patient = ["summary", "genome", "options", "consent", "report"];
  if (patient.includes(screen) || wishes.includes("patient")) await click(`[data-patient="${MARCHETTI_ID}"]`);
  if (patient.includes(screen) || ["import", "packs", "audit", "settings"].includes(screen)) await byId(`nav-${screen}`);
  if (screen === "import" && !wishes.includes("choose")) await byId("import-demo-crc-braf");
  for (const wish of wishes) if (wish.startsWith("click=")) await byId(wish.slice(6));
}
void go();

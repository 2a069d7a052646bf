import { fireEvent } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Options from "../lib/screens/options/Options.svelte";
import Settings from "../lib/screens/settings/Settings.svelte";
import { standIn } from "./backend";
import { options } from "./fixtures/options";
import { allById, byId, click, mountScreen } from "./screen";

const plain = (element: HTMLElement) => (element.textContent ?? "").replace(/\s+/g, " ").trim();

describe("what matters to the patient", () => {
  it("is said to be unset, then stored by the vault and shown with who and when", async () => {
    const stand = standIn({}, true);
    mountScreen(Options, stand);
    expect(plain(await byId("wishes-open"))).toBe("What orders options of one level: no wishes of the patient; no region of the site set.");
    expect(plain(await byId("wishes-recorded"))).toBe("Never set for this patient");
    expect((await byId("wishes-store")).hasAttribute("disabled")).toBe(true);
    await fireEvent.input(await byId("wish-toxicity"), { target: { value: "0.5" } });
    await click("wishes-store");
    const asked = stand.calls.find(([name]) => name === "recordPreferences");
    expect(asked?.[2]).toEqual({ efficacy: 0, toxicity: 0.5, route: 0, visits: 0 });
    expect(plain(await byId("wishes-stored"))).toBe("few side effects 0.50");
    expect(plain(await byId("wishes-recorded"))).toBe("Last set on 20-Nov-2026 11:42 CET by Dr A. Example");
  });

  it("is taken back by a reset, which is stored as well", async () => {
    const weights = { efficacy: 1, toxicity: 0, route: 0, visits: 0.25 };
    const stand = standIn({ patientOptions: async () => ({ ...options, wishes: { weights, recorded: "set on a day" } }) }, true);
    mountScreen(Options, stand);
    await click("wishes-reset");
    expect(stand.calls.find(([name]) => name === "recordPreferences")?.[2]).toEqual({ efficacy: 0, toxicity: 0, route: 0, visits: 0 });
  });

  it("names the region of the site, which Settings sets", async () => {
    const document = { ...options.document, region: "EU" };
    mountScreen(Options, standIn({ patientOptions: async () => ({ ...options, document }) }, true));
    expect(plain(await byId("wishes-open"))).toContain("approvals in EU");

    const stand = standIn({}, true);
    mountScreen(Settings, stand);
    const eu = await byId("region-eu");
    expect(allById("region-us")).toHaveLength(1);
    await fireEvent.click(eu);
    expect(stand.calls.find(([name]) => name === "setRegion")?.[1]).toBe("EU");
  });
});

import { fireEvent, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Options from "../lib/screens/options/Options.svelte";
import { standIn } from "./backend";
import { banner } from "./fixtures/banner";
import { document as example, options, withheldOptions } from "./fixtures/options";
import { allById, byId, click, mountScreen, textsOf } from "./screen";

describe("treatment options", () => {
  it("ranks in the given order, with level, source, date and score", async () => {
    mountScreen(Options);
    await byId("ranked");
    expect(textsOf("option-title")).toEqual([
      "encorafenib + cetuximab",
      "pembrolizumab + ipilimumab",
      "irinotecan + cetuximab + vemurafenib",
    ]);
    expect(textsOf("option-score")).toEqual(["0.82", "0.46", "0.33"]);
    expect(textsOf("option-basis")[0]).toBe("FDA label, after 1 or more therapies, 2020-04-08");
    expect(textsOf("option-basis")[2]).toBe("Randomised phase 2. FDA label, 2020-04-08");
  });

  it("keeps resistance and what is not ranked apart from the ranked list", async () => {
    mountScreen(Options);
    const ranked = await byId("ranked");
    for (const testid of ["resistance-row", "not-ranked-row"]) {
      expect(allById(testid).length).toBeGreaterThan(0);
      for (const row of allById(testid)) expect(ranked.contains(row)).toBe(false);
    }
    expect(ranked.textContent).not.toContain("mFOLFOX6");
    expect(textsOf("resistance-row")[0]).toMatch(/^cetuximab.*I-A.*BRAF V600E/);
    expect(textsOf("not-ranked-row")[0]).toContain("Contraindicated Oxaliplatin anaphylaxis, 03-Aug-2026.");
    expect(textsOf("not-ranked-row")[1]).toContain("Tumour type.");
  });

  it("says what was not understood and what is withheld", async () => {
    mountScreen(Options);
    expect((await byId("alterations-unread")).textContent).toContain("“HER-two plusplus” (the health record)");
    expect((await byId("withheld")).textContent).toContain("Secondary findings");
    expect(textsOf("alteration-used")).toEqual([
      "BRAF V600E, VAF 31 %, depth 842 from the genome report",
      "MSS from the health record",
    ]);
    expect((await byId("not-considered")).textContent).toContain("no trial pack");
  });

  it("shows gates, unknowns, evidence and the change of rank of the chosen option", async () => {
    mountScreen(Options);
    expect((await byId("detail-title")).textContent).toBe("encorafenib + cetuximab");
    expect(allById("gate-row")).toHaveLength(2);
    expect(textsOf("gate-unknown")).toHaveLength(1);
    expect(textsOf("gate-unknown")[0]).toContain("Skin examination: due before the start");
    expect(textsOf("evidence-row")[2]).toContain("not checked against its source");
    expect(textsOf("evidence-row")[2]).toContain("no date given");
    expect(textsOf("would-change-row")[0]).toMatch(/Diltiazem is replaced.*Stays rank 1, one caution fewer.*0\.86$/);
    expect(textsOf("would-change-row")[1]).toMatch(/re-biopsy.*Moves to resistance.*none$/);
  });

  it("moves with the arrow keys and marks a model estimate", async () => {
    mountScreen(Options);
    await byId("ranked");
    await fireEvent.keyDown(window, { key: "ArrowDown" });
    expect((await byId("detail-title")).textContent).toBe("pembrolizumab + ipilimumab");
    const estimate = await byId("model-estimate");
    expect(estimate.textContent).toContain("Model");
    expect(estimate.textContent).toContain("LORIS score: 0.32");
    expect(estimate.textContent).toContain("21 % (95 % interval 18 to 24 %)");
  });

  it("says that a model abstained", async () => {
    const prediction = { ...(example.predictions[0] as object), applicable: false, prediction: null, reasons: ["Albumin is missing."] };
    const first = { ...example.options[0], prediction };
    const view = { ...options, document: { ...example, options: [first] } };
    mountScreen(Options, standIn({ patientOptions: async () => view as typeof options }, true));
    const estimate = await byId("model-estimate");
    expect(estimate.textContent).toContain("Abstained.");
    expect(estimate.textContent).toContain("Albumin is missing.");
    expect(screen.queryByTestId("prediction-chart")).toBeNull();
  });

  it("tells a withheld model from one that does not apply", async () => {
    const consent = { ...example.consent, ai_models: "denied" };
    const view = { ...options, document: { ...example, consent } };
    mountScreen(Options, standIn({ patientOptions: async () => view }, true));
    expect((await byId("model-withheld")).textContent).toContain("Consent to AI models: denied");
    expect(screen.queryByTestId("model-none")).toBeNull();
  });

  it("draws the withheld state in the place of the list and leads to the consent", async () => {
    const { workspace } = mountScreen(Options, standIn({ patientOptions: async () => withheldOptions }, true));
    const state = await byId("options-withheld");
    expect(state.textContent).toContain("The patient denied treatment planning on 12-Nov-2026.");
    expect(allById("option-row")).toHaveLength(0);
    expect(screen.queryByTestId("option-detail")).toBeNull();
    state.querySelector("button")?.click();
    expect(workspace.screen).toBe("consent");
  });

  it("shows an error in place, with its code, and tries again", async () => {
    let turns = 0;
    const failing = standIn(
      {
        patientOptions: async () => {
          turns += 1;
          if (turns === 1) throw { code: "pack.signature", message: "The pack is not trusted.", hint: "Ask for it again." };
          return options;
        },
      },
      true,
    );
    mountScreen(Options, failing);
    expect((await byId("error")).textContent).toContain("Code pack.signature");
    await click("error-retry");
    await byId("ranked");
  });

  it("refuses an answer about another patient", async () => {
    const other = { ...options, banner: { ...banner, patient_id: "p-99", name: "OTHER, Person" } };
    const { workspace } = mountScreen(Options, standIn({ patientOptions: async () => other }, true));
    expect((await byId("error")).textContent).toContain("window.other_patient");
    expect(document.body.textContent).not.toContain("encorafenib");
    expect(workspace.banner).toBeNull();
  });
});

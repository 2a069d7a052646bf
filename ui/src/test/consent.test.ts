import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Consent from "../lib/screens/consent/Consent.svelte";
import Report from "../lib/screens/report/Report.svelte";
import Summary from "../lib/screens/summary/Summary.svelte";
import { standIn } from "./backend";
import { MARCHETTI_ID } from "./fixtures/worklist";
import { allById, byId, click, mountScreen, textsOf, type } from "./screen";

describe("consent", () => {
  it("draws denied and not recorded with different words and shapes", async () => {
    mountScreen(Consent);
    const denied = await byId("consent-row-research_export");
    const missing = await byId("consent-row-secondary_findings");
    expect(denied.querySelector(".sev")?.className).toContain("denied");
    expect(missing.querySelector(".sev")?.className).toContain("unknown");
    expect(denied.textContent).toContain("Denied");
    expect(missing.textContent).toContain("Not recorded");
  });

  it("previews what a withdrawal closes, names the patient, and records it", async () => {
    const { stand } = mountScreen(Consent);
    await click("consent-change-ai_models");
    expect((await byId("dialog-patient")).textContent).toMatch(/MARCHETTI, Elena.*09-Apr-1962.*4471 9026/);
    expect(textsOf("consent-closes")).toEqual([
      "Options: model estimates.",
      "Report: the section on models says that they are withheld.",
    ]);
    expect(textsOf("consent-stays")).toContain("The consent history and the audit entries.");
    await click("consent-method-verbal");
    await click("consent-submit");
    expect((await byId("consent-dialog")).textContent).toContain("A verbal decision needs a witness.");
    expect(stand.calls.some(([name]) => name === "recordConsent")).toBe(false);
    await type("consent-witness", "S. Lindgren");
    await click("consent-submit");
    await waitFor(() => expect(screen.queryByTestId("consent-dialog")).toBeNull());
    expect(stand.calls).toContainEqual([
      "recordConsent",
      MARCHETTI_ID,
      {
        scope: "ai_models",
        decision: "withdraw",
        by: "MARCHETTI, Elena",
        method: "verbal",
        witness: "S. Lindgren",
        document_sha256: null,
        expires: null,
      },
    ]);
  });

  it("refuses a hash that is none and keeps a permit's expiry", async () => {
    const { stand } = mountScreen(Consent);
    await click("consent-change-secondary_findings");
    await type("consent-document", "abc");
    await click("consent-submit");
    expect((await byId("consent-dialog")).textContent).toContain("64 digits");
    await type("consent-document", "AB".repeat(32));
    await type("consent-expires", "2028-11-12");
    await click("consent-submit");
    await waitFor(() => expect(stand.calls.some(([name]) => name === "recordConsent")).toBe(true));
    const given = stand.calls.find(([name]) => name === "recordConsent")?.[2];
    expect(given).toMatchObject({ decision: "permit", document_sha256: "ab".repeat(32), expires: "2028-11-12" });
  });
});

describe("report", () => {
  it("previews the pages as drawings with their text, and exports the chosen audience", async () => {
    const { stand } = mountScreen(Report);
    await waitFor(() => expect(allById("report-page")).toHaveLength(2));
    const drawing = allById("report-page")[0]?.querySelector("img");
    expect(drawing?.getAttribute("alt")).toBe("Page 1 of 2. Treatment options report. Page 1 of 2.");
    await click("report-audience-patient");
    await waitFor(() => expect(stand.calls).toContainEqual(["reportPreview", MARCHETTI_ID, "patient"]));
    await click("report-export");
    expect((await byId("report-path")).textContent).toContain("/Documents/Attune/attune-report");
    expect(stand.calls).toContainEqual(["exportReport", MARCHETTI_ID, "patient"]);
  });

  it("exports nothing while the pages of another audience are shown", async () => {
    const stand = standIn({}, true);
    const slow = stand.backend.reportPreview;
    let first = true;
    const backend = new Proxy(stand.backend, {
      get: (target, name: keyof typeof stand.backend) =>
        name === "reportPreview"
          ? (id: string, audience: "clinician" | "patient") => {
              if (first) {
                first = false;
                return slow(id, audience);
              }
              return new Promise(() => undefined);
            }
          : target[name],
    });
    mountScreen(Report, { ...stand, backend });
    await waitFor(() => expect(allById("report-page")).toHaveLength(2));
    await click("report-audience-patient");
    await waitFor(async () => expect((await byId("report-export")).hasAttribute("disabled")).toBe(true));
    expect(allById("report-page")).toHaveLength(0);
  });
});

describe("summary", () => {
  it("shows flags only with a range, gaps in words and own medication marked", async () => {
    mountScreen(Summary);
    await byId("summary-labs");
    const labs = textsOf("lab-row");
    expect(labs[0]).toContain("96 H");
    expect(labs[2]).toContain("in range");
    expect(labs[3]).toContain("no range to judge by");
    expect(textsOf("pgx-gene-row")[2]).toContain("Not called");
    expect(textsOf("pgx-row")[0]).toContain("on the medication list");
    expect((await byId("summary-not-known")).textContent).toContain("HER2 protein: not tested.");
    expect((await byId("summary-withheld")).textContent).toContain("84 genes were not read");
  });
});

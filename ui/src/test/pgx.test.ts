import { describe, expect, it } from "vitest";
import Pgx from "../lib/screens/pgx/Pgx.svelte";
import { standIn } from "./backend";
import { pgx } from "./fixtures/pgx";
import { allById, byId, click, mountScreen, textsOf, type } from "./screen";

describe("the pharmacogenomics screen", () => {
  it("shows the patient's own medication first, each kind of answer with its own word", async () => {
    mountScreen(Pgx);
    await byId("pgx-own");
    const rows = textsOf("pgx-own-row");
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain("Lower dose");
    expect(rows[1]).toContain("CYP2C19 has no result. Not tested is not normal.");
    expect(rows[2]).toContain("Not in any guideline");
    expect(rows[0]).toContain("CPIC and FDA advise different things.");
    const order = [...document.querySelectorAll("section[data-testid]")].map((one) => one.getAttribute("data-testid"));
    expect(order).toEqual(["pgx-own", "pgx-drugs", "pgx-genes", "pgx-detail"]);
  });

  it("puts the sources side by side with strength and text", async () => {
    mountScreen(Pgx);
    const own = await byId("pgx-own");
    const cells = [...own.querySelectorAll("tr:first-child td[data-source]")];
    expect(cells.map((cell) => cell.getAttribute("data-source"))).toEqual(["CPIC", "DPWG", "FDA"]);
    expect(cells[0]?.textContent).toContain("50 % of the usual dose");
    expect(cells[0]?.querySelector("summary")?.textContent).toContain("strong");
    expect(cells[0]?.querySelector("details")?.textContent).toContain("PMID:29152729");
  });

  it("counts the drugs, and a search goes through all of them", async () => {
    mountScreen(Pgx);
    const drugs = await byId("pgx-drugs");
    expect(drugs.textContent).toContain("2 of 4 shown");
    await click("pgx-which-all");
    expect(allById("pgx-drug-row")).toHaveLength(4);
    await click("pgx-which-acts");
    await type("pgx-search", "cyp2c19");
    expect(textsOf("pgx-drug-row")).toHaveLength(1);
    expect(textsOf("pgx-drug-row")[0]).toContain("clopidogrel");
    await type("pgx-search", "no such drug");
    expect((await byId("pgx-drugs-none")).textContent).toContain("All 4 drugs");
  });

  it("opens the gene with a variant, and a gap is never a reference", async () => {
    mountScreen(Pgx);
    const detail = await byId("pgx-detail");
    expect(detail.textContent).toContain("DPYD: allele matching");
    expect(detail.textContent).toContain("2 of 3 positions shown");
    const states = allById("pgx-position").map((row) => row.dataset.state);
    expect(states).toEqual(["variant", "missing"]);
    expect(textsOf("pgx-position")[1]).toContain("no genotype");
    expect(textsOf("pgx-position")[1]).toContain("HapB3");
    await click("pgx-positions-all");
    expect(allById("pgx-position")).toHaveLength(3);
    await click("pgx-gene-CYP2C19");
    expect((await byId("pgx-detail")).textContent).toContain("This is unknown, not normal.");
    expect(allById("pgx-gene").find((row) => row.dataset.gene === "CYP2C19")?.getAttribute("aria-current")).toBe("true");
  });

  it("says what is withheld or not tested, and offers nothing to export then", async () => {
    const closed = { ...pgx, own: [], drugs: [], genes: [], withheld: "Consent for treatment planning is denied." };
    const first = mountScreen(Pgx, standIn({ patientPgx: async () => closed }, true));
    expect((await byId("pgx-withheld")).textContent).toContain("denied");
    expect(((await byId("pgx-fhir")) as HTMLButtonElement).disabled).toBe(true);
    expect(allById("pgx-own")).toHaveLength(0);
    first.unmount();
    const untested = { ...pgx, own: [], drugs: [], genes: [], not_tested: "No germline genotype was imported." };
    mountScreen(Pgx, standIn({ patientPgx: async () => untested }, true));
    expect((await byId("pgx-not-tested")).textContent).toContain("No germline genotype");
    expect(((await byId("pgx-card")) as HTMLButtonElement).disabled).toBe(true);
  });

  it("writes FHIR once and opens the wallet card", async () => {
    const stand = standIn({}, true);
    const { workspace } = mountScreen(Pgx, stand);
    await byId("pgx-own");
    await click("pgx-fhir");
    expect((await byId("pgx-path")).textContent).toContain("attune-pharmacogenomics-fhir");
    expect(stand.calls.filter(([name]) => name === "exportPgxFhir")).toHaveLength(1);
    await click("pgx-card");
    expect([workspace.screen, workspace.audience]).toEqual(["report", "wallet"]);
  });

  it("shows phenoconversion and doses as steps of their own", async () => {
    const step = { subject: "CYP2D6", severity: "caution", result: "Poor Metabolizer", from: ["Genotype: Normal Metabolizer", "paroxetine: strong inhibitor"], missing: [], rule: ["The score becomes 0."], reference: "PMID:1" };
    const dose = { ...step, subject: "warfarin", severity: "unknown", result: "No dose", missing: ["height"] };
    mountScreen(Pgx, standIn({ patientPgx: async () => ({ ...pgx, phenoconversion: [step], doses: [dose] }) }, true));
    await byId("pgx-conversions");
    expect(textsOf("pgx-conversion")[0]).toContain("paroxetine: strong inhibitor");
    expect(textsOf("pgx-dose")[0]).toContain("Missing: height");
  });
});

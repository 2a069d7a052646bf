import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Genome from "../lib/screens/genome/Genome.svelte";
import Options from "../lib/screens/options/Options.svelte";
import { standIn } from "./backend";
import { braf, genome, VARIANTS } from "./fixtures/genome";
import { allById, byId, click, mountScreen, textsOf, type } from "./screen";

const queries = (stand: ReturnType<typeof standIn>) =>
  stand.calls.filter(([name]) => name === "genomeVariants").map(([, , query]) => query as Record<string, unknown>);

describe("genome", () => {
  it("draws a window of 30,000 variants, counted, and asks Rust for the rest as it comes into view", async () => {
    const { stand } = mountScreen(Genome);
    await byId("variant-table");
    expect((await byId("genome-variants")).textContent).toContain("30,000 of 30,000, all listed");
    expect(allById("variant-row").length).toBeLessThan(120);
    const box = screen.getByRole("region", { name: "Table of variants" });
    box.scrollTop = 16_000 * 32;
    await fireEvent.scroll(box);
    await waitFor(() => expect(queries(stand).length).toBeGreaterThan(0));
    expect(queries(stand)[0]).toMatchObject({ limit: 120, sort: "relevance" });
    expect(Number(queries(stand)[0]?.["offset"])).toBeGreaterThan(15_000);
    await waitFor(() => expect(textsOf("variant-gene").some((gene) => gene === "GENE16000")).toBe(true));
    expect(allById("variant-row").length).toBeLessThan(120);
    expect(VARIANTS).toBe(30_000);
  });

  it("filters and sorts by asking, and computes nothing itself", async () => {
    const { stand } = mountScreen(Genome);
    await byId("variant-table");
    await click("variant-sort-vaf");
    await waitFor(() => expect(queries(stand).at(-1)).toMatchObject({ sort: "vaf", descending: true }));
    expect((await byId("variant-sort-vaf")).closest("th")?.getAttribute("aria-sort")).toBe("descending");
    await click("genome-origin-germline");
    await waitFor(() => expect(queries(stand).at(-1)).toMatchObject({ origin: "germline" }));
    await fireEvent.change(await byId("genome-show"), { target: { value: "differs" } });
    await waitFor(() => expect(queries(stand).at(-1)).toMatchObject({ show: "differs" }));
    await type("genome-search", "braf");
    await waitFor(() => expect(allById("variant-row")).toHaveLength(1));
    expect((await byId("genome-variants")).textContent).toContain("1 of 30,000 meet the filter");
  });

  it("shows the chosen variant with its plot, and goes to the option that rests on it", async () => {
    const { stand, workspace } = mountScreen(Genome);
    await byId("variant-detail");
    expect(stand.calls).toContainEqual(["genomeVariant", workspace.patientId, braf.key]);
    expect(textsOf("variant-fact")[0]).toBe("chr7:140753336 A>T");
    await byId("lollipop");
    await click("variant-option-link");
    expect([workspace.screen, workspace.wantedOption]).toEqual(["options", "encorafenib + cetuximab"]);
  });

  it("leads from an option back to a copy-number event and to a biomarker, and from each to its option", async () => {
    const { workspace } = mountScreen(Genome, standIn({}, true), undefined, (w) => (w.wantedAlteration = "ERBB2 amplification"));
    await waitFor(() => expect(allById("copy-number-row")[0]?.getAttribute("aria-current")).toBe("true"));
    expect(screen.queryByTestId("genome-elsewhere")).toBeNull();
    await click("event-option");
    expect([workspace.screen, workspace.wantedOption]).toEqual(["options", "trastuzumab"]);
    await click("biomarker-option");
    expect(workspace.wantedOption).toBe("dabrafenib + trametinib");
  });

  it("marks the card that an option rests on", async () => {
    mountScreen(Genome, standIn({}, true), undefined, (w) => (w.wantedAlteration = "TMB 5.7"));
    await waitFor(async () => expect((await byId("biomarker-tmb")).getAttribute("aria-current")).toBe("true"));
    expect(screen.queryByTestId("genome-elsewhere")).toBeNull();
  });

  it("says a difference from the laboratory, a rejected call, a gap and what is withheld in words", async () => {
    mountScreen(Genome);
    await byId("variant-table");
    expect(textsOf("variant-differs")).toEqual(["differs from laboratory"]);
    expect(allById("variant-row")[2]?.textContent).toContain("weak_evidence");
    expect(textsOf("gap-row").join(" ")).toMatch(/Not covered ?EGFR: EGFR exon 19 not covered: this is not "EGFR wild-type".*Withheld ?Secondary findings/);
    expect((await byId("biomarker-hrd")).textContent).toMatch(/Not computed.*because no allele-specific segments/);
    expect((await byId("genome-fusions")).textContent).toContain("Not matched");
  });

  it("says that nothing was tested where there is no report", async () => {
    mountScreen(Genome, standIn({ patientGenome: async () => ({ ...genome, reports: 0, page: { found: 0, offset: 0, rows: [] }, copy_number: [], fusions: [] }) }, true));
    expect((await byId("genome-none")).textContent).toContain("Not tested is not negative");
    expect((await byId("genome-copy-number")).textContent).toContain("Not tested");
  });

  it("changes a class only with a reason, for the patient that is named", async () => {
    const { stand, workspace } = mountScreen(Genome);
    await click("class-change");
    expect((await byId("class-dialog")).textContent).toContain("MARCHETTI, Elena");
    await click("class-choice-vus");
    expect((await byId("class-submit")).hasAttribute("disabled")).toBe(true);
    await type("class-reason", "functional assay of our laboratory");
    await click("class-submit");
    await waitFor(() => expect(screen.queryByTestId("class-dialog")).toBeNull());
    expect(stand.calls).toContainEqual([
      "recordClass",
      workspace.patientId,
      { key: braf.key, class: "VUS", reason: "functional assay of our laboratory" },
    ]);
    expect(stand.calls.filter(([name]) => name === "patientGenome")).toHaveLength(2);
  });

  it("sets one criterion with its strength and a reason, and shows what Attune had found", async () => {
    const { stand, workspace } = mountScreen(Genome);
    await byId("variant-class");
    const set = screen.getAllByTestId("criterion-set").find((button) => button.textContent?.includes("OP4"));
    await fireEvent.click(set as HTMLElement);
    expect((await byId("criterion-dialog")).textContent).toContain("MARCHETTI, Elena");
    await click("strength-moderate");
    expect((await byId("criterion-submit")).hasAttribute("disabled")).toBe(true);
    await type("criterion-reason", "absent from the register of our laboratory");
    await click("criterion-submit");
    await waitFor(() => expect(screen.queryByTestId("criterion-dialog")).toBeNull());
    expect(stand.calls).toContainEqual([
      "recordCriterion",
      workspace.patientId,
      { key: braf.key, code: "OP4", state: "met", strength: "moderate", reason: "absent from the register of our laboratory" },
    ]);
  });

  it("opens an option that a variant asked for, and the variant that an option rests on", async () => {
    const { workspace } = mountScreen(Options);
    await byId("option-detail");
    const links = await screen.findAllByTestId("because-link");
    await fireEvent.click(links[0] as HTMLElement);
    expect([workspace.screen, workspace.wantedAlteration]).toEqual(["genome", links[0]?.textContent]);
  });
});

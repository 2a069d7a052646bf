import { fireEvent, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Options from "../lib/screens/options/Options.svelte";
import Packs from "../lib/screens/packs/Packs.svelte";
import { standIn } from "./backend";
import { changed } from "./fixtures/board";
import { options } from "./fixtures/options";
import { allById, byId, click, mountScreen, textsOf, type } from "./screen";

const mark = async (place: number) => {
  await byId("ranked");
  await fireEvent.click(allById("option-mark")[place] as HTMLElement);
};

describe("comparison", () => {
  it("asks Rust to compare two to four marked options and leads back by Esc", async () => {
    const { stand, workspace } = mountScreen(Options);
    expect((await byId("compare-open")).hasAttribute("disabled")).toBe(true);
    await mark(0);
    await mark(1);
    await click("compare-open");
    await byId("compare");
    expect(stand.calls.find(([name]) => name === "compareOptions")?.[2]).toEqual([
      "encorafenib + cetuximab",
      "pembrolizumab + ipilimumab",
    ]);
    expect(textsOf("compare-row")[1]).toContain("Cautions (differs)");
    await fireEvent.keyDown(window, { key: "Escape" });
    await byId("ranked");
    expect(workspace.screen).not.toBe("worklist");
  });
});

describe("what if", () => {
  it("hands the assumptions over, labels the answer hypothetical and shows the difference", async () => {
    const { stand } = mountScreen(Options);
    await click("what-if-open");
    await fireEvent.change(await byId("what-if-analyte"), { target: { value: "creatinine_clearance" } });
    await type("what-if-value", "20");
    await type("what-if-add", "NRAS Q61R; what is this");
    await click("what-if-ask");
    const answer = await byId("what-if-answer");
    expect(stand.calls.find(([name]) => name === "whatIf")?.[2]).toEqual({
      labs: [{ analyte: "creatinine_clearance", value: 20 }],
      ecog: null,
      add: ["NRAS Q61R", "what is this"],
      remove: [],
      deny: [],
      earlier: [],
      untreated: false,
      preferences: null,
    });
    expect(answer.textContent).toContain("Hypothetical");
    expect(textsOf("change-row")[0]).toMatch(/Gone.*encorafenib.*rank 1, I-A.*not ranked.*creatinine clearance 20/);
    expect((await byId("what-if-unread")).textContent).toContain("what is this");
  });
});

describe("the tumour board", () => {
  it("stores a decision only with participants and a reason", async () => {
    const stand = standIn({ recordDecision: async () => changed }, true);
    mountScreen(Options, stand);
    await click("board-add");
    const store = await byId("board-store");
    expect(store.hasAttribute("disabled")).toBe(true);
    await type("board-participants", "Dr A, Dr B");
    await type("board-reason", "Best evidence");
    await fireEvent.change(await byId("board-verdict"), { target: { value: "rejected" } });
    await fireEvent.submit(store.closest("dialog")?.querySelector("form") as HTMLFormElement);
    await byId("board-note");
    expect(stand.calls.find(([name]) => name === "recordDecision")?.[2]).toEqual({
      participants: ["Dr A", "Dr B"],
      note: "",
      entries: [{ treatment: "encorafenib + cetuximab", verdict: "rejected", reason: "Best evidence" }],
    });
    expect(screen.queryByTestId("board-dialog")).toBeNull();
    expect(textsOf("board-entry")[0]).toMatch(/^Chosen encorafenib \+ cetuximab \(rank 1, I-A at the time\): Best evidence/);
  });
});

describe("re-analysis", () => {
  it("shows the difference with its reason until a person notes it", async () => {
    mountScreen(Options, standIn({ patientOptions: async () => changed, noteReanalysis: async () => options }, true));
    const box = await byId("reanalysis");
    expect(box.textContent).toContain("became attune-knowledge 1.1");
    expect(textsOf("change-row")[0]).toMatch(/New.*pembrolizumab.*not listed.*rank 2, I-B.*Evidence added/);
    await click("reanalysis-noted");
    await byId("ranked");
    expect(screen.queryByTestId("reanalysis")).toBeNull();
  });
});

describe("trials and links", () => {
  it("keeps trials apart from the ranked list, with the words of the file", async () => {
    mountScreen(Options);
    const ranked = await byId("ranked");
    const rows = allById("trial-row");
    expect(rows.map((row) => row.dataset.verdict)).toEqual(["undetermined", "fail"]);
    for (const row of rows) expect(ranked.contains(row)).toBe(false);
    expect(textsOf("criterion")[1]).toContain("Not known Willing to come every week To be read by a person");
  });

  it("leads from an alteration and from a source to the options that rest on them", async () => {
    mountScreen(Options);
    await byId("ranked");
    const links = allById("linked-option");
    expect(links.length).toBeGreaterThan(1);
    const last = links[links.length - 1] as HTMLElement;
    await fireEvent.click(last);
    expect(`${last.textContent}`).toContain((await byId("detail-title")).textContent ?? "none");
  });

  it("names what to test next, apart from the ranked list", async () => {
    mountScreen(Options);
    await byId("ranked");
    expect(textsOf("test-next-row")[0]).toBe("ALK fusionIf ALK fusion were found: alectinib first");
  });

  it("lists the trial files of the site", async () => {
    mountScreen(Packs, standIn({}, true), null);
    expect((await byId("trial-file-row")).textContent).toContain("fictitious.yaml");
    await click("trial-files-add");
  });

  it("imports a reference of the site with progress, and stops it", async () => {
    let finish = () => {};
    const { stand } = mountScreen(Packs, standIn({
      chooseFiles: async () => ["/g/GRCh38.fa.gz", "/g/MANE.gff.gz"],
      importReference: () => new Promise((resolve) => (finish = () => resolve({ rows: [] }))),
    }, true), null);
    expect((await byId("site-reference-state")).textContent).toContain("Not imported: only genes of the knowledge pack");
    await click("site-reference-add");
    await byId("site-import-stop");
    const call = stand.calls.find(([name]) => name === "importReference");
    expect(call?.[1]).toEqual(["/g/GRCh38.fa.gz", "/g/MANE.gff.gz"]);
    stand.progress({ token: String(call?.[2]), done: 5, total: 10, message: "Reading GRCh38.fa.gz, 5 of 10 MB" });
    expect((await byId("loading-message")).textContent).toContain("5 of 10 MB");
    await click("site-import-stop");
    expect(stand.calls.find(([name]) => name === "cancelImport")?.[1]).toBe(String(call?.[2]));
    finish();
  });

  it("shows a refused matrix with what to do", async () => {
    mountScreen(Packs, standIn({
      chooseFiles: async () => ["/g/table.tsv"],
      importSignatures: () => Promise.reject({ code: "signatures.matrix", message: "line 3: no channel", hint: "choose a table" }),
    }, true), null);
    await byId("site-files");
    await click("site-signatures-add");
    expect((await byId("error")).textContent).toContain("choose a table");
  });
});

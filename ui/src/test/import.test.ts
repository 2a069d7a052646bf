import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Import from "../lib/screens/import/Import.svelte";
import { standIn } from "./backend";
import { newPatient, otherPerson } from "./fixtures/import";
import { byId, click, mountScreen, textsOf, type } from "./screen";

const blocked = () => standIn({ previewFiles: async () => otherPerson }, true);

describe("import", () => {
  it("shows verdicts, findings, ledger and conversions before anything is stored", async () => {
    const { stand } = mountScreen(Import, undefined, null);
    await click("import-demo-crc-braf");
    await byId("import-files");
    expect(textsOf("finding-row")).toHaveLength(3);
    expect(textsOf("finding-row")[0]).toMatch(/Error ?ehr-export.json, entry 812 ?Potassium 34 without a unit\./);
    expect((await byId("ledger-total")).textContent).toBe("46,195");
    expect((await byId("ledger-error")).textContent).toBe("2");
    expect(textsOf("conversion-row")[0]).toMatch(/Creatinine ?71 µmol\/L ?0\.80 mg\/dL ?19/);
    expect((await byId("import-person")).textContent).toBe("MARCHETTI, Elena");
    expect((await byId("import-commit")).textContent).toContain("Import 2 of 3 files");
    expect(stand.calls.map(([name]) => name)).not.toContain("commitImport");
  });

  it("stores on commit and opens the patient with what was stored", async () => {
    const { stand, workspace } = mountScreen(Import, undefined, null);
    await click("import-demo-crc-braf");
    await click("import-commit");
    await waitFor(() => expect(workspace.screen).toBe("summary"));
    expect(stand.calls).toContainEqual(["commitImport", "t-1", null]);
    expect(workspace.imported).toContain("812 laboratory values stored");
  });

  it("blocks when the identity differs until a reason of 20 characters is typed", async () => {
    const { stand, workspace } = mountScreen(Import, blocked());
    await type("import-path", "/data/labs.csv; /data/panel.vcf");
    await click("import-path-read");
    await byId("identity-block");
    expect(stand.calls).toContainEqual(["previewFiles", ["/data/labs.csv", "/data/panel.vcf"], workspace.patientId, expect.any(String)]);
    expect((await byId("import-commit")).hasAttribute("disabled")).toBe(true);

    await click("identity-same");
    expect((await byId("identity-dialog")).textContent).toContain("the record says 09-Apr-1962, the file says 04-Sep-1962");
    await type("identity-reason", "too short");
    expect((await byId("identity-confirm")).hasAttribute("disabled")).toBe(true);
    await type("identity-reason", "day and month exchanged, checked with the patient");
    await click("identity-confirm");
    await waitFor(() => expect(stand.calls.some(([name]) => name === "commitImport")).toBe(true));
    expect(stand.calls).toContainEqual(["commitImport", "t-2", "day and month exchanged, checked with the patient"]);
  });

  it("keeps everything closed when the dialog is cancelled", async () => {
    const { stand } = mountScreen(Import, blocked());
    await type("import-path", "/data/labs.csv");
    await click("import-path-read");
    await click("identity-same");
    await click("identity-cancel");
    expect(screen.queryByTestId("identity-dialog")).toBeNull();
    expect(stand.calls.some(([name]) => name === "commitImport")).toBe(false);
  });

  it("tells the shell to forget a preview that is cancelled or left", async () => {
    const { stand, unmount } = mountScreen(Import, undefined, null);
    await click("import-demo-crc-braf");
    await click("import-cancel");
    expect(stand.calls).toContainEqual(["cancelImport", "t-1"]);
    await click("import-demo-crc-braf");
    await byId("import-files");
    unmount();
    expect(stand.calls.filter(([name]) => name === "cancelImport")).toHaveLength(2);
  });

  it("shows how far the reading is, and stops it", async () => {
    const waiting = standIn({ previewFiles: () => new Promise(() => undefined) }, true);
    const { stand } = mountScreen(Import, waiting);
    await type("import-path", "/data/exome.vcf");
    await click("import-path-read");
    const token = String(stand.calls.find(([name]) => name === "previewFiles")?.[3]);
    await byId("loading");
    stand.progress({ token: "another reading", done: 90, total: 100, message: "Reading other.vcf" });
    expect(screen.queryByTestId("loading-progress")).toBeNull();
    stand.progress({ token, done: 20, total: 80, message: "Reading exome.vcf, 20 B of 80 B" });
    const bar = (await byId("loading-progress")) as HTMLProgressElement;
    expect([bar.value, bar.max, bar.getAttribute("aria-label")]).toEqual([20, 80, "Reading the files"]);
    expect((await byId("loading-message")).textContent).toBe("Reading exome.vcf, 20 B of 80 B");
    await click("import-stop");
    expect(stand.calls).toContainEqual(["cancelImport", token]);
    expect(screen.queryByTestId("loading")).toBeNull();
    await byId("import-choose");
  });

  it("asks for the sample of a file with several, and for the assembly of one that states none", async () => {
    const file = {
      name: "trio.vcf",
      format: "not recognised",
      assembly: "none",
      sample: "none",
      size: "1.8 MB",
      sha256: "",
      state: "refused",
      verdict: "2 samples: whose the report is must be chosen",
      hint: "Choose the sample of the report.",
      already_imported: false,
      asks: "sample",
      samples: [
        { name: "L1", role: "tumour", why: "of 12 calls the first sample carries 12, the second 0" },
        { name: "L2", role: "normal", why: "" },
      ],
    };
    const none = { ...file, name: "bare.vcf", asks: "assembly", samples: [], verdict: "bare.vcf does not say its assembly" };
    const { stand } = mountScreen(Import, standIn({ previewDemo: async () => ({ ...newPatient, files: [file, none] }) }, true), null);
    await click("import-demo-crc-braf");
    await click("file-ask-sample");
    expect((await byId("file-choice-dialog")).textContent).toContain("of 12 calls the first sample carries 12");
    expect((await byId("file-choice-submit")).hasAttribute("disabled")).toBe(true);
    await fireEvent.click(screen.getAllByTestId("sample-choice")[1] as HTMLElement);
    await click("file-choice-cancel");
    await click("file-ask-assembly");
    await click("assembly-GRCh37");
    await click("file-choice-submit");
    expect(stand.calls).toContainEqual(["chooseForFile", { token: newPatient.token, file: 1, sample: null, assembly: "GRCh37" }]);
    await waitFor(() => expect(screen.queryByTestId("file-ask-assembly")).toBeNull());
  });

  it("stops the storing, and says that nothing was stored", async () => {
    let fail: (error: unknown) => void = () => undefined;
    const stopped = { code: "import.cancelled", message: "stopped; nothing was stored", hint: "choose the files again" };
    const { stand, workspace } = mountScreen(
      Import,
      standIn({
        commitImport: () => new Promise((_, reject) => (fail = reject)),
        cancelImport: async () => fail(stopped),
      }, true),
      null,
    );
    await click("import-demo-crc-braf");
    await click("import-commit");
    await click("import-cancel");
    expect((await screen.findByText(/nothing was stored/)).textContent).toBeTruthy();
    expect(stand.calls).toContainEqual(["cancelImport", "t-1"]);
    expect(workspace.screen).not.toBe("summary");
  });

  it("offers no demonstration patient while a record is open", async () => {
    mountScreen(Import);
    await byId("import-choose");
    expect(screen.queryByTestId("import-demo-crc-braf")).toBeNull();
  });

  it("keeps the preview and shows the error when storing fails", async () => {
    const stand = standIn(
      {
        commitImport: async () => {
          throw { code: "vault.write", message: "The disk is full.", hint: "Free some space. Nothing was stored." };
        },
      },
      true,
    );
    mountScreen(Import, stand, null);
    await click("import-demo-crc-braf");
    await click("import-commit");
    expect((await byId("error")).textContent).toContain("The disk is full.");
    expect(screen.queryByTestId("import-files")).not.toBeNull();
  });
});

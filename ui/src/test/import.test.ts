import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Import from "../lib/screens/import/Import.svelte";
import { standIn } from "./backend";
import { otherPerson } from "./fixtures/import";
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

import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import App from "../App.svelte";
import { noVault, standIn } from "./backend";
import { locked, RECOVERY_CODE, unlocked } from "./fixtures/session";
import { MARCHETTI_ID } from "./fixtures/worklist";
import { allById, byId, click, textsOf, type } from "./screen";

async function openPatient() {
  await byId("worklist-table");
  const row = allById("worklist-row").find((element) => element.dataset["patient"] === MARCHETTI_ID);
  await fireEvent.click(row as HTMLElement);
  await byId("banner-name");
}

const NAMES = /MARCHETTI|ABERNATHY|encorafenib|V600E|4471/;

describe("first run", () => {
  it("makes a vault, shows the recovery code once and asks for its confirmation", async () => {
    let made = false;
    const stand = standIn({
      sessionState: async () => (made ? standInOpen.sessionState() : noVault.sessionState?.()) as never,
      createVault: async () => {
        made = true;
        return { code: RECOVERY_CODE };
      },
    });
    const standInOpen = standIn({}, true).backend;
    render(App, { backend: stand.backend });
    await type("unlock-user", "Dr A. Okafor");
    await type("unlock-passphrase", "correct horse battery");
    await type("unlock-confirm", "correct horse batery");
    await click("unlock-submit");
    expect(document.body.textContent).toContain("The two passphrases differ.");
    expect(stand.calls.some(([name]) => name === "createVault")).toBe(false);

    await type("unlock-confirm", "correct horse battery");
    await click("unlock-submit");
    expect((await byId("recovery-code")).textContent).toBe(RECOVERY_CODE);
    expect((await byId("recovery-continue")).hasAttribute("disabled")).toBe(true);
    expect(screen.queryByTestId("worklist-table")).toBeNull();
    await click("recovery-confirm");
    await click("recovery-continue");
    await byId("worklist-table");
    expect(document.body.textContent).not.toContain(RECOVERY_CODE);
  });
});

describe("unlocking", () => {
  it("shows a wrong passphrase in place and opens with the right one", async () => {
    const stand = standIn();
    render(App, { backend: stand.backend });
    await type("unlock-user", "Dr A. Okafor");
    await type("unlock-passphrase", "wrong");
    await click("unlock-submit");
    expect((await byId("error")).textContent).toContain("vault.wrong_passphrase");
    await type("unlock-passphrase", "right");
    await click("unlock-submit");
    expect((await byId("status-user")).textContent).toBe("Dr A. Okafor");
  });

  it("asks for a name, and takes the recovery code", async () => {
    const stand = standIn();
    render(App, { backend: stand.backend });
    await type("unlock-passphrase", "right");
    await click("unlock-submit");
    expect(document.body.textContent).toContain("Your name is written to the audit.");
    expect(stand.calls.some(([name]) => name === "unlockPassphrase")).toBe(false);
    await type("unlock-user", "S. Lindgren");
    await click("unlock-other-way");
    await type("unlock-recovery", RECOVERY_CODE);
    await click("unlock-submit");
    await byId("worklist-table");
    expect(stand.calls).toContainEqual(["unlockRecovery", RECOVERY_CODE, "S. Lindgren"]);
  });

  it("shows no patient data and the offline statement before it", async () => {
    const stand = standIn();
    render(App, { backend: stand.backend });
    await byId("unlock");
    expect(document.body.textContent).toContain("nothing leaves this computer");
    expect(document.body.textContent).not.toMatch(NAMES);
    expect(stand.calls.map(([name]) => name)).not.toContain("worklist");
  });
});

describe("locking", () => {
  it("wipes the window when the shell locks by itself", async () => {
    const stand = standIn({}, true);
    render(App, { backend: stand.backend });
    await openPatient();
    await fireEvent.keyDown(window, { key: "3" });
    await byId("ranked");
    expect(document.body.textContent).toMatch(NAMES);
    stand.locked();
    await byId("unlock");
    expect(document.body.textContent).not.toMatch(NAMES);
    expect(document.querySelectorAll("[data-testid=contribution-chart]")).toHaveLength(0);

    await type("unlock-user", "S. Lindgren");
    await type("unlock-passphrase", "right");
    await click("unlock-submit");
    await byId("worklist-table");
    expect(screen.queryByTestId("banner-name")).toBeNull();
    expect((await byId("worklist-search") as HTMLInputElement).value).toBe("");
  });

  it("wipes the window on Ctrl L before the shell has answered", async () => {
    const stand = standIn({ lock: () => new Promise(() => undefined) }, true);
    render(App, { backend: stand.backend });
    await openPatient();
    await fireEvent.keyDown(window, { key: "l", ctrlKey: true });
    await byId("unlock");
    expect(document.body.textContent).not.toMatch(NAMES);
  });

  it("wipes the window when a command finds the vault locked and the event was missed", async () => {
    const asleep = { code: "session.locked", message: "the vault is locked", hint: "unlock it and try again" };
    let open = true;
    const stand = standIn({ sessionState: async () => (open ? unlocked : locked), patientConsent: () => Promise.reject(asleep) });
    render(App, { backend: stand.backend });
    await openPatient();
    open = false;
    await click("nav-consent");
    await byId("unlock");
    expect(document.body.textContent).not.toMatch(NAMES);
  });

  it("drops an answer that arrives after locking", async () => {
    let answer: (value: never) => void = () => undefined;
    const stand = standIn({ patientSummary: () => new Promise((resolve) => (answer = resolve)) }, true);
    const { summary } = await import("./fixtures/summary");
    render(App, { backend: stand.backend });
    await byId("worklist-table");
    await fireEvent.click(allById("worklist-row")[5] as HTMLElement);
    stand.locked();
    await byId("unlock");
    answer(summary as never);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.body.textContent).not.toMatch(NAMES);
  });
});

describe("the way through the window", () => {
  it("keeps the banner first on every screen of the patient and shows only screens that exist", async () => {
    const stand = standIn({}, true);
    render(App, { backend: stand.backend });
    await openPatient();
    for (const screenName of ["summary", "options", "consent", "report"]) {
      await click(`nav-${screenName}`);
      await waitFor(() => expect(textsOf("banner-name")).toEqual(["MARCHETTI, Elena"]));
      expect(document.querySelectorAll(".primary").length).toBeLessThanOrEqual(1);
    }
    for (const missing of ["nav-history", "nav-family", "nav-consultation"]) {
      expect(screen.queryByTestId(missing)).toBeNull();
    }
    await fireEvent.keyDown(window, { key: "Escape" });
    await byId("worklist-table");
    expect(screen.queryByTestId("banner-name")).toBeNull();
  });

  it("closes the patient before the audit, which names several people", async () => {
    render(App, { backend: standIn({}, true).backend });
    await openPatient();
    await click("nav-audit");
    await byId("audit-verdict");
    expect(screen.queryByTestId("banner-name")).toBeNull();
  });

  it("reads files that are dropped anywhere, for the open patient", async () => {
    const stand = standIn({}, true);
    render(App, { backend: stand.backend });
    await openPatient();
    stand.drag({ kind: "over", paths: [] });
    expect((await byId("drop-hint")).textContent).toContain("MARCHETTI, Elena");
    stand.drag({ kind: "drop", paths: ["/a.vcf"] });
    await byId("import-files");
    expect(stand.calls).toContainEqual(["previewFiles", ["/a.vcf"], MARCHETTI_ID, expect.any(String)]);
    expect(screen.queryByTestId("drop-hint")).toBeNull();
  });

  it("says offline, versions, intended use, user and time to lock on every screen", async () => {
    render(App, { backend: standIn({}, true).backend });
    const text = (await byId("statusbar")).textContent ?? "";
    for (const fact of ["Offline", "2026.11.2", "1.4", "does not replace", "Dr A. Okafor", "Locks in 10 min"]) {
      expect(text).toContain(fact);
    }
  });
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { tauriBackend, toErrorView } from "../lib/api/backend";
import commands from "../lib/api/commands.json";

const asked = vi.hoisted(() => ({ calls: [] as [string, unknown][], events: [] as string[] }));
vi.mock("@tauri-apps/api/core", () => ({
  invoke: async (command: string, given: unknown) => asked.calls.push([command, given]),
}));
vi.mock("@tauri-apps/api/event", () => ({
  listen: async (event: string) => {
    asked.events.push(event);
    return () => undefined;
  },
}));
vi.mock("@tauri-apps/api/webview", () => ({
  getCurrentWebview: () => ({ onDragDropEvent: async () => () => undefined }),
}));

beforeEach(() => {
  asked.calls.length = 0;
  asked.events.length = 0;
});

describe("the backend module", () => {
  it("calls exactly the commands of commands.json", async () => {
    for (const [name, method] of Object.entries(tauriBackend)) {
      if (!name.startsWith("on")) await (method as (...given: unknown[]) => Promise<unknown>)("a", "b", "c");
    }
    const called = asked.calls.map(([command]) => command).sort();
    expect(called).toEqual(commands);
    expect(new Set(called).size).toBe(called.length);
  });

  it("names the arguments in camelCase, as Tauri expects them", async () => {
    await tauriBackend.previewFiles(["/a.vcf"], "p-1", "t");
    await tauriBackend.commitImport("t", null);
    await tauriBackend.exportReport("p-1", "patient");
    await tauriBackend.createVault("secret", "A", false);
    expect(asked.calls).toEqual([
      ["preview_files", { paths: ["/a.vcf"], patientId: "p-1", token: "t" }],
      ["commit_import", { token: "t", reason: null }],
      ["export_report", { patientId: "p-1", audience: "patient" }],
      ["create_vault", { passphrase: "secret", user: "A", keyring: false }],
    ]);
  });

  it("listens to the events of the plan", async () => {
    await tauriBackend.onLocked(() => undefined);
    await tauriBackend.onImportProgress(() => undefined);
    expect(asked.events).toEqual(["attune://locked", "attune://import-progress"]);
  });

  it("shows an error of Rust as it is and any other failure with a code", () => {
    const view = { code: "vault.locked", message: "Locked.", hint: "Unlock." };
    expect(toErrorView(view)).toEqual(view);
    expect(toErrorView("command audit not found")).toMatchObject({
      code: "window.call_failed",
      message: "command audit not found",
    });
    expect(toErrorView(new Error("boom")).message).toBe("boom");
  });
});

import { fireEvent, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Worklist from "../lib/screens/worklist/Worklist.svelte";
import { VirtualRows } from "../lib/state/virtual.svelte";
import { standIn } from "./backend";
import { manyRows } from "./fixtures/worklist";
import { allById, byId, click, mountScreen, textsOf, type } from "./screen";

describe("worklist", () => {
  it("shows the count, moves with the arrows and opens with Enter", async () => {
    const { workspace } = mountScreen(Worklist, undefined, null);
    await byId("worklist-table");
    expect(document.body.textContent).toContain("8 patients, by name");
    await fireEvent.keyDown(window, { key: "ArrowDown" });
    await fireEvent.keyDown(window, { key: "ArrowDown" });
    expect(allById("worklist-row").findIndex((row) => row.getAttribute("aria-current") === "true")).toBe(2);
    await fireEvent.keyDown(window, { key: "Enter" });
    expect(workspace.patientId).toBe("p-2");
    expect(workspace.screen).toBe("summary");
  });

  it("searches through the backend and says how many were found", async () => {
    const { stand } = mountScreen(Worklist, undefined, null);
    await byId("worklist-table");
    await type("worklist-search", "colon");
    await waitFor(() => expect(textsOf("worklist-found")).toEqual(["1 of 8 found"]));
    expect(stand.calls).toContainEqual(["worklist", "colon"]);
    await type("worklist-search", "nobody at all");
    await byId("worklist-none");
  });

  it("puts the focus into the search on /", async () => {
    mountScreen(Worklist, undefined, null);
    await byId("worklist-table");
    const search = await byId("worklist-search");
    search.blur();
    await fireEvent.keyDown(window, { key: "/" });
    expect(document.activeElement).toBe(search);
  });

  it("draws only what is near the view of ten thousand rows", async () => {
    const stand = standIn({ worklist: async () => ({ total: 10_000, rows: manyRows(10_000) }) }, true);
    mountScreen(Worklist, stand, null);
    const table = await byId("worklist-table");
    expect(table.getAttribute("aria-rowcount")).toBe("10001");
    expect(allById("worklist-row").length).toBeLessThan(120);
    expect(document.body.textContent).toContain("10,000 of 10,000");
  });

  it("offers import and demonstration patients in an empty vault", async () => {
    const { workspace } = mountScreen(Worklist, standIn({ worklist: async () => ({ total: 0, rows: [] }) }, true), null);
    await byId("worklist-empty");
    await click("import-demo-crc-braf");
    expect(workspace.screen).toBe("import");
    expect(workspace.request).toEqual({ demo: "crc-braf" });
    expect(screen.queryByTestId("worklist-table")).toBeNull();
  });
});

describe("virtual rows", () => {
  it("covers the whole list with the drawn rows and two spacers", () => {
    const virtual = new VirtualRows(() => 10_000);
    virtual.viewHeight = 640;
    for (const scrollTop of [0, 5_000, 160_000, 319_360]) {
      virtual.scrollTop = scrollTop;
      const drawn = (virtual.end - virtual.first) * virtual.rowHeight;
      expect(virtual.before + drawn + virtual.after).toBe(320_000);
      expect(virtual.first * virtual.rowHeight).toBeLessThanOrEqual(scrollTop);
      expect(virtual.end * virtual.rowHeight).toBeGreaterThanOrEqual(Math.min(320_000, scrollTop + 640));
    }
  });

  it("scrolls no further than needed to reveal a row", () => {
    const virtual = new VirtualRows(() => 10_000);
    virtual.viewHeight = 640;
    expect(virtual.reveal(3, 30)).toBeNull();
    expect(virtual.reveal(100, 30)).toBe(3_200 - (640 - 30 - 32));
    virtual.scrollTop = 3_200;
    expect(virtual.reveal(50, 30)).toBe(1_600);
  });
});

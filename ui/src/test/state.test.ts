import { fireEvent, render } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import App from "../App.svelte";
import { IdleClock } from "../lib/state/idle.svelte";
import { preferences } from "../lib/state/preferences.svelte";
import { LOADING_DELAY_MS, Resource } from "../lib/state/resource.svelte";
import { Workspace } from "../lib/state/workspace.svelte";
import { standIn } from "./backend";
import { banner } from "./fixtures/banner";
import { unlocked } from "./fixtures/session";
import { allById, byId } from "./screen";

describe("time to lock", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells the shell of activity, at most every 15 seconds, and counts from there", () => {
    const touch = vi.fn();
    const clock = new IdleClock(10, touch);
    const stop = clock.start();
    for (let second = 0; second < 60; second += 1) {
      vi.advanceTimersByTime(1_000);
      clock.active();
    }
    expect(touch).toHaveBeenCalledTimes(4);
    expect(clock.minutesLeft).toBe(10);
    vi.advanceTimersByTime(3 * 60_000);
    expect(clock.minutesLeft).toBe(7);
    vi.advanceTimersByTime(60 * 60_000);
    expect(clock.minutesLeft).toBe(0);
    stop();
    expect(touch).toHaveBeenCalledTimes(4);
  });
});

describe("an answer of the backend", () => {
  it("lets a newer call make the older void", async () => {
    const resource = new Resource<string>();
    let first: (value: string) => void = () => undefined;
    const older = resource.load(() => new Promise((resolve) => (first = resolve)));
    await resource.load(async () => "newer");
    first("older");
    expect(await older).toBeNull();
    expect(resource.value).toBe("newer");
  });

  it("keeps nothing after it was disposed", async () => {
    const resource = new Resource<string>();
    const waiting = resource.load(async () => "late");
    resource.dispose();
    await waiting;
    expect(resource.value).toBeNull();
    expect(resource.busy).toBe(false);
  });

  it("is drawn as loading only after the delay", async () => {
    vi.useFakeTimers();
    const resource = new Resource<string>();
    void resource.load(() => new Promise(() => undefined));
    vi.advanceTimersByTime(LOADING_DELAY_MS - 1);
    expect(resource.slow).toBe(false);
    vi.advanceTimersByTime(1);
    expect(resource.slow).toBe(true);
    vi.useRealTimers();
  });
});

describe("workspace", () => {
  it("takes no banner of another patient and opens no patient screen without one", () => {
    const workspace = new Workspace(unlocked);
    workspace.go("options");
    expect(workspace.screen).toBe("worklist");
    workspace.openPatient("p-1");
    workspace.accept(banner);
    expect(workspace.banner).toBeNull();
    workspace.openPatient(banner.patient_id);
    workspace.accept(banner);
    workspace.go("audit");
    expect(workspace.patientId).toBeNull();
    expect(workspace.banner).toBeNull();
  });
});

describe("single keys", () => {
  afterEach(() => (preferences.singleKeys = true));

  it("open the screens of the patient, unless turned off", async () => {
    render(App, { backend: standIn({}, true).backend });
    await byId("worklist-table");
    await fireEvent.click(allById("worklist-row")[5] as HTMLElement);
    await byId("summary-options");
    preferences.singleKeys = false;
    await fireEvent.keyDown(window, { key: "3" });
    expect(allById("ranked")).toHaveLength(0);
    preferences.singleKeys = true;
    await fireEvent.keyDown(window, { key: "3" });
    await byId("ranked");
    await fireEvent.keyDown(window, { key: "p", ctrlKey: true });
    await byId("report-export");
  });
});

describe("look", () => {
  afterEach(() => {
    preferences.theme = "light";
    preferences.density = "compact";
    preferences.apply();
  });

  it("is set on the document and kept", () => {
    preferences.theme = "dark";
    preferences.density = "comfortable";
    preferences.apply();
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    expect(document.documentElement.dataset["density"]).toBe("comfortable");
    expect(JSON.parse(localStorage.getItem("attune.preferences") ?? "{}")).toMatchObject({ theme: "dark", density: "comfortable" });
  });
});

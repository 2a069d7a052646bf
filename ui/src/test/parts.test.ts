import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import Drawing from "../lib/parts/Drawing.svelte";
import Figure from "../lib/parts/Figure.svelte";
import Level from "../lib/parts/Level.svelte";
import { severityOf } from "../lib/parts/Severity.svelte";
import PatientBanner from "../lib/shell/PatientBanner.svelte";
import { plural, showNumber, showPoints } from "../lib/show";
import { banner } from "./fixtures/banner";
import { contributionFigure } from "./fixtures/figures";

const show = (part: Partial<typeof banner>) =>
  render(PatientBanner, { banner: { ...banner, ...part }, unread: false, onconsent: () => undefined });

describe("patient banner", () => {
  it("names the patient, birth, sex, MRN and consent", () => {
    show({});
    const text = screen.getByTestId("banner").textContent ?? "";
    for (const fact of ["MARCHETTI, Elena", "09-Apr-1962 (64y)", "Female", "4471 9026", "Consent: 3 of 5 permitted", "SYNTHETIC"]) {
      expect(text).toContain(fact);
    }
  });

  it("tells a list, no known allergies and not recorded apart", () => {
    const { unmount } = show({});
    const listed = screen.getByTestId("banner-allergies");
    expect(listed.textContent).toContain("Oxaliplatin: anaphylaxis");
    expect(listed.className).toContain("allergy");
    unmount();

    const none = show({ allergies: "No known allergies", allergy_state: "none_known" });
    expect(screen.getByTestId("banner-allergies").className).not.toContain("allergy");
    none.unmount();

    show({ allergies: "Allergies not recorded", allergy_state: "not_recorded" });
    const unknown = screen.getByTestId("banner-allergies");
    expect(unknown.textContent).toContain("Allergies not recorded");
    expect(unknown.className).toContain("allergy");
  });

  it("says that a patient died, and shows no synthetic mark on a real one", () => {
    show({ deceased: "Died 01-Feb-2026", synthetic: false });
    const text = screen.getByTestId("banner").textContent ?? "";
    expect(text).toContain("Died 01-Feb-2026");
    expect(text).not.toContain("SYNTHETIC");
  });

  it("shows no person while none is read", () => {
    render(PatientBanner, { banner: null, unread: true, onconsent: () => undefined });
    expect(screen.getByTestId("banner").textContent).toContain("no patient is shown");
  });
});

describe("level badge", () => {
  it.each([
    ["I-A", "solid"],
    ["I-B", "grey"],
    ["II-C", "outlined"],
    ["II-D", "dashed"],
    ["III", "bare"],
    ["IV", "bare"],
    ["something new", "bare"],
  ])("draws %s %s", (level, ink) => {
    render(Level, { level });
    const badge = screen.getByTestId("level");
    expect(badge.className).toContain(ink);
    expect(badge.textContent).toBe(`Level ${level}`);
  });
});

describe("severity", () => {
  it("never draws an unknown word as harmless", () => {
    expect(severityOf("error")).toBe("block");
    expect(severityOf("warning")).toBe("caution");
    expect(severityOf("info")).toBe("info");
    expect(severityOf("fatal")).toBe("unknown");
  });
});

describe("figure", () => {
  it("is a drawing with words, and a table on demand", async () => {
    const figure = contributionFigure(1, "encorafenib + cetuximab");
    render(Figure, { figure, title: "Why this rank", testid: "contribution-chart" });
    const drawing = await screen.findByTestId("contribution-chart");
    expect(drawing.tagName).toBe("IMG");
    expect(drawing.getAttribute("alt")).toBe(figure.alt);
    expect(drawing.getAttribute("src")).toMatch(/^blob:/);

    await fireEvent.click(screen.getByTestId("contribution-chart-toggle"));
    const table = screen.getByTestId("contribution-chart-table");
    expect(table.querySelectorAll("tbody tr")).toHaveLength(figure.rows.length);
    expect(table.textContent).toContain("−0.04");
    expect(screen.queryByTestId("contribution-chart")).toBeNull();
  });
});

describe("drawing", () => {
  const HOSTILE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="steal()" style="position:fixed">
    <script>steal()</script><style>*{display:none}</style><a href="javascript:steal()"><text>link</text></a>
    <image href="https://example.org/x.png"/><use href="#x"/><animate attributeName="x"/>
    <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe srcdoc="example.org"/></body></foreignObject>
    <rect width="3" height="3" fill="url(https://example.org/#f)" onclick="steal()" class="banner" id="app"/>
    <text x="1">plain <tspan font-weight="600">words</tspan></text></svg>`;

  it("is an image: nothing of its markup enters the document", async () => {
    const { container } = render(Drawing, { svg: HOSTILE, label: "What it shows", testid: "hostile" });
    expect((await screen.findByTestId("hostile")).getAttribute("alt")).toBe("What it shows");
    expect([...container.querySelectorAll("*")].map((element) => element.localName)).toEqual(["img"]);
    expect(document.body.innerHTML).not.toMatch(/steal|example\.org|javascript/);
  });

  it("says in words what it would show where it cannot be drawn", async () => {
    render(Drawing, { svg: "not markup at all <", label: "What it shows", testid: "broken" });
    await fireEvent.error(await screen.findByTestId("broken"));
    expect(document.body.textContent).toContain("could not be shown. What it shows");
  });
});

describe("numbers", () => {
  it("are written with two digits, a true minus and a plural", () => {
    expect(showNumber(0.8249)).toBe("0.82");
    expect(showNumber(-0.5)).toBe("−0.50");
    expect(showNumber(null)).toBe("none");
    expect(showPoints(0.55)).toBe("+0.55");
    expect(showPoints(-0.04)).toBe("−0.04");
    expect(plural(1, "caution")).toBe("1 caution");
    expect(plural(46195, "value")).toBe("46,195 values");
  });
});

/** A shape of an icon on a 16 x 16 grid. `tone` changes how it is inked. */
export interface Shape {
  tag: "path" | "circle" | "rect";
  tone?: "solid" | "cut" | "bold" | "dashed";
  attributes: Record<string, string | number>;
}

export type IconName =
  | "attune"
  | "audit"
  | "back"
  | "block"
  | "caution"
  | "check"
  | "consent"
  | "denied"
  | "empty"
  | "eye"
  | "flask"
  | "genome"
  | "hidden"
  | "import"
  | "info"
  | "list"
  | "lock"
  | "minus"
  | "model"
  | "offline"
  | "options"
  | "packs"
  | "pill"
  | "plus"
  | "report"
  | "search"
  | "settings"
  | "summary"
  | "unknown"
  | "user"
  | "up"
  | "down";

/** All icons of Attune, drawn for it. Strokes take the colour of the text beside them. */
export const ICONS: Record<IconName, Shape[]> = {
  attune: [
    { tag: "path", attributes: { d: "M4 13.5V9M8 13.5V2.5M12 13.5V6" } },
    { tag: "circle", attributes: { cx: 4, cy: 6.5, r: 1.4 } },
    { tag: "circle", attributes: { cx: 12, cy: 3.5, r: 1.4 } },
  ],
  audit: [
    { tag: "circle", attributes: { cx: 8, cy: 8, r: 6 } },
    { tag: "path", attributes: { d: "M8 4.5V8l2.5 1.5" } },
  ],
  back: [
    { tag: "path", attributes: { d: "M13.5 8h-11M6.5 4l-4 4 4 4" } },
  ],
  block: [
    { tag: "path", tone: "solid", attributes: { d: "M5 1h6l4 4v6l-4 4H5l-4-4V5z" } },
    { tag: "path", tone: "cut", attributes: { d: "m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" } },
  ],
  caution: [
    { tag: "path", attributes: { d: "M8 1.8 15 14H1z" } },
    { tag: "path", tone: "bold", attributes: { d: "M8 6.2v3.6M8 11.9v.1" } },
  ],
  check: [
    { tag: "path", attributes: { d: "m3 8.5 3.5 3.5L13 4.5" } },
  ],
  consent: [
    { tag: "path", attributes: { d: "M8 1.5 13 3.5v4c0 3.5-2.2 5.7-5 7-2.8-1.3-5-3.5-5-7v-4z" } },
    { tag: "path", attributes: { d: "m5.7 7.8 1.7 1.7 3-3.2" } },
  ],
  denied: [
    { tag: "circle", attributes: { cx: 8, cy: 8, r: 6.5 } },
    { tag: "path", attributes: { d: "M3.5 12.5l9-9" } },
  ],
  empty: [
    { tag: "path", attributes: { d: "M2 9.5 4 3h8l2 6.5V13H2zM2 9.5h3.5l1 1.5h3l1-1.5H14" } },
  ],
  eye: [
    { tag: "path", attributes: { d: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z" } },
    { tag: "circle", attributes: { cx: 8, cy: 8, r: 2 } },
  ],
  flask: [
    { tag: "path", attributes: { d: "M6 1.5h4M6.5 1.5v4.5L3 13a1 1 0 0 0 .9 1.5h8.2A1 1 0 0 0 13 13L9.5 6V1.5M4.8 10h6.4" } },
  ],
  genome: [{ tag: "path", attributes: { d: "M5 1.5c0 6.5 6 6.5 6 13M11 1.5c0 6.5-6 6.5-6 13M5.6 4h4.8M5.6 12h4.8" } }],
  hidden: [
    { tag: "path", attributes: { d: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM2.5 13.5l11-11" } },
  ],
  import: [
    { tag: "path", attributes: { d: "M8 2v7.5M5 6.8 8 9.8l3-3M2.5 10.5v3h11v-3" } },
  ],
  info: [
    { tag: "circle", attributes: { cx: 8, cy: 8, r: 6.5 } },
    { tag: "path", tone: "bold", attributes: { d: "M8 7.3v4M8 4.7v.1" } },
  ],
  list: [
    { tag: "path", attributes: { d: "M2.5 4h11M2.5 8h11M2.5 12h11" } },
  ],
  lock: [
    { tag: "rect", attributes: { x: 3, y: 7, width: 10, height: 7, rx: 1 } },
    { tag: "path", attributes: { d: "M5 7V5a3 3 0 0 1 6 0v2" } },
  ],
  minus: [
    { tag: "path", attributes: { d: "M3.5 8h9" } },
  ],
  model: [
    { tag: "rect", attributes: { x: 3.5, y: 3.5, width: 9, height: 9, rx: 1 } },
    { tag: "path", attributes: { d: "M6 1.5v2M10 1.5v2M6 12.5v2M10 12.5v2M1.5 6h2M1.5 10h2M12.5 6h2M12.5 10h2" } },
  ],
  offline: [
    { tag: "path", attributes: { d: "M2 2l12 12M4.7 5.6A3.5 3.5 0 0 0 4.5 12.5h7M7 4.2a4 4 0 0 1 5 3.3 2.7 2.7 0 0 1 1.3 4.3" } },
  ],
  options: [
    { tag: "path", attributes: { d: "M6 3.5h7.5M6 8h7.5M6 12.5h7.5" } },
    { tag: "path", attributes: { d: "M2.5 2.5v2.2M2 8h1.5M2 12.5h1.5" } },
  ],
  packs: [
    { tag: "path", attributes: { d: "m8 1.5 6 3v7l-6 3-6-3v-7zM2 4.5l6 3 6-3M8 7.5v7" } },
  ],
  pill: [
    { tag: "path", attributes: { d: "M3 8.9 8.9 3a2.9 2.9 0 0 1 4.1 4.1L7.1 13A2.9 2.9 0 0 1 3 8.9zM6 6l4 4" } },
  ],
  plus: [
    { tag: "path", attributes: { d: "M8 3.5v9M3.5 8h9" } },
  ],
  report: [
    { tag: "path", attributes: { d: "M3.5 1.5h6l3 3v10h-9z" } },
    { tag: "path", attributes: { d: "M9.5 1.5v3h3M5.5 8h5M5.5 11h5" } },
  ],
  search: [
    { tag: "circle", attributes: { cx: 7, cy: 7, r: 4.5 } },
    { tag: "path", attributes: { d: "m10.5 10.5 3.5 3.5" } },
  ],
  settings: [
    { tag: "path", attributes: { d: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7" } },
    { tag: "circle", attributes: { cx: 10.5, cy: 4.5, r: 1.5 } },
    { tag: "circle", attributes: { cx: 5.5, cy: 11.5, r: 1.5 } },
  ],
  summary: [
    { tag: "rect", attributes: { x: 2.5, y: 2.5, width: 11, height: 11, rx: 1.5 } },
    { tag: "path", attributes: { d: "M2.5 6.5h11M7 6.5v7" } },
  ],
  unknown: [
    { tag: "circle", tone: "dashed", attributes: { cx: 8, cy: 8, r: 6.5 } },
    { tag: "path", attributes: { d: "M6.3 6.3a1.7 1.7 0 1 1 2.3 1.6c-.4.2-.6.5-.6.9M8 11.2v.1" } },
  ],
  user: [
    { tag: "circle", attributes: { cx: 8, cy: 5, r: 3 } },
    { tag: "path", attributes: { d: "M2.5 14c.5-3 2.6-4.5 5.5-4.5s5 1.5 5.5 4.5" } },
  ],
  up: [{ tag: "path", attributes: { d: "M8 13V3M4.5 6.5 8 3l3.5 3.5" } }],
  down: [{ tag: "path", attributes: { d: "M8 3v10M4.5 9.5 8 13l3.5-3.5" } }],
};

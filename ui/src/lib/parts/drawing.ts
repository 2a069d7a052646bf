/**
 * Figures and pages arrive from Rust as SVG text. They are not put into the document as markup: the text is read as
 * data, and a new drawing is made of shapes and words only. Whatever else the text holds (scripts, handlers, links,
 * styles, images, foreign content) has no way in. Drawn in the document, and not as an image, the words use the
 * window's own font (so font-family is left out); in an image they would fall back to whatever font this computer has.
 */
const SVG = "http://www.w3.org/2000/svg";
const XML = "http://www.w3.org/XML/1998/namespace";

const SHAPES = new Set(["svg", "g", "rect", "line", "polyline", "polygon", "path", "circle", "ellipse", "text", "tspan"]);
const ATTRIBUTES = new Set([
  ...["viewBox", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "d"],
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity"],
  ...["font-size", "font-weight", "text-anchor", "textLength", "lengthAdjust", "transform"],
]);

/** The drawing, or null where the text is no SVG. */
export function drawingOf(svg: string, label: string): SVGElement | null {
  const source = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (source.localName !== "svg") return null;
  const drawing = copy(source);
  // The size is that of the place where it stands; viewBox keeps the proportions.
  drawing.removeAttribute("width");
  drawing.removeAttribute("height");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", label);
  return drawing;
}

function copy(source: Element): SVGElement {
  const made = document.createElementNS(SVG, source.localName) as SVGElement;
  for (const { name, value } of source.attributes) {
    // url() would reach outside of the attribute; nothing that Rust draws needs it.
    if (ATTRIBUTES.has(name) && !/url\s*\(/i.test(value)) made.setAttribute(name, value);
  }
  const words = source.localName === "text" || source.localName === "tspan";
  // Keeps the spaces of aligned words.
  if (words) made.setAttributeNS(XML, "xml:space", "preserve");
  for (const child of source.childNodes) {
    if (child instanceof Element && SHAPES.has(child.localName)) made.append(copy(child));
    else if (words && child.nodeType === Node.TEXT_NODE) made.append(child.textContent ?? "");
  }
  return made;
}

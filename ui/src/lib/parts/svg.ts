import greek from "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-greek-wght-normal.woff2?inline";
import latinExt from "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-ext-wght-normal.woff2?inline";
import latin from "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2?inline";
import ranges from "@fontsource-variable/ibm-plex-sans/unicode.json";

/** The family that Rust names in its drawings and measures them with. */
const FAMILY = "IBM Plex Sans";

/**
 * An image does not see the fonts of the window, so they travel in it: without them a drawing would fall back to
 * whatever this computer has, stretched to the measured width.
 */
const FONTS = [
  [latin, ranges.latin],
  [latinExt, ranges["latin-ext"]],
  [greek, ranges.greek],
]
  .map(
    ([source, range]) =>
      `@font-face{font-family:"${FAMILY}";font-weight:100 700;src:url("${source}") format("woff2");unicode-range:${range}}`,
  )
  .join("");

/**
 * An SVG drawn by Rust as the address of an image. As an image it can run nothing and load nothing, whatever it
 * holds; it is never put into the document.
 */
export function svgAddress(svg: string): string {
  const drawn = svg.replace(/<svg\b[^>]*>/, (head) => `${head}<style>${FONTS}</style>`);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
}

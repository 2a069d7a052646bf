/**
 * An SVG drawn by Rust as the address of an image. As an image it can run nothing and load nothing, whatever it
 * holds; it is never put into the document.
 */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/**
 * The only place where a number becomes text. The window computes no clinical value: a number arrives with all its
 * digits and is written with two, as the command line and the PDF write it.
 */

/** A score or an estimate: `0.82`. */
export function showNumber(value: number | null): string {
  if (value === null) return "none";
  return minus(value.toFixed(2));
}

/** A signed share: `+0.55`, with the true minus sign. */
export function showPoints(value: number): string {
  return minus(`${value < 0 ? "" : "+"}${value.toFixed(2)}`);
}

/** A count: `46,195`. */
export function showCount(value: number): string {
  return value.toLocaleString("en-GB");
}

/** `1 caution`, `2 cautions`. */
export function plural(count: number, word: string): string {
  return `${showCount(count)} ${word}${count === 1 ? "" : "s"}`;
}

/** The first digits of a hash in groups of four, for the eye. The whole hash stands where it matters. */
export function shortHash(hash: string): string {
  return hash.length < 8 ? hash : `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;
}

/** `insufficient_evidence` as words, for codes without a word of their own. */
export function words(code: string): string {
  const text = code.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function minus(text: string): string {
  return text.replace("-", "\u2212");
}

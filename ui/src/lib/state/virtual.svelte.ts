/** Rows drawn beyond each edge of what is visible. */
const MARGIN = 12;
/** Up to this many rows all of them are drawn. */
const ALL_BELOW = 200;

/**
 * Which rows of one long list need to be in the document. Rows outside are replaced by one spacer on each side.
 * `rowHeight` is the height of a row of one line; rows that wrap are taller, which only moves the spacers a little.
 */
export class VirtualRows {
  scrollTop = $state(0);
  viewHeight = $state(800);
  rowHeight = $state(32);
  #count: () => number;

  constructor(count: () => number) {
    this.#count = count;
  }

  get first(): number {
    if (this.#count() <= ALL_BELOW) return 0;
    return Math.max(0, Math.min(Math.floor(this.scrollTop / this.rowHeight) - MARGIN, this.#count() - 1));
  }

  /** One past the last drawn row. */
  get end(): number {
    if (this.#count() <= ALL_BELOW) return this.#count();
    const last = Math.ceil((this.scrollTop + this.viewHeight) / this.rowHeight) + MARGIN;
    return Math.min(this.#count(), last);
  }

  get before(): number {
    return this.first * this.rowHeight;
  }

  get after(): number {
    return (this.#count() - this.end) * this.rowHeight;
  }

  /** The scroll position that brings a row into view, or null if it is in view already. */
  reveal(index: number, headHeight: number): number | null {
    const top = index * this.rowHeight;
    if (top < this.scrollTop) return top;
    const room = this.viewHeight - headHeight - this.rowHeight;
    if (top > this.scrollTop + room) return top - room;
    return null;
  }
}

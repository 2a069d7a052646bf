import { toErrorView } from "../../api/backend";
import type { ErrorView, VariantPage, VariantQuery, VariantRow } from "../../api/types";

/** Rows asked for at once. */
export const PART = 120;
/** Typing waits this long before it asks. */
const PAUSE_MS = 120;

export type VariantFilter = Omit<VariantQuery, "offset" | "limit">;

/**
 * The rows of a long table, asked for in parts as they come into view. Filter and order are Rust's; an answer to an
 * older question is dropped.
 */
export class VariantPages {
  found = $state(0);
  error = $state.raw<ErrorView | null>(null);
  #parts = $state.raw<Readonly<Record<number, VariantRow[]>>>({});
  #asked: Record<number, boolean> = {};
  #filter: VariantFilter = { search: "", origin: "all", show: "all", sort: "relevance", descending: false };
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #load: (query: VariantQuery) => Promise<VariantPage>;

  constructor(first: VariantPage, load: (query: VariantQuery) => Promise<VariantPage>) {
    this.#load = load;
    this.found = first.found;
    // A first part of another length would not fit the parts that follow.
    if (first.rows.length === PART || first.rows.length === first.found) {
      this.#parts = { 0: first.rows };
      this.#asked[0] = true;
    }
  }

  row(index: number): VariantRow | undefined {
    return this.#parts[Math.floor(index / PART)]?.[index % PART];
  }

  /** Asks for the parts that hold these rows, unless they are at hand or on their way. */
  need(first: number, end: number): void {
    for (let part = Math.floor(first / PART); part * PART < Math.min(end, this.found); part += 1) {
      if (!this.#asked[part]) void this.#fetch(part);
    }
  }

  /** Another question: the rows shown stay until the first answer is there. */
  ask(filter: VariantFilter): void {
    const typed = filter.search !== this.#filter.search;
    this.#filter = filter;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.again(), typed ? PAUSE_MS : 0);
  }

  /** The same question again, because the answers may have changed. */
  again(): void {
    this.#turn += 1;
    this.#asked = {};
    void this.#fetch(0, true);
  }

  stop(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
  }

  async #fetch(part: number, fresh = false): Promise<void> {
    const turn = this.#turn;
    this.#asked[part] = true;
    try {
      const page = await this.#load({ ...this.#filter, offset: part * PART, limit: PART });
      if (turn !== this.#turn) return;
      this.error = null;
      this.found = page.found;
      this.#parts = { ...(fresh ? {} : this.#parts), [part]: page.rows };
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#asked[part] = false;
      this.error = toErrorView(error);
    }
  }
}

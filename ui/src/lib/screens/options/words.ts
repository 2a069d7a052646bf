import type { EvidenceFindingDoc } from "../../api/types";
import { words } from "../../show";

/** What a source says of diagnosis, outcome or inherited risk: the words of its codes, and whether it supports them. */
const MEANINGS: Record<string, Record<string, (disease: string) => string>> = {
  diagnostic: { positive: (disease) => `the diagnosis of ${disease}`, negative: (disease) => `another diagnosis than ${disease}` },
  prognostic: { positive: () => "a better outcome", negative: () => "a poorer outcome" },
};

/** `Speaks for a poorer outcome`, `Does not support a better outcome`. */
export function findingWords(row: EvidenceFindingDoc): string {
  const meaning = MEANINGS[row.kind]?.[row.significance]?.(row.disease);
  if (!meaning) return `${words(row.direction)}: ${words(row.significance).toLowerCase()}`;
  return row.direction === "supports" ? `Speaks for ${meaning}` : `Does not support ${meaning}`;
}

const SOURCES: Record<string, string> = {
  argument: "what was typed",
  genome: "the genome report",
  ehr: "the health record",
};

/** Where a stated alteration comes from, in words. */
export function sourceWord(source: string): string {
  return SOURCES[source] ?? source;
}

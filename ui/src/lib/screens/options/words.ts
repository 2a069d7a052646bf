const SOURCES: Record<string, string> = {
  argument: "what was typed",
  genome: "the genome report",
  ehr: "the health record",
};

/** Where a stated alteration comes from, in words. */
export function sourceWord(source: string): string {
  return SOURCES[source] ?? source;
}

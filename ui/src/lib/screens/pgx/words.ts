import type { PgxAdvice, PgxDrug } from "../../api/types";

/** The sources, in the order in which they stand side by side. */
export const SOURCES = ["CPIC", "DPWG", "FDA"] as const;

/** The rows of one source. */
export function of(drug: PgxDrug, source: string): PgxAdvice[] {
  return drug.advice.filter((row) => row.source === source);
}

/** True where a drug answers a search for drugs, genes, results or actions. */
export function answers(drug: PgxDrug, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return true;
  const rows = drug.advice.map((row) => `${row.because} ${row.action} ${row.source}`).join(" ");
  return `${drug.drug} ${drug.word} ${rows} ${drug.open ?? ""}`.toLowerCase().includes(wanted);
}

import type { OptionDoc, OptionsDocument } from "../../api/types";

/** Ranks and names of the options that rest on a source row, other than one of them. */
export function optionsOfEvidence(document: OptionsDocument, id: string, except?: string): OptionDoc[] {
  return document.options.filter((option) => option.treatment !== except && option.evidence.some((row) => row.id === id));
}

/** Options that rest on an alteration. */
export function optionsOfAlteration(document: OptionsDocument, text: string): OptionDoc[] {
  return document.options.filter((option) => option.because.includes(text));
}

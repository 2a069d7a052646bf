/** True where typing belongs to the field and single keys must not act. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches("input, textarea, select, [contenteditable]");
}

/** True where a dialog is open: keys belong to it. */
export function dialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

/** Every key of Attune, for the list behind `?` and for the handler's tests. */
export const KEY_LIST: readonly { keys: string; does: string; single: boolean }[] = [
  { keys: "/", does: "Search the worklist", single: true },
  { keys: "Up, Down", does: "Move in a list", single: false },
  { keys: "Enter", does: "Open the current row", single: false },
  { keys: "Esc", does: "Close the dialog, else back to the worklist", single: false },
  { keys: "1 to 6", does: "Summary, Genome, Options, Pharmacogenomics, Consent, Report of the open patient", single: true },
  { keys: "E", does: "Evidence of the selected option", single: true },
  { keys: "Ctrl I", does: "Import files", single: false },
  { keys: "Ctrl P", does: "Report of the open patient", single: false },
  { keys: "Ctrl L", does: "Lock", single: false },
  { keys: "?", does: "This list", single: true },
];

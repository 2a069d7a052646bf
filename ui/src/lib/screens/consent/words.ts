import type { SeverityKind } from "../../parts/Severity.svelte";

/** The shape of a consent status. A denial is a decision of the patient: ink, not an alert. */
export function consentShape(status: string): SeverityKind {
  if (status === "implied" || status === "permitted") return "pass";
  if (status === "denied") return "denied";
  return "unknown";
}

export type Decision = "permit" | "deny" | "withdraw";

/** Decisions that make sense from a status, the likeliest first. */
export function decisionsFrom(status: string): Decision[] {
  if (status === "permitted") return ["withdraw", "deny"];
  if (status === "implied") return ["deny", "permit"];
  if (status === "denied") return ["permit"];
  return ["permit", "deny"];
}

/** What the button of the row says: the verb of the likeliest decision. */
export const ROW_VERB: Record<string, string> = {
  permitted: "Withdraw",
  implied: "Record denial",
  denied: "Record permit",
  not_recorded: "Record",
  expired: "Renew",
};

export const DECISION_WORD: Record<Decision, string> = {
  permit: "Permit",
  deny: "Deny",
  withdraw: "Withdraw",
};

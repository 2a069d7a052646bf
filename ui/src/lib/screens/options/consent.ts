/** Whether a consent word of the document opens what its scope covers. Every unknown word keeps it closed. */
export function inForce(status: string): boolean {
  return status === "implied" || status === "permitted";
}

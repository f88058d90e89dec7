/** A time within a text that is made where nobody knows the reader's zone: `2026-11-22 09:53:38 UTC`. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

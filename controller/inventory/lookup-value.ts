/** Values are compared without case; lists and empty values are not indexed. */
export function lookupValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.toLowerCase();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

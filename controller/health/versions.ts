/** How far apart two versions of Wayside may be: one minor version either way. */

const VERSION = /^(\d+)\.(\d+)\./;
const MINOR_GAP_MAX = 1;

/** A version that is none is not judged. */
export function versionGap(one: string, other: string): 'fine' | 'too-far' {
  const [a, b] = [VERSION.exec(one), VERSION.exec(other)];
  if (!a || !b) return 'fine';
  const near = a[1] === b[1] && Math.abs(Number(a[2]) - Number(b[2])) <= MINOR_GAP_MAX;
  return near ? 'fine' : 'too-far';
}

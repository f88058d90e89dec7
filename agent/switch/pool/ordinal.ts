/** `1st`, `2nd`, `3rd`, `11th`, `22nd`. */
export function ordinal(count: number): string {
  const [tens, ones] = [count % 100, count % 10];
  if (tens > 10 && tens < 14) return `${count}th`;
  const ending = ones === 1 ? 'st' : ones === 2 ? 'nd' : ones === 3 ? 'rd' : 'th';
  return `${count}${ending}`;
}

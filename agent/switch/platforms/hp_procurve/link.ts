/** Speed and duplex as AOS-S writes them in one word: `1000FDx`, `10GigFD`, `2500FDx*`, `100HDx`. */
import type { PortRow } from '../../platform.ts';

export function linkOf(text: string): Pick<PortRow, 'speedMbps' | 'duplex'> {
  const [, number, unit, letter] = /^(\d{1,4}(?:\.\d)?)(Gig|G)?([FH])D?x?\*?$/i.exec(text.trim()) ?? [];
  if (number === undefined) return { speedMbps: undefined, duplex: undefined };
  return {
    speedMbps: Number(number) * (unit === undefined ? 1 : 1_000),
    duplex: letter?.toUpperCase() === 'F' ? 'full' : 'half',
  };
}

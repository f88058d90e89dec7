/** Switches that are read by rules from manuals: nothing is wrong, so nobody is alerted, but people ought to know. */
import type { UnprovenSwitches } from '../../inventory/index.ts';
import type { Check } from '../check.ts';

export function platformsCheck(unproven: () => readonly UnprovenSwitches[]): Check {
  return {
    name: 'platforms',
    reasons: [],
    of: 'sites',
    run: () => [],
    well: (sees) => {
      const seen = new Map<string, number>();
      for (const { site, platform, what, count } of unproven()) {
        const key = `${platform}: ${what}`;
        if (sees(site)) seen.set(key, (seen.get(key) ?? 0) + count);
      }
      if (seen.size === 0) return undefined;
      const told = [...seen].map(
        ([key, count]) => `${key} (${count === 1 ? '1 switch' : `${count} switches`})`,
      );
      return `read by rules from manuals, unproven by any recorded output: ${told.join('; ')}`;
    },
  };
}

/** The switch platforms that agents can read, by the ids that people type. A test compares this list with the packs. */

export const platformIds: readonly string[] = [
  'arista_eos',
  'aruba_aoscx',
  'cisco_ios',
  'cisco_nxos',
  'cisco_smb',
  'dell_os10',
  'dell_os6',
  'dell_os9',
  'dell_powerconnect',
  'extreme_exos',
  'hp_comware',
  'hp_procurve',
  'huawei_vrp',
  'juniper_junos',
  'mikrotik_routeros',
  'ruckus_icx',
];

/** What other programs call some of them: taken, and never offered. */
export const platformAliases: readonly string[] = [
  'brocade_fastiron',
  'cisco_s300',
  'dell_force10',
  'dell_ftos',
  'h3c_comware',
  'huawei',
  'huawei_vrpv8',
  'ironware',
  'ruckus_fastiron',
];

/** Shorter pieces are in too many ids to mean one. */
const PIECE_CHARS_MIN = 3;

/** Why that is no platform, naming those that were likely meant, or else all; empty means: find out. */
export function platformProblem(value: string): string | undefined {
  if (value === '' || platformIds.includes(value) || platformAliases.includes(value)) return undefined;
  const near = nearIds(value.toLowerCase());
  const ids =
    near.length === 0 ? `one of ${platformIds.join(', ')}` : `a platform id, such as ${near.join(' or ')}`;
  return `must be ${ids}, or empty`;
}

/** The ids that hold the most letters of what was typed, piece by piece: `Cisco-IOS-XE` is two pieces of cisco_ios. */
function nearIds(typed: string): readonly string[] {
  const pieces = typed
    .slice(0, 80)
    .split(/[^a-z0-9]+/)
    .filter((piece) => piece.length >= PIECE_CHARS_MIN);
  const scored = platformIds.map((id) => {
    const parts = id.split('_');
    const hits = pieces.filter((piece) =>
      parts.some((part) => part.length >= PIECE_CHARS_MIN && (part.includes(piece) || piece.includes(part))),
    );
    return { id, score: hits.join('').length };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ id }) => id);
}

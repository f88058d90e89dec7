/** What of a platform is read by rules that no recorded output of its devices has proven, in words for people. */
import type { CommandClass, Platform } from './platform.ts';

export const CLASS_WORDS: Readonly<Record<CommandClass, string>> = {
  fdb: 'MAC table',
  ports: 'ports',
  configs: 'port configuration',
  neighbours: 'LLDP and CDP',
  vlans: 'VLANs',
  lags: 'port channels',
  system: 'version and serial number',
  arp: 'ARP',
  cpu: 'CPU',
};

/** `MAC table, VLANs`; undefined when all of it is proven. */
export function unprovenText({ unproven = [] }: Pick<Platform, 'unproven'>): string | undefined {
  const words = Object.entries(CLASS_WORDS).filter(([name]) => unproven.some((one) => one === name));
  return words.length === 0 ? undefined : words.map(([, text]) => text).join(', ');
}

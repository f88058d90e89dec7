/** `/interface bonding print`: members are called slaves. */
import type { Command, LagRow } from '../../platform.ts';
import { entriesParser, textOf } from './entries.ts';

/** No device bundles as many. */
const MEMBERS_MAX = 256;

const parser = entriesParser<LagRow>((entry) => {
  const lag = textOf(entry, 'name');
  if (lag === undefined) return undefined;
  const ports = (textOf(entry, 'slaves') ?? '').split(',').map((name) => name.trim());
  return [{ lag, ports: ports.filter((name) => name !== '').slice(0, MEMBERS_MAX) }];
});

export const lagCommands: readonly Command<LagRow>[] = [
  { command: '/interface bonding print detail without-paging', parser },
];

export const lagReads: readonly Command<LagRow>[] = [
  { command: '/interface bonding print detail', parser },
  { command: '/interface bonding print terse without-paging', parser },
];

/** Cables between two nodes: port channels where there are several, over both boxes of a pair, each end hearing the other. */
import { chance, oneOf } from '../campus/pools.ts';
import type { CampusNeighbour, CampusPort } from './file.ts';
import { type Box, boxAt, levelPair, type Node, openLag, openPort, type World } from './world.ts';

export interface CableOptions {
  /** Between each two boxes that are joined. */
  readonly cables: number;
  /** The pair above holds it with one box alone. */
  readonly orphan: boolean;
}

/** Joins the lower node to the upper one and notes the ports on both. */
export function cable(world: World, upper: Node, lower: Node, options: CableOptions): void {
  const uppers = options.orphan ? [Math.floor(world.random.float() * upper.boxes.length)] : indexes(upper);
  const lowers = indexes(lower);
  if (uppers.length > 1) levelPair(upper);
  if (lowers.length > 1) levelPair(lower);
  const untagged = lower.single !== undefined;
  const facts = { mode: untagged ? 'access' : 'trunk', vlan: lower.single ?? 1 } as const;
  const downs = uppers.map((index) => {
    const count = options.cables * Math.max(1, lowers.length);
    const text = linkText(world, lower.boxes[0]);
    const paired = uppers.length > 1;
    return { index, ...open(boxAt(upper, index), 'uplink', { ...facts, description: text, count, paired }) };
  });
  const ups = lowers.map((index) => {
    const count = options.cables * Math.max(1, uppers.length);
    const text = linkText(world, upper.boxes[0]);
    const paired = lowers.length > 1;
    return { index, ...open(boxAt(lower, index), 'uplink', { ...facts, description: text, count, paired }) };
  });
  upper.down.set(lower.id, new Map(downs.map(({ index, name }) => [index, name])));
  for (const { index, name } of ups) lower.up.set(index, name);
  if (!world.lldp) return;
  for (const [i, down] of downs.entries()) {
    for (const [j, up] of ups.entries()) {
      for (let n = 0; n < options.cables; n += 1) {
        const a = { box: boxAt(upper, down.index), port: down.members[j * options.cables + n] ?? '' };
        const b = { box: boxAt(lower, up.index), port: up.members[i * options.cables + n] ?? '' };
        hearEachOther(world, a, b);
      }
    }
  }
}

function indexes(node: Node): readonly number[] {
  return node.boxes.map((_, index) => index);
}

function open(
  box: Box,
  kind: 'edge' | 'uplink',
  {
    count,
    paired,
    ...facts
  }: Omit<CampusPort, 'name'> & { readonly count: number; readonly paired: boolean },
): { readonly name: string; readonly members: readonly string[] } {
  if (count > 1 || paired) return openLag(box, kind, { ...facts, members: count });
  const name = openPort(box, kind, facts);
  return { name, members: [name] };
}

/** The link inside a pair, over which each box sees what hangs on the other alone. */
export function joinPair(world: World, node: Node): void {
  const [a, b] = [boxAt(node, 0), boxAt(node, 1)];
  const facts = {
    mode: 'trunk',
    vlan: 1,
    description: chance(world.random, 0.5) ? 'MLAG peer-link' : '',
    members: 2,
  };
  const ends = [openLag(a, 'uplink', facts), openLag(b, 'uplink', facts)] as const;
  for (const [index, end] of ends.entries()) node.peer.set(index, end.name);
  if (!world.lldp) return;
  for (const [n, port] of ends[0].members.entries()) {
    hearEachOther(world, { box: a, port }, { box: b, port: ends[1].members[n] ?? '' });
  }
}

interface End {
  readonly box: Box;
  readonly port: string;
}

export function hearEachOther(world: World, a: End, b: End): void {
  a.box.neighbours.push(heard(world, a.port, b));
  b.box.neighbours.push(heard(world, b.port, a));
}

/** Some tell all of themselves, some their address alone. */
export function heard(world: World, port: string, { box, port: remote }: End): CampusNeighbour {
  const terse = chance(world.random, 0.15);
  const cdp = box.style.platform === 'cisco_ios' && chance(world.random, 0.3);
  if (cdp) {
    return {
      port,
      protocol: 'cdp',
      remotePort: box.style.told(remote),
      systemName: `${box.name}.campus.example`,
      systemDescription: box.style.software,
      capabilities: ['bridge', 'router'],
    };
  }
  return {
    port,
    chassisId: box.baseMac,
    remotePort: box.style.told(remote),
    ...(terse
      ? {}
      : { systemName: box.name, systemDescription: box.style.software, capabilities: ['bridge', 'router'] }),
  };
}

/** What people wrote on a link: helpful, empty, or a lie. */
function linkText(world: World, far: Box | undefined): string {
  const name = far?.name ?? 'floor';
  return oneOf(world.random, [
    '',
    '',
    `to ${name}`,
    'UPLINK',
    `Uplink ${name}`,
    'Printer 2nd floor',
    'Laptop',
  ]);
}

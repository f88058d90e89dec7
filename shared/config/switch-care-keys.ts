/** Keys of an agent for the care of switches and of its own host: how long answers are kept, when it takes on less. */
import type { ConfigOf, GroupProblem } from './key-spec.ts';

export const cacheKeys = {
  ttl: {
    default: {
      type: 'duration',
      default: '5m',
      min: '0s',
      max: '1d',
      doc: 'How long an answer of a switch is kept that has no key of its own here, such as its VLANs; 0s: not at all. Who is on which port is never kept.',
    },
    system: {
      type: 'duration',
      default: '30m',
      min: '0s',
      max: '7d',
      doc: 'How long model, version and serial number are kept.',
    },
    configs: {
      type: 'duration',
      default: '1m',
      min: '0s',
      max: '1d',
      doc: 'How long the configuration of ports is kept; what Wayside changes is read anew.',
    },
    neighbours: {
      type: 'duration',
      default: '1m',
      min: '0s',
      max: '1d',
      doc: 'How long the neighbours of a port are kept.',
    },
    ports: {
      type: 'duration',
      default: '10s',
      min: '0s',
      max: '1h',
      doc: 'How long the state of a port is kept.',
    },
    arp: {
      type: 'duration',
      default: '30s',
      min: '0s',
      max: '1h',
      doc: 'How long it is kept which MAC address is behind an IP address.',
    },
  },
  entries: {
    type: 'count',
    default: 4_096,
    min: 1,
    max: 1_000_000,
    doc: 'Answers that are kept, of all switches together; the one used least recently goes first.',
  },
} as const;

export const guardKeys = {
  enabled: {
    type: 'boolean',
    default: true,
    doc: 'Whether the agent takes on less while its host is busy.',
  },
  yellow: {
    type: 'count',
    default: 75,
    min: 1,
    max: 100,
    doc: 'Load of the processors of its host in percent, from which on the agent works on half of targets.slots at once.',
  },
  red: {
    type: 'count',
    default: 85,
    min: 1,
    max: 100,
    doc: 'From here on it works on a quarter of them.',
  },
  critical: {
    type: 'count',
    default: 95,
    min: 1,
    max: 100,
    doc: 'From here on it reads one device at a time; lookups have an eighth of their places.',
  },
} as const;

export const loginServerKeys = {
  name: { type: 'text', doc: 'Of the server, for people.' },
  credentials: { type: 'texts', doc: 'Names of the credentials that it knows.' },
} as const;

/** A server without credentials, and a credential that two servers know. */
export function checkLoginServers(groups: readonly object[]): readonly GroupProblem[] {
  const all = groups as readonly ConfigOf<typeof loginServerKeys>[];
  return all.flatMap(({ name, credentials }, at) => {
    const before = all.slice(0, at);
    const problems: GroupProblem[] = [];
    if (credentials.length === 0)
      problems.push({ path: `[${at}].credentials`, message: 'must name a credential' });
    if (before.some((one) => one.name === name))
      problems.push({ path: `[${at}].name`, message: `"${name}" stands there twice` });
    for (const credential of credentials) {
      const other = before.findIndex((one) => one.credentials.includes(credential));
      if (other === -1) continue;
      problems.push({ path: `[${at}].credentials`, message: `"${credential}" is one of [${other}], too` });
    }
    return problems;
  });
}

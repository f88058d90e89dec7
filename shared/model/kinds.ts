/**
 * What can be known: every kind, its group, and for each of its fields the section and the class.
 * Append-only: `test/house` holds a committed snapshot, so a field never moves and is never taken away.
 *
 * Classes (who may write):
 *   managed   people, the sync engine, peers as permitted; a set of versions merged field by field
 *   observed  only through the agent that owns the source; one source per record
 *   derived   made by `react` inside the apply transaction at the home; never accepted from agents
 *   local     this controller's own bookkeeping: stored beside the records, never sent to peers
 */
export type FieldClass = 'managed' | 'observed' | 'derived' | 'local';
export type FieldType = 'string' | 'number' | 'boolean' | 'strings' | 'ref' | 'time';

export interface FieldSpec {
  readonly section: string;
  readonly class: FieldClass;
  readonly type: FieldType;
  /** Kept in the lookup index, so that `List` with this filter and `find` need no scan. */
  readonly indexed?: true;
  readonly doc: string;
}

export const kindGroups = ['core', 'net', 'vm', 'ddi', 'cloud', 'map', 'config', 'keys'] as const;
export type KindGroup = (typeof kindGroups)[number];

export interface KindSpec {
  readonly group: KindGroup;
  readonly doc: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** How long an observed record may be absent from complete scans before it changes presence. */
  readonly absence?: AbsencePolicy;
}

/** `missing` at the first complete scan without it; the rest by count of such scans or by time, whichever is later. */
export interface AbsencePolicy {
  readonly orphanAfterScans: number;
  readonly orphanAfterMs: number;
  readonly retireAfterMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const managed = (type: FieldType, doc: string, indexed?: 'indexed'): FieldSpec =>
  field('core', 'managed', type, doc, indexed);
const seen = (section: string, type: FieldType, doc: string, indexed?: 'indexed'): FieldSpec =>
  field(section, 'observed', type, doc, indexed);

function field(
  section: string,
  fieldClass: FieldClass,
  type: FieldType,
  doc: string,
  indexed?: 'indexed',
): FieldSpec {
  const spec = { section, class: fieldClass, type, doc };
  return indexed ? { ...spec, indexed: true } : spec;
}

const deleted = managed(
  'boolean',
  'True once a person deleted the record; the tombstone keeps the dots it saw.',
);

/** What agents report has a managed section too, for labels and notes; while agents see it, deleted means hidden. */
const hidden = deleted;

/** Presence of an observed record: derived from complete scans, absent means active. */
const presence = {
  presence: field('presence', 'derived', 'string', 'active, missing, orphaned or retired.'),
  missingSince: field('presence', 'derived', 'time', 'When the first complete scan without it was taken.'),
  missingScan: field('presence', 'derived', 'string', 'The scan that first did not hold it.'),
  missingCause: field('presence', 'derived', 'string', 'Why it is absent when no scan says so.'),
} as const;

const slowAbsence: AbsencePolicy = { orphanAfterScans: 3, orphanAfterMs: DAY_MS, retireAfterMs: 30 * DAY_MS };
const sightingAbsence: AbsencePolicy = {
  orphanAfterScans: 3,
  orphanAfterMs: HOUR_MS,
  retireAfterMs: 90 * DAY_MS,
};

/** Order is the order of help texts and completions. */
export const kindNames = [
  'site',
  'floor',
  'source',
  'agent',
  'switch',
  'port',
  'sighting',
  'neighbour',
  'vlan',
  'arp',
] as const;
export type Kind = (typeof kindNames)[number];

export const kinds: Readonly<Record<Kind, KindSpec>> = {
  site: {
    group: 'core',
    doc: 'A place with floors, agents and sources; its id is the short name that people type.',
    fields: {
      deleted,
      name: managed('string', 'Full name for people.', 'indexed'),
      description: managed('string', 'Free text.'),
    },
  },
  floor: {
    group: 'core',
    doc: 'A part of a site: a floor, a wing, a room.',
    fields: {
      deleted,
      name: managed('string', 'Name within the site.', 'indexed'),
      description: managed('string', 'Free text.'),
    },
  },
  source: {
    group: 'core',
    doc: 'One system that an agent reads or writes. A switch and its source share one id.',
    fields: {
      deleted,
      name: managed('string', 'Name within the site.', 'indexed'),
      driver: managed(
        'string',
        'The code that reads it: switch, vsphere, ddi, cloud, sql or rest.',
        'indexed',
      ),
      address: managed('string', 'Host name or IP address the agent dials.', 'indexed'),
      port: managed('number', 'TCP port the agent dials.'),
      platform: managed('string', 'Switch platform such as dell_os6; empty means: find out.'),
      credential: managed('string', 'Name of the credential in the agent vault; never the secret itself.'),
      enabled: managed('boolean', 'False: no job reads it.'),
      jump: managed(
        'string',
        'host or host:port of an SSH server that dials the address for the agent; empty: none.',
      ),
      jumplogin: managed('string', 'Name of the credential for the jump host; empty: that of the source.'),
      staleSince: field(
        'freshness',
        'derived',
        'time',
        'Since when no scan succeeded; absent while fresh.',
        'indexed',
      ),
      partialSince: field(
        'freshness',
        'derived',
        'time',
        'Since when scans give only a part of what is there; absent while they are complete or fail.',
        'indexed',
      ),
      cause: field(
        'freshness',
        'derived',
        'string',
        'Why the last scan failed or gave only a part, as an error code and words.',
      ),
    },
  },
  agent: {
    group: 'core',
    doc: 'The process beside equipment; its id is made at enrolment.',
    fields: {
      deleted,
      name: managed('string', 'Name that people see.', 'indexed'),
      description: managed('string', 'Free text.'),
      version: seen('software', 'string', 'Version of Wayside that it runs.'),
      node: seen('software', 'string', 'Version of Node.js that it runs.'),
      os: seen('software', 'string', 'Operating system and architecture of its host.'),
      capabilities: seen('software', 'strings', 'What its drivers can do.'),
    },
  },
  switch: {
    group: 'net',
    doc: 'A switch or stack. People give name and floor; the agent adds what the device says of itself.',
    fields: {
      deleted,
      name: managed('string', 'Name within the site.', 'indexed'),
      floor: managed('ref', 'The floor it stands on.', 'indexed'),
      description: managed('string', 'Free text.'),
      hostname: seen('system', 'string', 'Name that the device gives itself.', 'indexed'),
      platform: seen('system', 'string', 'Platform that the driver recognised.'),
      model: seen('system', 'string', 'Model number.'),
      serial: seen('system', 'string', 'Serial number of the first member.', 'indexed'),
      softwareVersion: seen('system', 'string', 'Running software version.'),
      baseMac: seen('system', 'string', 'Base MAC address.', 'indexed'),
      macs: seen('system', 'strings', 'MAC addresses that the device itself owns.'),
      units: seen('system', 'strings', 'Members of a stack: unit, model and serial number of each.'),
      unproven: seen(
        'system',
        'string',
        'What is read by rules that no recorded output of its platform proves.',
        'indexed',
      ),
      ...presence,
    },
    absence: slowAbsence,
  },
  port: {
    group: 'net',
    doc: 'One port or port channel of a switch.',
    fields: {
      switch: seen('status', 'ref', 'The switch that it belongs to.'),
      name: seen(
        'status',
        'string',
        'Short name as the platform writes it: Gi1/0/1, Te1/0/4, Po10.',
        'indexed',
      ),
      description: seen('status', 'string', 'Description set on the device.'),
      adminUp: seen('status', 'boolean', 'Not shut down by configuration.'),
      operUp: seen('status', 'boolean', 'Link is up.'),
      state: seen(
        'status',
        'string',
        'State word of the device: up, down, disabled, err-disabled, detached.',
      ),
      speedMbps: seen('status', 'number', 'Speed in Mbit/s when known.'),
      duplex: seen('status', 'string', 'full, half or auto.'),
      mode: seen('status', 'string', 'access, trunk or general when known.'),
      vlan: seen('status', 'number', 'Access or native VLAN when known.'),
      lag: seen('status', 'string', 'Name of the port channel that it is a member of.'),
      taggedVlans: seen('status', 'string', 'Tagged VLANs as configured: 10-12,20, or all.'),
      voiceVlan: seen('status', 'number', 'Voice VLAN when one is configured.'),
      mlag: seen('status', 'string', 'Number of the MLAG or vPC that this port channel is one half of.'),
      peerLink: seen('status', 'boolean', 'True: the link between the two switches of an MLAG or vPC pair.'),
      ...presence,
      deleted: hidden,
    },
    absence: slowAbsence,
  },
  sighting: {
    group: 'net',
    doc: 'One MAC address learned on one port in one VLAN.',
    fields: {
      switch: seen('fdb', 'ref', 'The switch that learned it.'),
      mac: seen('fdb', 'string', 'The address, colon form.', 'indexed'),
      port: seen('fdb', 'string', 'Port name as in the port record.'),
      vlan: seen('fdb', 'number', 'VLAN id; absent when the platform shows none.'),
      type: seen('fdb', 'string', 'dynamic, static, self (the switch itself), secure or other.'),
      ...presence,
      deleted: hidden,
    },
    absence: sightingAbsence,
  },
  neighbour: {
    group: 'net',
    doc: 'The other end of a cable as LLDP or CDP tells it.',
    fields: {
      switch: seen('lldp', 'ref', 'The switch that heard it.'),
      port: seen('lldp', 'string', 'Local port name as in the port record.'),
      protocol: seen('lldp', 'string', 'lldp or cdp.'),
      chassisId: seen('lldp', 'string', 'Chassis id; a MAC in colon form where it is one.', 'indexed'),
      remotePort: seen('lldp', 'string', 'Port id or description at the other end.'),
      systemName: seen('lldp', 'string', 'Name of the other end.', 'indexed'),
      systemDescription: seen('lldp', 'string', 'Description of the other end.'),
      managementAddress: seen('lldp', 'string', 'Management address of the other end.'),
      capabilities: seen(
        'lldp',
        'strings',
        'Enabled capabilities: bridge, router, telephone, wlan, station, other.',
      ),
      ...presence,
      deleted: hidden,
    },
    absence: slowAbsence,
  },
  vlan: {
    group: 'net',
    doc: 'One VLAN as one switch knows it.',
    fields: {
      switch: seen('vlan', 'ref', 'The switch that holds it.'),
      vlan: seen('vlan', 'number', 'VLAN id.', 'indexed'),
      name: seen('vlan', 'string', 'Name on the switch.'),
      ports: seen('vlan', 'strings', 'Member ports as the platform lists them.'),
      ...presence,
      deleted: hidden,
    },
    absence: slowAbsence,
  },
  arp: {
    group: 'net',
    doc: 'One IP address as one switch that routes resolved it.',
    fields: {
      switch: seen('arp', 'ref', 'The switch that resolved it.'),
      address: seen('arp', 'string', 'IPv4 or IPv6 address.', 'indexed'),
      mac: seen('arp', 'string', 'The MAC address behind it, colon form.', 'indexed'),
      vlan: seen('arp', 'number', 'VLAN in which it was resolved, when known.'),
      port: seen('arp', 'string', 'Port on which it was resolved, when the platform shows one.'),
      type: seen('arp', 'string', 'dynamic, static, self (the switch itself) or other.'),
      ...presence,
      deleted: hidden,
    },
    absence: sightingAbsence,
  },
};

export function isKind(text: string): text is Kind {
  return Object.hasOwn(kinds, text);
}

export function kindSpec(kind: Kind): KindSpec {
  return kinds[kind];
}

export function groupOf(kind: Kind): KindGroup {
  return kinds[kind].group;
}

export interface SectionSpec {
  readonly name: string;
  readonly class: FieldClass;
  readonly fields: readonly string[];
}

const sectionCache = new Map<Kind, ReadonlyMap<string, SectionSpec>>();

/** The sections of a kind with their class and fields; computed once per kind from the frozen table. */
export function sectionsOf(kind: Kind): ReadonlyMap<string, SectionSpec> {
  const known = sectionCache.get(kind);
  if (known) return known;
  const sections = new Map<string, { name: string; class: FieldClass; fields: string[] }>();
  for (const [name, spec] of Object.entries<FieldSpec>(kinds[kind].fields)) {
    const section = sections.get(spec.section) ?? { name: spec.section, class: spec.class, fields: [] };
    section.fields.push(name);
    sections.set(spec.section, section);
  }
  sectionCache.set(kind, sections);
  return sections;
}

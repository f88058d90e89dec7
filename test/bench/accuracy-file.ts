/** Reads another's campus and truth; every mistake is named with its place (format: test/lab/network/README.md). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { capabilityWords } from '../../agent/switch/parse/neighbour.ts';
import { WaysideError } from '../../shared/errors.ts';
import { parseMac, portClasses } from '../../shared/model/index.ts';
import { CAMPUS_FORMAT, type CampusFile } from '../lab/network/file.ts';

const mac = z.string().refine((text) => parseMac(text) !== undefined, 'is no MAC address');
const vlan = z.int().min(0).max(4095).optional();
const text = z.string().min(1);
const place = z.strictObject({ switch: text, port: text });

/** Words of devices for the kinds of rows; what is none of these is `other`. */
const ROW_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:dynamic|dyn|learn(?:ed|t)?|d)$/i, 'dynamic'],
  [/^(?:static|permanent|config(?:ured)?)$/i, 'static'],
  [/^(?:self|management|mgmt|cpu|system|local|internal|router|interface)$/i, 'self'],
  [/^(?:secure|sticky|dot1x|authenticated)/i, 'secure'],
];
const rowType = (type: string): string => ROW_TYPES.find(([word]) => word.test(type.trim()))?.[1] ?? 'other';

const row = z.strictObject({
  ...{ mac, port: z.string(), vlan },
  type: z.string().transform(rowType).optional(),
});
const device = z.strictObject({
  name: text,
  hostname: z.string().optional(),
  platform: z.string().optional(),
  silent: z.boolean().optional(),
  collectedMinutesAgo: z.number().min(0).nullable().optional(),
  baseMac: mac.optional(),
  macs: z.array(mac).optional(),
  managementAddress: z.string().optional(),
  ports: z.array(
    z.strictObject({
      name: text,
      description: z.string().optional(),
      mode: z
        .enum(['access', 'trunk', 'general', 'routed', 'hybrid'])
        .transform((mode) => (mode === 'hybrid' ? 'general' : mode))
        .optional(),
      vlan,
      up: z.boolean().optional(),
    }),
  ),
  lags: z.array(z.strictObject({ name: text, members: z.array(text) })).optional(),
  fdb: z.array(row),
  collectedFdb: z.array(row).optional(),
  neighbours: z
    .array(
      z.strictObject({
        port: text,
        protocol: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['lldp', 'cdp']))
          .optional(),
        chassisId: z.string().optional(),
        remotePort: z.string().optional(),
        systemName: z.string().optional(),
        systemDescription: z.string().optional(),
        managementAddress: z.string().optional(),
        capabilities: z.array(z.string()).transform(capabilityWords).optional(),
      }),
    )
    .optional(),
  arp: z.array(z.strictObject({ address: text, mac, vlan })).optional(),
});

const truth = z.strictObject({
  mac,
  places: z.array(place),
  several: z.boolean().optional(),
  portClass: z.enum(portClasses).optional(),
  kind: z.string().optional(),
  adversities: z.array(text).optional(),
  path: z.array(place.extend({ also: z.array(place).optional() })).optional(),
});

const campus = z
  .strictObject({
    format: z.literal(CAMPUS_FORMAT),
    seed: z.number().optional(),
    devices: z.array(device).min(1),
    truth: z.array(truth).min(1),
  })
  .superRefine((file, context) => {
    const names = new Set(file.devices.map(({ name }) => name));
    if (names.size < file.devices.length) {
      context.addIssue({ code: 'custom', path: ['devices'], message: 'two devices bear one name' });
    }
    const told = new Set<string | undefined>();
    for (const [index, { places, mac: text }] of file.truth.entries()) {
      const address = parseMac(text);
      const twice = `${text} has an answer already`;
      if (told.has(address))
        context.addIssue({ code: 'custom', path: ['truth', index, 'mac'], message: twice });
      told.add(address);
      const stranger = places.find((one) => !names.has(one.switch));
      const message = `names the switch ${stranger?.switch}, which is no device of the file`;
      if (stranger) context.addIssue({ code: 'custom', path: ['truth', index, 'places'], message });
    }
  });

const ISSUES_SHOWN_MAX = 10;

/** Throws INVALID_INPUT with what is wrong and where. */
export function readCampus(path: string): CampusFile {
  return parseCampus(readJson(path), path);
}

export function parseCampus(value: unknown, name: string): CampusFile {
  const result = campus.safeParse(value);
  if (result.success) return result.data;
  const violations = result.error.issues.slice(0, ISSUES_SHOWN_MAX).map((issue) => {
    return { field: issue.path.join('.') || '(file)', message: issue.message };
  });
  const list = violations.map(({ field, message }) => `${field}: ${message}`).join('\n  ');
  throw new WaysideError('INVALID_INPUT', `${name} is no campus file:\n  ${list}`, {
    violations,
    hint: 'The format is in test/lab/network/README.md; --export FILE writes one of ours',
  });
}

function readJson(path: string): unknown {
  try {
    // Others write null where there is nothing; of the age of a collect it says that there was none.
    const isNothing = (key: string, value: unknown): boolean =>
      value === null && key !== 'collectedMinutesAgo';
    return JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
      isNothing(key, value) ? undefined : value,
    );
  } catch (error) {
    throw new WaysideError('INVALID_INPUT', `cannot read ${path} as JSON`, { cause: error });
  }
}

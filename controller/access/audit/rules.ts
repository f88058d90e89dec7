/**
 * Which calls the trail tells of, and what of their requests it may hold. Whatever is not plainly a read is a change
 * and is told: a new rpc is audited unless its name says that it only looks.
 */
import { formatRef, type RecordRef } from '../../../shared/model/index.ts';

/**
 *   change  told always, should the process end in the middle, too; refused while the trail cannot be written
 *   write   as `change`; its handler writes the entry within the transaction of the change
 *   look    told always; never refused because of the trail
 *   quiet   told only when it is refused
 */
export type AuditRule = 'change' | 'write' | 'look' | 'quiet';

const READS = /\.((Get|List|Watch|Find|Search|Verify)[A-Z]|WhoAmI$|RunDoctor$)/;

/** What the name does not tell. */
const exceptions: Readonly<Record<string, AuditRule>> = {
  'InventoryService.WriteRecords': 'write',
  'JobService.SubmitJob': 'write',
  'JobService.RetryJob': 'write',
  'PlanService.CreatePlan': 'write',
  'PlanService.ApprovePlan': 'write',
  'PlanService.RevokePlan': 'write',
  'PlanService.ApplyPlan': 'write',
  'PlanService.ExportPlan': 'look',
  'TraceService.TraceMac': 'look',
  'TraceService.TraceIp': 'look',
  'TraceService.TraceName': 'look',
  'AuditService.ExportAudit': 'look',
};

export function auditRule(method: string): AuditRule {
  if (Object.hasOwn(exceptions, method)) return exceptions[method] ?? 'change';
  return READS.test(method) ? 'quiet' : 'change';
}

/** A request, looked at by field name; every name is looked up, none is called. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a request or an answer is about. */
export interface About {
  readonly sites: readonly string[];
  readonly targets: readonly string[];
  readonly detail: Readonly<Record<string, string>>;
}

/** Fields with the name or id of one thing: told as `user:ann`. Nothing else of a request is ever told. */
const NAMES = ['id', 'name', 'user', 'username', 'login', 'role', 'agent', 'agentId', 'agentName', 'jobId'];
/** Messages that describe one thing: its name and id are told. */
const THINGS = [
  'user',
  'role',
  'token',
  'apiToken',
  'session',
  'agent',
  'job',
  'alert',
  'credential',
  'backup',
  'schedule',
  'plan',
];
/** Plain values worth keeping. */
const DETAILS = [
  'mac',
  'kind',
  'level',
  'floor',
  'ttlSeconds',
  'force',
  'readOnly',
  'cachedOnly',
  'changeSet',
  'version',
  'owner',
  'neverExpires',
  'disabled',
  'roles',
  'allow',
  'switchView',
  'scopes',
  'allowedTargets',
];

export function aboutOf(message: Fields): About {
  const refs = refsOf(message);
  const site = textOf(message['site']);
  const named = NAMES.flatMap((field) => nameText(field, message[field]));
  const things = THINGS.flatMap((field) => thingText(field, message[field]));
  return {
    sites: [...new Set([...(site === '' ? [] : [site]), ...refs.map((ref) => ref.site)])],
    targets: [...new Set([...refs.map(refText), ...named, ...things])],
    detail: detailsOf(message),
  };
}

/** With those of a grant, which says what a role may. */
function detailsOf(message: Fields): Readonly<Record<string, string>> {
  const fields = { ...message, ...fieldsOf(message['grant']) };
  const told = DETAILS.map((field) => [field, detailText(fields[field])] as const);
  return Object.fromEntries(told.filter(([, text]) => text !== ''));
}

/** Empty for what says nothing: 0, false, no text, an empty list. */
function detailText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return value ? String(value) : '';
  if (!Array.isArray(value)) return '';
  const parts = value.map(
    (one) => textOf(one) || [one?.site, one?.floor].map(textOf).filter(Boolean).join('/'),
  );
  return parts.filter((part) => part !== '').join(',');
}

type LooseRef = Pick<RecordRef, 'site' | 'id'> & { readonly kind: string };

function refsOf(message: Fields): readonly LooseRef[] {
  const operations = listOf(message['operations']).flatMap((operation) => {
    const { create, update, delete: remove } = operation;
    return [refOf(create), refOf(fieldsOf(update)?.['ref']), refOf(fieldsOf(remove)?.['ref'])];
  });
  const listed = [...listOf(message['targets']), ...listOf(message['refs'])].map(refOf);
  return [refOf(message['ref']), ...listed, ...operations].filter((ref) => ref !== undefined);
}

function refOf(value: unknown): LooseRef | undefined {
  const fields = fieldsOf(value);
  if (!fields || typeof fields['kind'] !== 'string' || fields['kind'] === '') return undefined;
  return { site: textOf(fields['site']), kind: fields['kind'], id: textOf(fields['id']) };
}

function refText(ref: LooseRef): string {
  return formatRef(ref as RecordRef);
}

function nameText(field: string, value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [`${field}:${value}`] : [];
}

function thingText(field: string, value: unknown): readonly string[] {
  const thing = fieldsOf(value);
  const name = textOf(thing?.['name']) || textOf(thing?.['id']);
  return name === '' ? [] : [`${field}:${name}`];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one) => fieldsOf(one) !== undefined) : [];
}

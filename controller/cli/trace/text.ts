/**
 * The answer of a trace in words: the port first, then the way to it; what was asked goes to stderr. Written for
 * somebody who is tired and wants to know which cable to pull.
 */
import type { PortClass, TraceAnswer, TraceEdge, TraceHop } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import type { Paint } from '../output/color.ts';
import type { Reader } from '../output/time.ts';
import { formatAge, formatElapsed, formatTime } from '../output/time.ts';

export interface TraceLook {
  readonly reader: Reader;
  readonly paint: Paint;
  /** Also the evidence and every sighting that is not the edge. */
  readonly full: boolean;
}

/** Lines for stdout. */
export function traceText(answer: TraceAnswer, look: TraceLook): string {
  const lines = [...headLines(answer, look)];
  if (answer.path.length > 0) lines.push(`  path  ${escapeText(answer.path.map(hopText).join(' > '))}`);
  if (look.full) lines.push(...evidenceLines(answer), ...rejectedLines(answer));
  return `${lines.join('\n')}\n`;
}

function headLines(answer: TraceAnswer, look: TraceLook): readonly string[] {
  const { paint } = look;
  switch (answer.verdict) {
    case 'found':
      return answer.edges.flatMap((edge) => [
        `${paint('good', 'PORT found:')} ${edgeText(edge, look)}`,
        ...memberLine(edge),
      ]);
    case 'several':
      return [
        `${paint('warn', 'SEVERAL ports:')} ${escapeText(answer.summary)}`,
        ...answer.edges.flatMap((edge) => [`  port  ${edgeText(edge, look)}`, ...memberLine(edge)]),
      ];
    case 'not-found':
    case 'not-all-answered':
      return [
        `${paint('bad', 'NOT found:')} ${escapeText(answer.summary)}${lastSeen(answer, look)}`,
        // What was known, when nobody could be asked.
        ...answer.edges.flatMap((edge) => [`  last  ${edgeText(edge, look)}`, ...memberLine(edge)]),
      ];
    case 'not-an-endpoint':
      return [`${paint('warn', 'NOT an endpoint:')} ${escapeText(answer.summary)}`];
  }
}

/** Where the summary does not say it already. */
function lastSeen({ lastSeenAt, summary, edges }: TraceAnswer, { reader }: TraceLook): string {
  if (lastSeenAt === undefined || edges.length > 0) return '';
  if (reader.zone !== 'utc' && summary.includes('last seen')) return '';
  const ago = formatAge(reader.nowMs - lastSeenAt);
  return reader.zone === 'utc' ? `  last seen ${formatTime(lastSeenAt, 'utc')}` : `  last seen ${ago} ago`;
}

/** `sw03 Gi1/0/12  vlan 210  dynamic  seen 38s ago  (edge port, 1 MAC)` */
export function edgeText(edge: TraceEdge, { reader, paint }: TraceLook): string {
  const seen = seenText(edge.seenAt, reader);
  const parts = [
    paint('bold', escapeText(`${edge.switchName} ${edge.port}`)),
    ...(edge.vlan === undefined ? [] : [`vlan ${edge.vlan}`]),
    ...(edge.entryType === '' ? [] : [escapeText(edge.entryType)]),
    edge.live ? `seen ${seen}` : `seen ${seen}, from the last collect`,
    ...firstSeen(edge, reader),
    `(${CLASS_WORDS[edge.portClass]}, ${macCount(edge)}${confidenceText(edge)})`,
    ...(edge.portDescription ? [`"${escapeText(edge.portDescription)}"`] : []),
  ];
  return parts.join('  ');
}

/** `  pair  core1 Po10, core2 Po10`: a port channel that ends on two switches is one port with two places. */
function memberLine({ members = [] }: TraceEdge): readonly string[] {
  if (members.length < 2) return [];
  return [`  pair  ${escapeText(members.map(({ switchName, port }) => `${switchName} ${port}`).join(', '))}`];
}

/** Since when it is there; nothing when it came just now. */
function firstSeen({ firstSeenAt, seenAt }: TraceEdge, { nowMs, zone }: Reader): readonly string[] {
  if (firstSeenAt === undefined || seenAt - firstSeenAt < SETTLED_MS) return [];
  return [
    `since ${zone === 'utc' ? formatTime(firstSeenAt, 'utc') : `${formatAge(nowMs - firstSeenAt)} ago`}`,
  ];
}

/** Younger than this says nothing. */
const SETTLED_MS = 600_000;

function seenText(seenAt: number, { nowMs, zone }: Reader): string {
  if (zone === 'utc') return formatTime(seenAt, 'utc');
  return nowMs - seenAt < NOW_MS ? 'now' : `${formatAge(nowMs - seenAt)} ago`;
}

/** Younger than this is now. */
const NOW_MS = 2000;

const CLASS_WORDS: Readonly<Record<PortClass, string>> = {
  edge: 'edge port',
  phone: 'behind a phone',
  ap: 'behind an access point',
  hypervisor: 'virtual machine on a hypervisor',
  'host-lag': 'server with several cables',
  unmanaged: 'behind an unmanaged switch or hub',
  interswitch: 'behind a switch that is not in the inventory',
  fabric: 'inside the fabric',
};

function macCount({ otherAddresses }: TraceEdge): string {
  return otherAddresses === 0 ? '1 MAC' : `${otherAddresses + 1} MACs`;
}

const SURE = 0.9;

/** Said only where there is doubt. */
function confidenceText({ confidence }: TraceEdge): string {
  return confidence >= SURE ? '' : `, ${Math.round(confidence * 100)} % sure`;
}

function hopText({ inPort, switchName, outPort }: TraceHop): string {
  return [inPort, switchName, outPort].filter((part) => part !== undefined && part !== '').join(' ');
}

function evidenceLines({ edges }: TraceAnswer): readonly string[] {
  return edges.flatMap(({ evidence }) =>
    evidence.map(({ weight, reason }) => `  ${weight < 0 ? 'but ' : 'why '}  ${escapeText(reason)}`),
  );
}

function rejectedLines({ rejected }: TraceAnswer): readonly string[] {
  return rejected.map(({ switchName, port, vlan, reason }) => {
    const where = `${switchName} ${port}${vlan === undefined ? '' : `  vlan ${vlan}`}`;
    return `  not   ${escapeText(`${where}  ${reason}`)}`;
  });
}

/** One line for stderr: `asked 24 switches in 3.1s: 21 ok, 1 cached, 2 failed (sw02, sw07: auth rejected)` */
export function askedText({ totals, deviceErrors, notAsked }: TraceAnswer): string {
  const { asked, answered, cached, failed, elapsedMs, inPlace = asked } = totals;
  if (asked === 0) return `no switch was asked${cached > 0 ? `; ${cached} had it at the last collect` : ''}`;
  const failures = failureTexts(deviceErrors);
  const counts = [
    `${answered} ok`,
    ...(cached > 0 ? [`${cached} cached`] : []),
    ...(failed > 0 ? [`${failed} failed${failures.length > 0 ? ` (${failures.join('; ')})` : ''}`] : []),
    ...(notAsked.length > 0 ? [`${notAsked.length} not asked (${skippedTexts(notAsked).join('; ')})`] : []),
  ];
  const most = Math.max(asked, inPlace);
  const number = most > asked ? `${asked} of ${most}` : String(asked);
  const why = most > asked ? '; they leave no doubt (--all-hits asks all)' : '';
  return `asked ${number} ${most === 1 ? 'switch' : 'switches'} in ${formatElapsed(elapsedMs)}: ${counts.join(', ')}${why}`;
}

function skippedTexts(notAsked: TraceAnswer['notAsked']): readonly string[] {
  return byReason(notAsked.map(({ switchName, reason }) => [reason, switchName]));
}

/** Names shown for one reason; the rest are counted. */
const NAMES_SHOWN_MAX = 5;

/** `sw02, sw07 and 9 more: auth rejected`, for each reason; the commonest first. */
function failureTexts(deviceErrors: TraceAnswer['deviceErrors']): readonly string[] {
  return byReason(deviceErrors.map(({ switchName, error }) => [codeWords(error.code), switchName]));
}

function byReason(pairs: readonly (readonly [reason: string, name: string])[]): readonly string[] {
  const order = new Intl.Collator('en', { numeric: true });
  const groups = new Map<string, string[]>();
  for (const [reason, name] of pairs) groups.set(reason, [...(groups.get(reason) ?? []), name]);
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([reason, names]) => `${shortList(names.sort(order.compare))}: ${reason}`);
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX).join(', ');
  const hidden = names.length - NAMES_SHOWN_MAX;
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}

function codeWords(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

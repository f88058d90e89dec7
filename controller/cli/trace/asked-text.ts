/** What stands behind an IP address or a name, in words; then the traces of it. */
import type {
  TraceIpAnswer,
  TraceNameAnswer,
  TraceNamed,
  TraceResolution,
} from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { formatAge } from '../output/time.ts';
import { type TraceLook, traceText } from './text.ts';

/** Lines for stdout. */
export function ipText(answer: TraceIpAnswer, look: TraceLook): string {
  const head = `${look.paint('bold', 'ADDRESS:')} ${escapeText(answer.summary)}\n`;
  const more = look.full || answer.traces.length === 0;
  const said = more ? answer.resolutions.map((one) => `${resolutionText(one, look)}\n`) : [];
  const silent = answer.deviceErrors.map(
    ({ switchName, error }) => `  silent  ${escapeText(`${switchName}: ${error.message}`)}\n`,
  );
  return [head, ...said, ...silent, ...answer.traces.map((trace) => traceText(trace, look))].join('');
}

/** Lines for stdout. */
export function nameText(answer: TraceNameAnswer, look: TraceLook): string {
  const head = `${look.paint('bold', 'NAME:')} ${escapeText(answer.summary)}\n`;
  const more = look.full || (answer.trace === undefined && answer.resolved === undefined);
  const matches = more ? answer.matches.map((one) => `${namedText(one, look)}\n`) : [];
  const trace = answer.trace === undefined ? '' : traceText(answer.trace, look);
  const resolved = answer.resolved === undefined ? '' : ipText(answer.resolved, look);
  return [head, ...matches, trace, resolved].join('');
}

/** `  says  core1  00:1b:21:aa:bb:cc  vlan 210  dynamic  now` */
function resolutionText(one: TraceResolution, { reader }: TraceLook): string {
  const when = one.live ? 'now' : `${formatAge(reader.nowMs - one.seenAt)} ago`;
  const parts = [
    one.switchName,
    one.mac,
    ...(one.vlan === undefined ? [] : [`vlan ${one.vlan}`]),
    one.type,
    when,
  ];
  return `  says  ${escapeText(parts.join('  '))}`;
}

/** `  is    ap-lobby  ams1-f2-sw03 Gi1/0/7  00:1b:21:aa:bb:cc  neighbour  12m ago` */
function namedText(one: TraceNamed, { reader }: TraceLook): string {
  const place = one.source === 'switch' ? 'a switch' : `${one.switchName} ${one.port ?? ''}`.trim();
  const parts = [
    one.name,
    place,
    one.mac,
    one.address,
    one.source,
    `${formatAge(reader.nowMs - one.seenAt)} ago`,
  ];
  return `  is    ${escapeText(parts.filter((part) => part !== undefined).join('  '))}`;
}

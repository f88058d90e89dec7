/** Alerts: what is wrong for a while, who looks after it, and what nobody wants to hear of. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  type AlertView,
  healthReasons,
  isHealthReason,
  PAGE_SIZE_MAX,
  SILENCE_MAX_MS,
  type SilenceView,
} from '../../../shared/model/index.ts';
import { type ApiMethods, alertFromWire, silenceFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { formatAge, formatIso, formatLeft, formatTime, type Reader } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type Call, type CommandSpec, requiredFlag } from '../spec.ts';
import { arrangeFlags, arrangement, siteFlag } from './flags.ts';
import { printMessage } from './message.ts';

const MS_PER_SECOND = 1000;

const alertListing: ListingSpec<AlertView> = {
  plural: 'alerts',
  name: ({ id }) => id,
  columns: [
    { head: 'ID', cell: ({ id }) => id },
    {
      head: 'LEVEL',
      cell: ({ level }) => (level === 'problem' ? 'PROBLEM' : level),
      style: ({ level, state }) => (state === 'ended' ? undefined : level === 'problem' ? 'bad' : 'warn'),
    },
    { head: 'SITE', cell: ({ site }) => site || 'controller' },
    { head: 'ABOUT', cell: ({ subjectName }) => subjectName || '-' },
    { head: 'REASON', cell: ({ reason }) => reason },
    { head: 'FOR', cell: ({ since, endedAt }, { nowMs }) => formatAge((endedAt ?? nowMs) - since) },
    { head: 'STATE', cell: (alert, reader) => stateText(alert, reader) },
    { head: 'MESSAGE', shrinks: true, cell: ({ message }) => message },
    { head: 'TIMES', wide: true, cell: ({ count }) => String(count) },
    {
      head: 'NOTE',
      wide: true,
      cell: ({ acknowledged, silenced }) => acknowledged?.note || silenced?.why || '',
    },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'level', cell: ({ level }) => level },
    { head: 'state', cell: ({ state }) => state },
    { head: 'site', cell: ({ site }) => site },
    {
      head: 'subject',
      cell: ({ subject }) => (subject ? `${subject.site}/${subject.kind}/${subject.id}` : ''),
    },
    { head: 'subject_name', cell: ({ subjectName }) => subjectName },
    { head: 'reason', cell: ({ reason }) => reason },
    { head: 'since', cell: ({ since }) => formatIso(since) },
    { head: 'raised', cell: ({ raisedAt }) => formatIso(raisedAt) },
    { head: 'ended', cell: ({ endedAt }) => (endedAt === undefined ? '' : formatIso(endedAt)) },
    { head: 'count', cell: ({ count }) => String(count) },
    { head: 'acknowledged_by', cell: ({ acknowledged }) => acknowledged?.by ?? '' },
    { head: 'note', cell: ({ acknowledged }) => acknowledged?.note ?? '' },
    { head: 'silenced_until', cell: ({ silenced }) => (silenced ? formatIso(silenced.until) : '') },
    { head: 'message', cell: ({ message }) => message },
    { head: 'hint', cell: ({ hint }) => hint },
  ],
};

function stateText({ state, endedAt, acknowledged, silenced }: AlertView, { nowMs }: Reader): string {
  if (state === 'ended') return `ended ${formatAge(nowMs - (endedAt ?? nowMs))} ago`;
  if (silenced) return `silenced for ${formatLeft(silenced.until - nowMs)}`;
  return acknowledged ? `ack by ${acknowledged.by.replace(/^user:/, '')}` : 'open';
}

const silenceListing: ListingSpec<SilenceView> = {
  plural: 'silences',
  name: ({ id }) => id,
  columns: [
    { head: 'ID', cell: ({ id }) => id },
    { head: 'WHAT', cell: (silence) => scopeText(silence) },
    { head: 'FOR', cell: ({ until }, { nowMs }) => formatLeft(until - nowMs) },
    { head: 'BY', cell: ({ by }) => by.replace(/^user:/, '') },
    { head: 'WHY', shrinks: true, cell: ({ why }) => why },
  ],
  csv: [
    { head: 'id', cell: ({ id }) => id },
    { head: 'alert', cell: ({ alert }) => alert },
    { head: 'reason', cell: ({ reason }) => reason },
    { head: 'site', cell: ({ site }) => site },
    { head: 'until', cell: ({ until }) => formatIso(until) },
    { head: 'by', cell: ({ by }) => by },
    { head: 'why', cell: ({ why }) => why },
  ],
};

/** As the commands take it. */
function scopeText({ alert, reason, site }: SilenceView): string {
  return alert === '' ? `${reason}@${site}` : alert;
}

const ls: CommandSpec = {
  path: ['alert', 'ls'],
  summary: 'list what is wrong for a while, the worst first',
  examples: [
    ['wayside alert ls', 'open ones that nobody silenced'],
    ['wayside alert ls --all --site ams1', 'silenced and ended ones too'],
    ['wayside alert ls --silences', 'what nobody wants to hear of, and until when'],
  ],
  flags: [
    siteFlag,
    { name: 'reason', value: 'REASON', doc: 'only of this reason', choices: Object.keys(healthReasons) },
    { name: 'all', doc: 'also those that are silenced or have ended' },
    { name: 'silences', doc: 'the silences themselves' },
    ...arrangeFlags,
  ],
  async run(call) {
    return call.flags.on('silences') ? listSilences(call) : listAlerts(call);
  },
};

async function listAlerts({ shell, flags }: Call): Promise<ExitCode> {
  const alerts: ApiMethods['AlertService.ListAlerts']['response']['alerts'] = [];
  const question = {
    ...{ site: flags.text('site') ?? '', reason: flags.text('reason') ?? '', showAll: flags.on('all') },
    ...arrangement(flags),
  };
  let pageToken = '';
  do {
    const page = await shell.call('AlertService.ListAlerts', {
      ...question,
      pageSize: PAGE_SIZE_MAX,
      pageToken,
    });
    alerts.push(...page.alerts);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  const api = await shell.api();
  await printListing(shell, alertListing, {
    rows: alerts.map(alertFromWire),
    json: () => api.toJson('wayside.v1.ListAlertsResponse', { alerts }),
  });
  return exitCodes.done;
}

async function listSilences({ shell, flags }: Call): Promise<ExitCode> {
  const silences: ApiMethods['AlertService.ListSilences']['response']['silences'] = [];
  let pageToken = '';
  do {
    const page = await shell.call('AlertService.ListSilences', {
      ...arrangement(flags),
      ...{ pageSize: PAGE_SIZE_MAX, pageToken },
    });
    silences.push(...page.silences);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  const api = await shell.api();
  await printListing(shell, silenceListing, {
    rows: silences.map(silenceFromWire),
    json: () => api.toJson('wayside.v1.ListSilencesResponse', { silences }),
  });
  return exitCodes.done;
}

const alertArg: ArgSpec = {
  name: 'ALERT',
  doc: 'its id or the beginning of it, or the name of the agent or source: then all its alerts',
  complete: 'alert',
};
const scopeArg: ArgSpec = {
  name: 'WHAT',
  doc: 'an alert as for ack, or REASON@SITE; REASON@ for the controller itself, REASON@* everywhere',
  complete: 'alert',
};

const ack: CommandSpec = {
  path: ['alert', 'ack'],
  summary: 'say that you look after it; that ends with the alert',
  examples: [
    ['wayside alert ack 4f2a --note "power cut, back at 10"', ''],
    ['wayside alert ack ams1-a', 'all open alerts of that agent'],
  ],
  args: [alertArg],
  flags: [{ name: 'note', value: 'TEXT', doc: 'what others should know' }],
  async run(call) {
    const { shell, flags } = call;
    const request = { id: argument(call, 0), note: flags.text('note') ?? '' };
    const answer = await shell.call('AlertService.AcknowledgeAlert', request);
    return say(shell, 'AcknowledgeAlertResponse', { answer, done: 'acknowledged' });
  },
};

const unack: CommandSpec = {
  path: ['alert', 'unack'],
  summary: 'take an acknowledgement back',
  examples: [['wayside alert unack 4f2a', '']],
  args: [alertArg],
  async run(call) {
    const answer = await call.shell.call('AlertService.UnacknowledgeAlert', { id: argument(call, 0) });
    return say(call.shell, 'UnacknowledgeAlertResponse', { answer, done: 'open again' });
  },
};

const silence: CommandSpec = {
  path: ['alert', 'silence'],
  summary: 'hide alerts for a while, those to come too; it ends by itself',
  examples: [
    ['wayside alert silence source-failed@ams1 --for 8h --why "switches are exchanged"', ''],
    ['wayside alert silence 4f2a --for 2d --why "spare part ordered"', ''],
  ],
  args: [scopeArg],
  flags: [
    { name: 'for', value: 'TIME', doc: 'how long, such as 8h; at most 30d' },
    { name: 'why', value: 'TEXT', doc: 'reason; whoever misses the alert reads it' },
  ],
  async run(call) {
    const { shell, flags } = call;
    const [forText, why] = [requiredFlag(flags, 'for'), requiredFlag(flags, 'why')];
    const request = { ...targetOf(argument(call, 0)), seconds: await secondsOf(forText), why };
    const answer = await shell.call('AlertService.SilenceAlert', request);
    const { zone } = shell.settings;
    const lines = answer.silences.map(silenceFromWire).map((made) => {
      return `${scopeText(made)} silenced until ${formatTime(made.until, zone)}`;
    });
    return printMessage(shell, {
      ...{ type: 'wayside.v1.SilenceAlertResponse', message: answer, text: lines.join('\n') },
    });
  },
};

const unsilence: CommandSpec = {
  path: ['alert', 'unsilence'],
  summary: 'end a silence before its time',
  examples: [['wayside alert unsilence source-failed@ams1', '']],
  args: [{ ...scopeArg, doc: `${scopeArg.doc}; or the id of the silence` }],
  async run(call) {
    const answer = await call.shell.call('AlertService.UnsilenceAlert', targetOf(argument(call, 0)));
    const text = answer.silences.map((one) => `${scopeText(silenceFromWire(one))} is heard again`).join('\n');
    return printMessage(call.shell, { type: 'wayside.v1.UnsilenceAlertResponse', message: answer, text });
  },
};

/** `source-failed@ams1`, or an id or name. */
function targetOf(text: string): { readonly id: string; readonly reason: string; readonly site: string } {
  const at = text.lastIndexOf('@');
  const reason = text.slice(0, Math.max(0, at));
  return isHealthReason(reason)
    ? { id: '', reason, site: text.slice(at + 1) }
    : { id: text, reason: '', site: '' };
}

async function secondsOf(text: string): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= MS_PER_SECOND && ms <= SILENCE_MAX_MS) return Math.floor(ms / MS_PER_SECOND);
  throw new WaysideError(
    'INVALID_INPUT',
    `--for must be a duration from 1s to 30d, such as 8h, not "${text}"`,
  );
}

async function say(
  shell: Shell,
  type: string,
  {
    answer,
    done,
  }: {
    readonly answer: ApiMethods['AlertService.AcknowledgeAlert']['response'];
    readonly done: string;
  },
): Promise<ExitCode> {
  const lines = answer.alerts.map(({ id, reason, subjectName }) => {
    return `${id} ${reason}${subjectName === '' ? '' : ` of ${subjectName}`}: ${done}`;
  });
  return printMessage(shell, { type: `wayside.v1.${type}`, message: answer, text: lines.join('\n') });
}

export const alertCommands: readonly CommandSpec[] = [ls, ack, unack, silence, unsilence];

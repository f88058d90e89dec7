/** `trace mac`: where is that address plugged in? */
import { WaysideError } from '../../../shared/errors.ts';
import { parseMac, type TraceAnswer, type TraceEdge } from '../../../shared/model/index.ts';
import { type ApiMethods, traceEventFromWire } from '../../../shared/wire/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatJson, formatJsonLine, formatYaml } from '../output/documents.ts';
import { type ListingSpec, printListing } from '../output/listing.ts';
import { Progress } from '../output/progress.ts';
import { formatIso } from '../output/time.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { askedOf, exitCodeOf, interruptible, traceFlags } from '../trace/asked.ts';
import { askedText, traceText } from '../trace/text.ts';

type Request = ApiMethods['TraceService.TraceMac']['request'];
type AnswerMessage = NonNullable<ApiMethods['TraceService.TraceMac']['response']['answer']>;

/** With `--watch` the question is asked again this long after each answer. */
const WATCH_PAUSE_MS = 5000;

interface Traced {
  readonly answer: TraceAnswer;
  readonly message: AnswerMessage;
}

export const traceMacCommand: CommandSpec = {
  path: ['trace', 'mac'],
  summary: 'find the switch port that a MAC address is plugged into',
  examples: [
    ['wayside trace mac 00:1b:21:aa:bb:cc --site ams1', 'ask the switches of one site now'],
    ['wayside trace mac 001b.21aa.bbcc --all-hits', 'ask every switch; every sighting and the reasons'],
    ['wayside trace mac 00-1B-21-AA-BB-CC --cached', 'from what is known, without asking'],
    ['wayside trace mac 001b21aabbcc -o json | jq .edges[0].port', 'for a script'],
  ],
  args: [{ name: 'MAC', doc: 'the address, in any spelling' }],
  flags: traceFlags,
  watches: true,
  notes: [
    'Exit code: 0 found, 3 found nowhere, 5 not found, or only in the last collect, for switches did not answer.',
    'With --watch it asks again and again and prints each new answer. Ctrl-C ends the work at the switches.',
  ],
  async run(call) {
    const { shell } = call;
    const text = argument(call, 0);
    if (!parseMac(text)) {
      throw new WaysideError('INVALID_INPUT', `"${text}" is not a MAC address`, {
        hint: 'Twelve hex digits in any spelling: 00:1b:21:aa:bb:cc, 00-1B-21-AA-BB-CC, 001b.21aa.bbcc, 001b21aabbcc',
      });
    }
    const request: Request = { mac: text, ...askedOf(call) };
    return interruptible(shell, () => (shell.watch ? watchTrace(shell, request) : traceOnce(shell, request)));
  },
};

async function traceOnce(shell: Shell, request: Request): Promise<ExitCode> {
  const traced = await trace(shell, request);
  await printAnswer(shell, traced, { full: request.allHits === true, many: false });
  shell.note(askedText(traced.answer));
  return exitCodeOf(traced.answer);
}

/** Prints an answer when its ports or its verdict are other ones than before. */
async function watchTrace(shell: Shell, request: Request): Promise<ExitCode> {
  const { delay } = await import('../../../shared/runtime/index.ts');
  const { clock } = await shell.tools();
  let before = '';
  for (;;) {
    const traced = await trace(shell, request);
    const { verdict, edges } = traced.answer;
    const now = [verdict, ...edges.map(({ switchName, port }) => `${switchName} ${port}`)].join('|');
    if (now !== before) await printAnswer(shell, traced, { full: request.allHits === true, many: true });
    before = now;
    await delay(clock, WATCH_PAUSE_MS, shell.signal);
  }
}

async function trace(shell: Shell, request: Request): Promise<Traced> {
  const progress = new Progress(shell);
  try {
    for await (const message of shell.stream('TraceService.TraceMac', request)) {
      const event = traceEventFromWire(message);
      if (event?.type === 'progress') {
        const { current, total, status } = event.progress;
        progress.show('', `asking the switches  ${current}/${total}  ${event.progress.switch} ${status}`);
      }
      if (event?.type === 'answer' && message.answer)
        return { answer: event.answer, message: message.answer };
    }
  } finally {
    progress.end();
  }
  throw new WaysideError('CONNECTION_LOST', 'the controller ended the trace without an answer');
}

async function printAnswer(
  shell: Shell,
  { answer, message }: Traced,
  { full, many }: { readonly full: boolean; readonly many: boolean },
): Promise<void> {
  const api = await shell.api();
  const json = api.toJson('wayside.v1.TraceAnswer', message);
  switch (shell.settings.output) {
    case 'json':
      return shell.out(many ? formatJsonLine(json) : formatJson(json));
    case 'yaml':
      return shell.out(await formatYaml(json, many ? 'next' : 'only'));
    case 'name':
    case 'csv':
      return printListing(shell, edgeListing, { rows: answer.edges, json: () => json });
    case 'table':
    case 'wide': {
      const reader = await shell.reader();
      const wide = shell.settings.output === 'wide';
      return shell.out(traceText(answer, { reader, paint: shell.settings.paintOut, full: full || wide }));
    }
  }
}

const edgeListing: ListingSpec<TraceEdge> = {
  plural: 'ports',
  name: ({ switch: ref, switchName, port }) => `${ref.site}/${switchName} ${port}`,
  columns: [],
  csv: [
    { head: 'site', cell: ({ switch: ref }) => ref.site },
    { head: 'switch', cell: ({ switchName }) => switchName },
    { head: 'port', cell: ({ port }) => port },
    { head: 'vlan', cell: ({ vlan }) => String(vlan ?? '') },
    { head: 'type', cell: ({ entryType }) => entryType },
    { head: 'class', cell: ({ portClass }) => portClass },
    { head: 'confidence', cell: ({ confidence }) => String(confidence) },
    { head: 'other_addresses', cell: ({ otherAddresses }) => String(otherAddresses) },
    { head: 'seen', cell: ({ seenAt }) => formatIso(seenAt) },
    { head: 'description', cell: ({ portDescription }) => portDescription ?? '' },
    { head: 'live', cell: ({ live }) => String(live) },
  ],
};

/** `trace ip` and `trace name`: what stands behind an address or a name, and where that is plugged in. */
import { WaysideError } from '../../../shared/errors.ts';
import { type Json, parseIp, type TraceIpAnswer, type TraceNameAnswer } from '../../../shared/model/index.ts';
import { type ApiMethods, traceIpEventFromWire, traceNameEventFromWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { Progress } from '../output/progress.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { askedOf, exitCodeOf, interruptible, traceFlags } from '../trace/asked.ts';
import { ipText, nameText } from '../trace/asked-text.ts';
import { askedText } from '../trace/text.ts';

type IpRequest = ApiMethods['TraceService.TraceIp']['request'];
type NameRequest = ApiMethods['TraceService.TraceName']['request'];

export const traceIpCommand: CommandSpec = {
  path: ['trace', 'ip'],
  summary: 'find the switch port behind an IP address',
  examples: [
    ['wayside trace ip 10.20.1.17 --site ams1', 'ask who routes for its MAC address, then for the port'],
    ['wayside trace ip 2001:db8::17 --no-cache', 'as if nothing was known before'],
    ['wayside trace ip 10.20.1.17 -o json | jq .traces[0].edges[0].port', 'for a script'],
  ],
  args: [{ name: 'ADDRESS', doc: 'the IPv4 or IPv6 address' }],
  flags: traceFlags,
  notes: [
    'Exit code: 0 found, 3 found nowhere, 5 not found, or only in the last collect, for switches did not answer.',
    'The switches that knew the address at the last collect are asked first, then all that route.',
  ],
  async run(call) {
    const { shell } = call;
    const text = argument(call, 0);
    if (parseIp(text) === undefined) {
      throw new WaysideError('INVALID_INPUT', `"${text}" is not an IP address`, {
        hint: 'For example 10.20.1.17 or 2001:db8::17; for a name there is wayside trace name NAME',
      });
    }
    const request: IpRequest = { address: text, ...askedOf(call) };
    return interruptible(shell, () => traceIp(shell, request));
  },
};

export const traceNameCommand: CommandSpec = {
  path: ['trace', 'name'],
  summary: 'find the switch port of what bears a name',
  examples: [
    ['wayside trace name ap-lobby', 'an access point, phone or server that tells its name by LLDP or CDP'],
    ['wayside trace name ams1-f2-sw03 --site ams1', 'a switch'],
  ],
  args: [{ name: 'NAME', doc: 'the whole name; without a dot also the first part of a longer one' }],
  flags: traceFlags,
  notes: [
    'Exit code: 0 found, 2 several devices have the name, 3 found nowhere, 5 switches did not answer.',
    'Several devices are listed; trace one of them by its MAC address then.',
  ],
  run(call) {
    const { shell } = call;
    const request: NameRequest = { name: argument(call, 0), ...askedOf(call) };
    return interruptible(shell, () => traceName(shell, request));
  },
};

async function traceIp(shell: Shell, request: IpRequest): Promise<ExitCode> {
  const progress = new Progress(shell);
  try {
    for await (const message of shell.stream('TraceService.TraceIp', request)) {
      const event = traceIpEventFromWire(message);
      if (event?.type === 'progress') showProgress(progress, event.progress);
      if (event?.type !== 'answer') continue;
      progress.end();
      const json = (await shell.api()).toJson('wayside.v1.TraceIpAnswer', message.answer ?? {});
      return await printIp(shell, { answer: event.answer, json, full: request.allHits === true });
    }
  } finally {
    progress.end();
  }
  throw endedEarly();
}

async function traceName(shell: Shell, request: NameRequest): Promise<ExitCode> {
  const progress = new Progress(shell);
  try {
    for await (const message of shell.stream('TraceService.TraceName', request)) {
      const event = traceNameEventFromWire(message);
      if (event?.type === 'progress') showProgress(progress, event.progress);
      if (event?.type !== 'answer') continue;
      progress.end();
      const json = (await shell.api()).toJson('wayside.v1.TraceNameAnswer', message.answer ?? {});
      return await printName(shell, { answer: event.answer, json, full: request.allHits === true });
    }
  } finally {
    progress.end();
  }
  throw endedEarly();
}

function showProgress(
  progress: Progress,
  {
    current,
    total,
    status,
    switch: name,
  }: { current: number; total: number; status: string; switch: string },
): void {
  progress.show('', `asking the switches  ${current}/${total}  ${name} ${status}`);
}

function endedEarly(): WaysideError {
  return new WaysideError('CONNECTION_LOST', 'the controller ended the trace without an answer');
}

interface Printed<T> {
  readonly answer: T;
  readonly json: Json;
  readonly full: boolean;
}

async function printIp(shell: Shell, { answer, json, full }: Printed<TraceIpAnswer>): Promise<ExitCode> {
  if (!(await printDocument(shell, json))) {
    const reader = await shell.reader();
    const wide = shell.settings.output === 'wide';
    shell.out(ipText(answer, { reader, paint: shell.settings.paintOut, full: full || wide }));
  }
  for (const trace of answer.traces) shell.note(askedText(trace));
  return exitCodeOf(answer);
}

async function printName(shell: Shell, { answer, json, full }: Printed<TraceNameAnswer>): Promise<ExitCode> {
  if (!(await printDocument(shell, json))) {
    const reader = await shell.reader();
    const wide = shell.settings.output === 'wide';
    shell.out(nameText(answer, { reader, paint: shell.settings.paintOut, full: full || wide }));
  }
  for (const trace of [answer.trace ?? [], answer.resolved?.traces ?? []].flat())
    shell.note(askedText(trace));
  return answer.verdict === undefined ? exitCodes.usage : exitCodeOf({ verdict: answer.verdict });
}

/** False: as text. Error: INVALID_INPUT for a form that such an answer has not. */
async function printDocument(shell: Shell, json: Json): Promise<boolean> {
  switch (shell.settings.output) {
    case 'json':
      shell.out(formatJson(json));
      return true;
    case 'yaml':
      shell.out(await formatYaml(json, 'only'));
      return true;
    case 'name':
    case 'csv':
      throw new WaysideError('INVALID_INPUT', `there is no output as ${shell.settings.output} here`, {
        hint: 'Take -o json; or trace the MAC address: wayside trace mac MAC -o csv',
      });
    default:
      return false;
  }
}

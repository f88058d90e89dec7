/** How much a program writes to its log: shown, and changed for a while. */
import { WaysideError } from '../../../shared/errors.ts';
import type { LogLevel, LogLevelState } from '../../../shared/runtime/index.ts';
import { logLevel, logLevelStateFromWire } from '../../../shared/wire/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { printDetails } from '../output/details.ts';
import type { ListingSpec } from '../output/listing.ts';
import { formatIso, formatTime, type Reader } from '../output/time.ts';
import type { Call, CommandSpec } from '../spec.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

interface Row extends LogLevelState {
  /** `the controller`, or the agent as it was named. */
  readonly of: string;
}

const levelListing: ListingSpec<Row> = {
  plural: 'log levels',
  name: ({ level }) => level,
  columns: [],
  csv: [
    { head: 'of', cell: ({ of }) => of },
    { head: 'level', cell: ({ level }) => level },
    { head: 'configured', cell: ({ configured }) => configured },
    { head: 'until', cell: ({ until }) => (until === undefined ? '' : formatIso(until)) },
  ],
};

export const logLevelCommand: CommandSpec = {
  path: ['log-level'],
  summary: 'show how much the controller or an agent logs, or change it for a while',
  examples: [
    ['wayside log-level', 'of the controller'],
    ['wayside log-level debug --for 10m', 'then it goes back by itself'],
    ['wayside log-level debug --agent ams1-closet', ''],
  ],
  args: [{ name: 'LEVEL', doc: 'debug, info, warn or error; without it the level is shown', optional: true }],
  flags: [
    { name: 'agent', value: 'NAME', doc: 'of this agent, which must be online', complete: 'agent' },
    { name: 'for', value: 'TIME', doc: 'how long, such as 30m (default) or 2h; a day at most' },
  ],
  notes: ['For good it is set in the configuration: log.level.'],
  async run(call) {
    const { shell, flags } = call;
    const agent = flags.text('agent') ?? '';
    const level = levelOf(call);
    const ttlSeconds = await secondsOf(call, level);
    const answer = level
      ? await shell.call('SystemService.SetLogLevel', { level: logLevel.toWire(level), agent, ttlSeconds })
      : await shell.call('SystemService.GetLogLevel', { agent });
    const row: Row = { of: agent || 'the controller', ...logLevelStateFromWire(answer) };
    const reader = await shell.reader();
    const type = level ? 'SetLogLevelResponse' : 'GetLogLevelResponse';
    const json = (await shell.api()).toJson(`wayside.v1.${type}`, answer);
    await printDetails(shell, {
      spec: levelListing,
      row,
      facts: () => [
        ['Log level', levelText(row, reader)],
        ['Of', row.of],
      ],
      json: () => json,
    });
    return exitCodes.done;
  },
};

function levelText({ level, configured, until }: Row, { zone }: Reader): string {
  if (until === undefined) return `${level}, as configured`;
  return `${level} until ${formatTime(until, zone)}, then ${configured} as configured`;
}

function levelOf({ args }: Call): LogLevel | undefined {
  const [text] = args;
  const level = LEVELS.find((one) => one === text);
  if (text === undefined || level) return level;
  throw new WaysideError('INVALID_INPUT', `LEVEL must be one of ${LEVELS.join(', ')}, not "${text}"`);
}

/** 0: the controller's default. */
async function secondsOf({ flags }: Call, level: LogLevel | undefined): Promise<number> {
  const text = flags.text('for');
  if (text === undefined) return 0;
  if (!level) throw new WaysideError('INVALID_INPUT', '--for goes with a LEVEL');
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= 1000 && ms <= MAX_MS) return Math.ceil(ms / 1000);
  throw new WaysideError('INVALID_INPUT', `--for must be a time from 1s to 24h, not "${text}"`);
}

const MAX_MS = 86_400_000;

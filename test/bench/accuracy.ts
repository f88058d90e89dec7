/**
 * `npm run accuracy -- [--campuses N] [--seed S] [--switches A-B] [--addresses N] [--no-lldp | --lldp] [--campus FILE]
 * [--export FILE] [--json]`: how often the trace names the right port on hard campuses, with LLDP and without, when few
 * switches are asked first (as the product does) and when all are. What counts as right: head of accuracy-judge.ts. Exit
 * code 1: a bar is missed. 2: bad input.
 */
import { realpathSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { WaysideError } from '../../shared/errors.ts';
import { readCampus } from './accuracy-file.ts';
import { misses, type Tally } from './accuracy-report.ts';
import { askCampus, generated, newTallies } from './accuracy-run.ts';
import { tallyText } from './accuracy-text.ts';

const EXIT_MISSED = 1;
const EXIT_BAD_INPUT = 2;
const USAGE =
  'usage: accuracy [--campuses N] [--seed S] [--switches A-B] [--addresses N, 0 = all] [--lldp | --no-lldp] [--campus FILE] [--export FILE] [--json]';

interface Options {
  readonly campuses: number;
  readonly seed: number;
  readonly switchesMin: number;
  readonly switchesMax: number;
  readonly addresses: number;
  readonly modes: readonly boolean[];
  readonly campus: string | undefined;
  readonly exportTo: string | undefined;
  readonly json: boolean;
}

/** Returns the exit code. */
export function main(
  args: readonly string[],
  print: (text: string) => void,
  complain: (text: string) => void,
): number {
  try {
    const options = readArgs(args);
    if (options.exportTo !== undefined) {
      exportOne(options, options.exportTo);
      print(`written: ${options.exportTo}`);
      return 0;
    }
    const tallies = options.modes.flatMap((lldp) => run(options, lldp));
    print(options.json ? JSON.stringify(tallies.map(plain), null, 2) : tallies.map(tallyText).join('\n\n'));
    return tallies.some((tally) => misses(tally).length > 0) ? EXIT_MISSED : 0;
  } catch (error) {
    const { code, message, hint } = WaysideError.from(error);
    complain(`accuracy: ${message} (${code})${hint === undefined ? '' : `\n${hint}`}`);
    return EXIT_BAD_INPUT;
  }
}

function run(options: Options, lldp: boolean): readonly Tally[] {
  const tallies = newTallies(lldp);
  const { addresses, campus } = options;
  if (campus !== undefined) askCampus(readCampus(campus), tallies, { name: campus, addresses });
  else {
    for (const file of generated({ ...options, lldp })) {
      askCampus(file, tallies, { name: `seed ${file.seed}, ${file.devices.length} switches`, addresses });
    }
  }
  return tallies;
}

function exportOne(options: Options, path: string): void {
  const lldp = options.modes[0] ?? true;
  for (const file of generated({ ...options, lldp, campuses: 1 })) {
    writeFileSync(path, `${JSON.stringify(file)}\n`);
  }
}

function plain({ groups, classes, ...rest }: Tally): object {
  return {
    ...rest,
    misses: misses({ groups, classes, ...rest }),
    groups: Object.fromEntries(groups),
    classes: Object.fromEntries(classes),
  };
}

const OPTIONS = {
  campuses: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
  switches: { type: 'string', default: '40-400' },
  addresses: { type: 'string', default: '250' },
  lldp: { type: 'boolean', default: false },
  'no-lldp': { type: 'boolean', default: false },
  campus: { type: 'string' },
  export: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readArgs(args: readonly string[]): Options {
  const values = parsed(args);
  const [low = '', high = low] = values.switches.split('-');
  const options = {
    campuses: whole('campuses', values.campuses, 1),
    seed: whole('seed', values.seed, 0),
    switchesMin: whole('switches', low, 8),
    switchesMax: whole('switches', high, 8),
    addresses: whole('addresses', values.addresses, 0),
    modes: values['no-lldp'] ? [false] : values.lldp ? [true] : [true, false],
    campus: values.campus,
    exportTo: values.export,
    json: values.json,
  };
  if (options.switchesMin > options.switchesMax) throw bad('--switches A-B: A is more than B');
  return options;
}

function parsed(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, min: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && text !== '') return value;
  throw bad(`--${name} needs a whole number from ${min}, not "${text}"`);
}

function bad(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', message, { hint: USAGE });
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  // A reader that closed the pipe, such as `head`, has seen enough.
  process.stdout.on('error', () => undefined);
  process.exitCode = main(
    process.argv.slice(2),
    (text) => process.stdout.write(`${text}\n`),
    (text) => process.stderr.write(`${text}\n`),
  );
}

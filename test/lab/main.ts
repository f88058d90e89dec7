/**
 * `npm run lab`: a whole Wayside on this machine. A simulated campus answers over real SSH; `wayside dev` starts a
 * controller and an agent that joins with a token; then the main job runs as an operator would run it, through the
 * command line: import the switches, collect, trace three addresses.
 *
 *   npm run lab              stays up and says how to go on
 *   npm run lab -- --once    runs the main job, prints the answers and exits 0
 *   npm run lab -- --platform huawei_vrp
 *                            no Wayside: one device of that platform, to be added to a Wayside that runs already
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WaysideError } from '../../shared/errors.ts';
import { packageRoot, systemClock } from '../../shared/runtime/index.ts';
import { SWITCHES_MAX, SWITCHES_MIN } from './campus.ts';
import { type EndpointClass, generateCampus, pick, type RunningCampus, startCampus } from './index.ts';
import { wholeNumber } from './numbers.ts';
import { replayIds, standReplays } from './replay/index.ts';

const SITE = 'lab';
const USERNAME = 'admin';
const PASSWORD = 'lab-password';
const SWITCHES_DEFAULT = '14';
const SEED_DEFAULT = '7';
const SEED_MAX = 2 ** 31;
/** Every simulated switch takes so long for each command, as real ones do. */
const LATENCY_MS = 5;

const HELP = `npm run lab -- [--once] [--switches N] [--seed N]
npm run lab -- --platform ID [--platform ID ...]

  --once        runs import, collect and three traces, prints the answers and ends
  --switches N  of the simulated campus; default ${SWITCHES_DEFAULT}
  --seed N      another campus; default ${SEED_DEFAULT}
  --platform ID a single device that answers as that platform does, and nothing else; ID is one of
                ${inRows(replayIds)}
`;

const QUESTIONS: readonly (readonly [EndpointClass, string])[] = [
  ['edge', 'a PC on a plain edge port'],
  ['phone-pc', 'a PC behind a phone'],
  ['host-lag', 'a server behind a port channel'],
];

/** Four a row, set in below the option. */
function inRows(ids: readonly string[]): string {
  const rows = [0, 4, 8, 12].map((at) => ids.slice(at, at + 4).join(', '));
  return rows.join(',\n                ');
}

/** What `wayside dev -o json` says once it is ready. */
interface Dev {
  readonly address: string;
  readonly agentName: string;
  readonly agentConfig: string;
  /** XDG_CONFIG_HOME with a context that leads there. */
  readonly configHome: string;
}

interface Lab {
  readonly dir: string;
  readonly campus: RunningCampus;
  readonly dev: Dev;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string', multiple: true, default: [] },
      once: { type: 'boolean', default: false },
      switches: { type: 'string', default: SWITCHES_DEFAULT },
      seed: { type: 'string', default: SEED_DEFAULT },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values.platform.length > 0) return standReplays(values.platform, { ended: interrupted(), say });
  const campus = generateCampus({
    seed: wholeNumber('seed', values.seed, { min: 0, max: SEED_MAX }),
    switches: wholeNumber('switches', values.switches, { min: SWITCHES_MIN, max: SWITCHES_MAX }),
  });
  const dir = mkdtempSync(join(tmpdir(), 'wayside-lab-'));
  const running = await startCampus(campus, {
    latencyMs: LATENCY_MS,
    clock: systemClock,
    username: USERNAME,
    password: PASSWORD,
  });
  say(`${campus.devices.length} simulated switches answer SSH on loopback (seed ${campus.seed})`);
  const child = startDev();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const work = async (): Promise<void> => {
    const dev = await ready(child);
    say(`a controller answers at ${dev.address}, the agent ${dev.agentName} has joined it`);
    const lab: Lab = { dir, campus: running, dev };
    await mainJob(lab);
    if (values.once) return;
    invite(lab);
    // Why is above: it said so itself.
    if ((await ended) !== 0) throw new WaysideError('UNAVAILABLE', 'the lab broke off');
  };
  try {
    await Promise.race([work(), interrupted()]);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await running.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function mainJob(lab: Lab): Promise<void> {
  await storeCredential(lab);
  const file = join(lab.dir, 'switches.csv');
  writeFileSync(file, switchesCsv(lab.campus));
  await wayside(lab, ['switch', 'import', file, '--create-missing', '--yes']);
  await wayside(lab, ['collect', '--site', SITE]);
  for (const [endpoint, words] of QUESTIONS) {
    const truth = pick(lab.campus.campus, endpoint);
    say(`\n${words}: ${truth.name} is really at ${truth.switch} ${truth.port}`);
    await wayside(lab, ['trace', 'mac', truth.mac, '--site', SITE]);
  }
}

/** The campus as an operator's spreadsheet would have it. */
function switchesCsv(running: RunningCampus): string {
  const rows = running.campus.devices.map((device) => {
    const { host, port } = running.switch(device.hostname);
    return [SITE, `floor-${device.floor}`, device.hostname, host, port, 'campus'].join(',');
  });
  return `${['site,floor,name,address,port,credential', ...rows].join('\n')}\n`;
}

/** The password goes in by standard input, as it must everywhere. */
async function storeCredential({ dev }: Lab): Promise<void> {
  const args = ['credential', 'set', 'campus', '--targets', '127.0.0.1', '--username', USERNAME, '--stdin'];
  say(`\n$ wayside-agent ${args.join(' ')}`);
  const all = [program('agent/main.js'), ...args, '--config', dev.agentConfig];
  const child = spawn(process.execPath, all, { env: plainEnv(), stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin?.end(`${PASSWORD}\n`);
  await succeeded(child, 'wayside-agent credential set');
}

/** Runs `wayside …` with the lab's context; its output goes to the screen. */
async function wayside({ dir, dev }: Lab, args: readonly string[]): Promise<void> {
  say(`\n$ wayside ${args.join(' ').replace(`${dir}/`, '')}`);
  const child = spawn(process.execPath, [program('controller/cli/main.js'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...plainEnv(), XDG_CONFIG_HOME: dev.configHome },
  });
  await succeeded(child, `wayside ${args[0]}`);
}

/** In a folder of its own making, which it takes away and names to nobody who comes too late. */
function startDev(): ChildProcess {
  const args = ['dev', '--site', SITE, '--writes', '--output', 'json', '--quiet'];
  return spawn(process.execPath, [program('controller/cli/main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: plainEnv(),
  });
}

async function ready({ stdout }: ChildProcess): Promise<Dev> {
  if (!stdout) throw new WaysideError('INTERNAL', 'wayside dev has no output');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Dev;
  throw new WaysideError('UNAVAILABLE', 'wayside dev ended before it was ready');
}

/** Without what is set for a Wayside that counts. */
function plainEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WAYSIDE_')));
}

function succeeded(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new WaysideError('INTERNAL', `${what} ended with exit code ${code}`));
    });
  });
}

function invite({ campus, dev }: Lab): void {
  const edge = pick(campus.campus, 'edge');
  say(`
The lab stays up until Ctrl-C. The API is at ${dev.address}. In another terminal:

  export XDG_CONFIG_HOME=${dev.configHome}
  alias wayside="node ${program('controller/cli/main.js')}"
  alias wayside-agent="node ${program('agent/main.js')}"

  wayside status
  wayside switch ls
  wayside trace mac ${pick(campus.campus, 'hypervisor-vm').mac} --all-hits
  wayside port ls --switch ${edge.switch}
  wayside port plan describe "my desk" --switch ${edge.switch} --ports ${edge.port} --apply
  wayside job ls
  wayside doctor
  wayside-agent status --config ${dev.agentConfig}

Every switch takes the login ${USERNAME} / ${PASSWORD}. The agent may change ports, and asks for no signature: elsewhere it
changes nothing until its own configuration says so.`);
}

/** Resolves at Ctrl-C, or when nobody reads on: nothing that was started stays behind. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    process.stdout.on('error', () => resolve());
  });
}

function program(path: string): string {
  return join(packageRoot(), 'dist', path);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const { code, message, hint } = WaysideError.from(error);
    process.stderr.write(`lab: ${message} [${code}]${hint ? `\n  ${hint}` : ''}\n`);
    process.exit(1);
  },
);

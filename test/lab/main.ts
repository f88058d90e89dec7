/**
 * `npm run lab`: a whole Wayside on this machine. A simulated campus answers over real SSH; `wayside dev` starts a
 * controller and an agent that joins with a token; then the main job runs as an operator would run it, through the
 * command line: import the switches, collect, trace three addresses.
 *
 *   npm run lab              stays up and says how to go on
 *   npm run lab -- --once    runs the main job, prints the answers and exits 0
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WaysideError } from '../../shared/errors.ts';
import { packageRoot, systemClock } from '../../shared/runtime/index.ts';
import {
  type Campus,
  type EndpointClass,
  generateCampus,
  pick,
  type RunningCampus,
  startCampus,
} from './index.ts';

const SITE = 'lab';
const USERNAME = 'admin';
const PASSWORD = 'lab-password';
const SWITCHES_DEFAULT = '14';
const SEED_DEFAULT = '7';
/** Every simulated switch takes so long for each command, as real ones do. */
const LATENCY_MS = 5;

const QUESTIONS: readonly (readonly [EndpointClass, string])[] = [
  ['edge', 'a PC on a plain edge port'],
  ['phone-pc', 'a PC behind a phone'],
  ['host-lag', 'a server behind a port channel'],
];

interface Lab {
  readonly dir: string;
  readonly campus: RunningCampus;
  readonly dev: ChildProcess;
  /** Runs `wayside …` with the lab's context; its output goes to the screen. */
  wayside(...args: string[]): Promise<void>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean', default: false },
      switches: { type: 'string', default: SWITCHES_DEFAULT },
      seed: { type: 'string', default: SEED_DEFAULT },
    },
  });
  const campus = generateCampus({ seed: Number(values.seed), switches: Number(values.switches) });
  const dir = mkdtempSync(join(tmpdir(), 'wayside-lab-'));
  const running = await startCampus(campus, {
    latencyMs: LATENCY_MS,
    clock: systemClock,
    username: USERNAME,
    password: PASSWORD,
  });
  say(`${campus.devices.length} simulated switches answer SSH on loopback (seed ${campus.seed})`);
  const dev = startDev(dir);
  const lab: Lab = { dir, campus: running, dev, wayside: (...args) => runWayside(dir, args) };
  try {
    await developmentReady(dev);
    await mainJob(lab);
    if (!values.once) await stayUp(lab, campus);
  } finally {
    await stop(lab);
  }
}

async function mainJob({ dir, campus, wayside }: Lab): Promise<void> {
  await storeCredential(dir);
  const file = join(dir, 'switches.csv');
  writeFileSync(file, switchesCsv(campus));
  await wayside('switch', 'import', file, '--create-missing', '--yes');
  await wayside('collect', '--site', SITE);
  for (const [endpoint, words] of QUESTIONS) {
    const truth = pick(campus.campus, endpoint);
    say(`\n${words}: ${truth.name} is really at ${truth.switch} ${truth.port}`);
    await wayside('trace', 'mac', truth.mac, '--site', SITE);
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

async function storeCredential(dir: string): Promise<void> {
  const args = ['credential', 'set', 'campus', '--targets', '127.0.0.1', '--username', USERNAME, '--stdin'];
  const child = spawn(
    process.execPath,
    [program('agent/main.js'), ...args, '--config', join(dir, 'agent.yaml')],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  child.stdin?.end(`${PASSWORD}\n`);
  await succeeded(child, 'wayside-agent credential set');
}

function startDev(dir: string): ChildProcess {
  const args = [program('controller/cli/main.js'), 'dev', '--dir', dir, '--site', SITE];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** `wayside dev` says in its last line that it is ready; what it prints is for people, so it is shown. */
async function developmentReady(dev: ChildProcess): Promise<void> {
  if (!dev.stdout) throw new WaysideError('INTERNAL', 'wayside dev has no output');
  const lines = createInterface({ input: dev.stdout });
  for await (const line of lines) {
    say(line);
    if (line.startsWith('ready')) return;
  }
  throw new WaysideError('UNAVAILABLE', 'wayside dev ended before it was ready');
}

async function runWayside(dir: string, args: readonly string[]): Promise<void> {
  say(`\n$ wayside ${args.join(' ').replace(`${dir}/`, '')}`);
  const child = spawn(process.execPath, [program('controller/cli/main.js'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, XDG_CONFIG_HOME: join(dir, 'context') },
  });
  await succeeded(child, `wayside ${args[0]}`);
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

async function stayUp(lab: Lab, campus: Campus): Promise<void> {
  say(`
The lab stays up until Ctrl-C. In another terminal:

  export XDG_CONFIG_HOME=${join(lab.dir, 'context')}
  alias wayside="node ${program('controller/cli/main.js')}"

  wayside status
  wayside switch ls
  wayside trace mac ${pick(campus, 'hypervisor-vm').mac} --all-hits
  wayside job ls
  wayside doctor`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    lab.dev.once('exit', () => resolve());
  });
}

async function stop({ dir, campus, dev }: Lab): Promise<void> {
  if (dev.exitCode === null) {
    const gone = new Promise((resolve) => dev.once('exit', resolve));
    dev.kill('SIGTERM');
    await gone;
  }
  await campus.stop();
  rmSync(dir, { recursive: true, force: true });
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

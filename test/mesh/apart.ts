/**
 * A network of its own for the controller, as a namespace of the kernel, with one cable for agents and one for people.
 * When the agents' cable is pulled nothing says goodbye: no end, no reset, only silence. It takes root; `open` gives
 * `undefined` to everybody else.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt, systemRandom } from '../../shared/runtime/index.ts';

/** A network that is never routed, as many times four addresses of it as there are. */
const NETWORK = [198, 18] as const;
const CABLES_MAX = 16_384;
const NAME_CHARS = 6;

export class Apart {
  /** Of the controller, on the cable of the agents and on that of people. */
  readonly agents: string;
  readonly people: string;
  private readonly holder: ChildProcess;
  private readonly far: string;

  private constructor(holder: ChildProcess) {
    this.holder = holder;
    this.far = `wa${randomName()}`;
    this.agents = this.lay(this.far);
    this.people = this.lay(`wp${randomName()}`);
  }

  static async open(): Promise<Apart | undefined> {
    if (process.getuid?.() !== 0) return undefined;
    // It holds the namespace for as long as we are there.
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const gone = new Promise<'gone'>((resolve) => {
      holder.once('error', () => resolve('gone'));
      holder.once('exit', () => resolve('gone'));
    });
    const ready = holder.stdout ? once(holder.stdout, 'data') : gone;
    if ((await Promise.race([ready, gone])) === 'gone') return undefined;
    try {
      return new Apart(holder);
    } catch {
      // No such devices in this kernel, or no rights in this container.
      holder.kill('SIGKILL');
      return undefined;
    }
  }

  /** Runs a program in there. */
  get within(): readonly string[] {
    return ['nsenter', `--net=/proc/${this.holder.pid}/ns/net`, '--'];
  }

  /** At the far end: what is sent from here is lost on the way. */
  pull(): void {
    this.ip('link', 'set', this.far, 'down');
  }

  plug(): void {
    this.ip('link', 'set', this.far, 'up');
  }

  /** Takes the cables along. */
  async close(): Promise<void> {
    this.holder.kill('SIGKILL');
    await once(this.holder, 'exit');
  }

  /** The address at the far end. */
  private lay(far: string): string {
    const near = `${far}n`;
    const first = 4 * randomInt(systemRandom, CABLES_MAX);
    const address = (of: number): string => [...NETWORK, (first + of) >> 8, (first + of) & 255].join('.');
    const ip = (...args: readonly string[]): unknown => execFileSync('ip', args, { stdio: 'ignore' });
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', String(this.holder.pid));
    ip('address', 'add', `${address(1)}/30`, 'dev', near);
    ip('link', 'set', near, 'up');
    this.ip('address', 'add', `${address(2)}/30`, 'dev', far);
    this.ip('link', 'set', far, 'up');
    this.ip('link', 'set', 'lo', 'up');
    return address(2);
  }

  private ip(...args: readonly string[]): void {
    const [file = '', ...rest] = [...this.within, 'ip', ...args];
    execFileSync(file, rest, { stdio: 'ignore' });
  }
}

function randomName(): string {
  return Buffer.from(systemRandom.bytes(NAME_CHARS / 2)).toString('hex');
}

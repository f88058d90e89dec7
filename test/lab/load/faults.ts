/** What goes wrong during a load, on a timer: lines are cut or fall silent, agents end, the controller is killed. */
import { type Clock, delay, randomInt, seededRandom } from '../../../shared/runtime/index.ts';
import { type LinkProxy, startProxy } from '../proxy.ts';
import type { FaultKind } from './options.ts';
import type { Squad } from './squad.ts';

/** Agents are spread over so many lines; a cut or a silence hits one of them. */
const LINES = 8;
const SILENCE_MS = 3000;
const AWAY_MS = 1000;
const AGENTS_MAX = 10_000;

/** The lines between agents and controller. */
export class Lines {
  private readonly proxies: readonly LinkProxy[];

  private constructor(proxies: readonly LinkProxy[]) {
    this.proxies = proxies;
  }

  static async open(address: string): Promise<Lines> {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
    const target = { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
    return new Lines(await Promise.all(Array.from({ length: LINES }, () => startProxy({ target }))));
  }

  get addresses(): readonly string[] {
    return this.proxies.map(({ port }) => `127.0.0.1:${port}`);
  }

  addressOf(agent: number): string {
    return this.addresses[agent % LINES] ?? '';
  }

  line(at: number): LinkProxy | undefined {
    return this.proxies[at % LINES];
  }

  async stop(): Promise<void> {
    await Promise.all(this.proxies.map((proxy) => proxy.stop()));
  }
}

export interface FaultDeps {
  readonly clock: Clock;
  readonly squads: readonly Squad[];
  /** Draws what is hit. */
  readonly seed: number;
  readonly lines: Lines | undefined;
  /** Kills the controller and starts it again. */
  readonly killController: (() => Promise<void>) | undefined;
}

export type FaultCounts = Readonly<Record<FaultKind, number>>;

/** Makes them in turn until the signal aborts; all is whole again when it returns. */
export async function makeFaults(
  deps: FaultDeps,
  options: { readonly kinds: readonly FaultKind[]; readonly everyMs: number },
  signal: AbortSignal,
): Promise<FaultCounts> {
  const counts = { cut: 0, freeze: 0, restart: 0, 'kill-controller': 0 };
  if (options.kinds.length === 0) return counts;
  const random = seededRandom(deps.seed);
  const draw = (below: number): number => randomInt(random, below);
  for (let at = 0; ; at += 1) {
    await delay(deps.clock, options.everyMs / options.kinds.length, signal).catch(() => undefined);
    if (signal.aborted) return counts;
    const kind = options.kinds[at % options.kinds.length];
    if (kind === undefined) return counts;
    await make(kind, deps, draw);
    counts[kind] += 1;
  }
}

async function make(
  kind: FaultKind,
  { clock, squads, lines, killController }: FaultDeps,
  draw: (below: number) => number,
): Promise<void> {
  const line = lines?.line(draw(LINES));
  switch (kind) {
    case 'cut':
      line?.cut();
      return;
    case 'freeze':
      line?.freeze();
      await delay(clock, SILENCE_MS);
      line?.thaw();
      return;
    case 'restart':
      await squads[draw(squads.length)]?.restart(draw(AGENTS_MAX), AWAY_MS);
      return;
    case 'kill-controller':
      await killController?.();
  }
}

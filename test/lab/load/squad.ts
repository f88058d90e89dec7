/**
 * Some of the agents of a load, with an API client of their own: those of every so manieth site, so that nobody else's
 * records lie at their sites. All of them may be in this process, or each squad in one of its own (squad-child.ts).
 */
import { setMaxListeners } from 'node:events';
import { delay } from '../../../shared/runtime/index.ts';
import type { ApiClient } from '../../../shared/transport/index.ts';
import { atOnce } from './at-once.ts';
import { type Checked, checkRecords } from './check.ts';
import { Fleet, type FleetOptions } from './fleet.ts';
import { ask, type Rates, type WorkDone, work } from './work.ts';

/** A reference to a source, as the API takes it. */
export interface SourceRef {
  readonly site: string;
  readonly kind: string;
  readonly id: string;
}

export interface Squad {
  /** Of its process. */
  readonly pid: number;
  /** The sources of its agents. */
  sources(): Promise<readonly SourceRef[]>;
  prepare(): Promise<void>;
  join(): Promise<void>;
  connect(): Promise<void>;
  /** The number of changes that the controller now holds. */
  scan(): Promise<number>;
  /** Goes on until `rest`. */
  work(rates: Rates): Promise<WorkDone>;
  rest(): Promise<void>;
  /** Gives up the jobs that are under way. */
  giveUp(): Promise<void>;
  /** A job for each agent at once; milliseconds until the last has answered. */
  each(): Promise<number>;
  /** Ends one of its agents for so long, and starts it again. */
  restart(at: number, awayMs: number): Promise<void>;
  /** What `allUp` counts from. */
  mark(): Promise<void>;
  /** Resolves when each agent had a session since the mark. */
  allUp(): Promise<void>;
  settled(): Promise<void>;
  check(): Promise<Checked>;
  /** Opened so far. */
  sessions(): Promise<number>;
  stop(): Promise<void>;
}

const AT_ONCE_MAX = 10_000;

/** In this process. */
export class LocalSquad implements Squad {
  readonly pid: number = process.pid;
  readonly fleet: Fleet;
  private readonly options: FleetOptions;
  /** The one to call on now: a controller that was killed comes back with another. */
  private readonly client: () => ApiClient;
  private readonly gaveUp = new AbortController();
  private resting = new AbortController();
  private marked: ReturnType<Fleet['counts']> = new Map();

  constructor(options: FleetOptions, client: () => ApiClient) {
    this.options = options;
    this.client = client;
    this.fleet = new Fleet(options);
    // Each job under way listens.
    setMaxListeners(0, this.gaveUp.signal);
  }

  async sources(): Promise<readonly SourceRef[]> {
    return this.fleet.agents.map(({ source: { ref } }) => ({ site: ref.site, kind: ref.kind, id: ref.id }));
  }

  prepare(): Promise<void> {
    return this.fleet.prepare();
  }

  async join(): Promise<void> {
    await this.fleet.join();
  }

  async connect(): Promise<void> {
    await this.fleet.connect();
  }

  async scan(): Promise<number> {
    return (await this.fleet.scan()).changes;
  }

  work(rates: Rates): Promise<WorkDone> {
    this.resting = new AbortController();
    return work(this.deps, rates, this.resting.signal);
  }

  async rest(): Promise<void> {
    this.resting.abort();
  }

  async giveUp(): Promise<void> {
    this.gaveUp.abort();
    this.resting.abort();
  }

  async each(): Promise<number> {
    const { clock } = this.options;
    const startMs = clock.monotonic();
    await atOnce(this.fleet.agents, AT_ONCE_MAX, (agent) => ask(this.deps, agent, 'probe'));
    return clock.monotonic() - startMs;
  }

  async restart(at: number, awayMs: number): Promise<void> {
    const agent = this.fleet.agents[at % Math.max(1, this.fleet.agents.length)];
    await agent?.stop();
    await delay(this.options.clock, awayMs);
    await agent?.start();
  }

  async mark(): Promise<void> {
    this.marked = this.fleet.counts();
  }

  allUp(): Promise<void> {
    return this.fleet.allUp(this.marked);
  }

  settled(): Promise<void> {
    return this.fleet.settled();
  }

  check(): Promise<Checked> {
    return checkRecords(this.client(), this.fleet);
  }

  async sessions(): Promise<number> {
    return this.fleet.agents.reduce((sum, agent) => sum + agent.sessions, 0);
  }

  stop(): Promise<void> {
    return this.fleet.stop();
  }

  private get deps() {
    const { clock } = this.options;
    return { clock, client: this.client, fleet: this.fleet, interrupt: this.gaveUp.signal };
  }
}

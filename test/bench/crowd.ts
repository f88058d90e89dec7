/** Many API clients in a few processes of their own, asked as one. */
import type { Call, ClientsOrder, ClientsTask, Times } from './clients-child.ts';
import { many } from './doors.ts';
import { type Child, startChild } from './program.ts';

export const PROCESSES = 4;
/** In each process, when they call without a pause, and for how long. */
export const BUSY_CLIENTS = 8;
export const BUSY_MS = 2000;
/** The middle one counts. */
export const ROUNDS = 3;

export type CrowdOrder = Omit<ClientsOrder, 'randomSeed'>;

export class Crowd {
  private readonly processes: readonly Child<number>[];

  private constructor(processes: readonly Child<number>[]) {
    this.processes = processes;
  }

  static async start({ tokens, ...where }: CrowdOrder): Promise<Crowd> {
    const share = Math.ceil(tokens.length / PROCESSES);
    const orders = many(
      PROCESSES,
      (i): ClientsOrder => ({
        ...where,
        ...{ tokens: tokens.slice(i * share, (i + 1) * share), randomSeed: i },
      }),
    );
    return new Crowd(await Promise.all(orders.map((order) => startChild<number>('clients-child', order))));
  }

  async ask(task: ClientsTask): Promise<Times> {
    const told = await Promise.all(this.processes.map((process) => process.ask<Times>(task)));
    const all = (what: Call): readonly number[] => told.flatMap((times) => times[what]);
    return { get: all('get'), list: all('list'), seed: all('seed') };
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((child) => child.stop()));
  }
}

/** A process with one squad. Its first argument is a `SquadOrder`; each message asks for one thing, by name. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import { systemClock } from '../../../shared/runtime/index.ts';
import { ready } from '../../../shared/seal/index.ts';
import { createClient } from '../../../shared/transport/index.ts';
import type { SquadAnswer, SquadAsked, SquadOrder } from './remote-squad.ts';
import { LocalSquad } from './squad.ts';

const order = JSON.parse(process.argv[2] ?? '{}') as SquadOrder;
await ready();
const { address, ca, token } = order.access;
const connect = () => createClient({ address, ca, token, clock: systemClock });
let client = connect();
const { lines, fleet } = order;
const squad = new LocalSquad(
  {
    ...{ ...fleet, client, clock: systemClock, dir: mkdtempSync(join(tmpdir(), 'wayside-agents-')) },
    ...(lines.length > 0 && { addressOf: (at: number) => lines[at % lines.length] }),
  },
  () => client,
);

/** The arguments are what the parent's own types let it send. */
function take({ name, args }: SquadAsked): Promise<unknown> {
  if (name === 'allUp') {
    // The controller may be another process than before.
    client.close();
    client = connect();
  }
  const method = squad[name] as (...given: readonly unknown[]) => Promise<unknown>;
  return method.apply(squad, [...args]);
}

process.on('message', (asked: SquadAsked) => {
  const { no } = asked;
  const tell = (answer: SquadAnswer): void => void process.send?.(answer);
  take(asked).then(
    (value) => tell({ no, value }),
    (thrown: unknown) => {
      const { code, message } = WaysideError.from(thrown);
      tell({ no, error: { code, message } });
    },
  );
});
// Ctrl-C reaches every process of the terminal; the parent says what is to be done. Without it there is nothing to do.
process.on('SIGINT', () => undefined);
process.once('disconnect', () => void squad.stop().finally(() => process.exit(0)));
process.send?.({ no: 0 } satisfies SquadAnswer);

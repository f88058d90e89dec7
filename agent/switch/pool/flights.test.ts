import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { Flights, type Work } from './flights.ts';

const forever = { signal: new AbortController().signal };

/** Work that waits until it is told to begin and to end. */
function work(): {
  run: Work<string>;
  begin: () => void;
  end: (answer: string) => void;
  signals: AbortSignal[];
} {
  const signals: AbortSignal[] = [];
  let begin = (): void => undefined;
  let end = (_answer: string): void => undefined;
  const run: Work<string> = ({ signal, begun }) => {
    signals.push(signal);
    begin = begun;
    return new Promise((resolve, reject) => {
      end = resolve;
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  };
  return { run, signals, begin: () => begin(), end: (answer) => end(answer) };
}

const soon = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('Flights', () => {
  it('makes equal requests that wait one', async () => {
    const flights = new Flights<string>();
    const one = work();
    const riders = [1, 2, 3].map(() => flights.share('k', forever, one.run));
    await soon();
    one.end('answer');
    expect(await Promise.all(riders)).toEqual(['answer', 'answer', 'answer']);
    expect(one.signals).toHaveLength(1);
  });

  it('never answers a request from work that began before it was made', async () => {
    const flights = new Flights<string>();
    const [one, two] = [work(), work()];
    const first = flights.share('k', forever, one.run);
    await soon();
    one.begin();
    const second = flights.share('k', forever, two.run);
    await soon();
    one.end('old');
    two.end('new');
    expect(await Promise.all([first, second])).toEqual(['old', 'new']);
  });

  it('goes on for the others when one leaves, and stops when the last one does', async () => {
    const flights = new Flights<string>();
    const one = work();
    const [a, b] = [new AbortController(), new AbortController()];
    const riders = [a, b].map(({ signal }) => flights.share('k', { signal }, one.run));
    const refusals = Promise.all(
      riders.map((rider) => expect(rider).rejects.toMatchObject({ code: 'CANCELLED' })),
    );
    await soon();
    a.abort(new WaysideError('CANCELLED', 'a left'));
    expect(one.signals[0]?.aborted).toBe(false);
    b.abort(new WaysideError('CANCELLED', 'b left'));
    expect(one.signals[0]?.aborted).toBe(true);
    await refusals;
  });

  it('lets nobody join work that is being stopped', async () => {
    const flights = new Flights<string>();
    const [one, two] = [work(), work()];
    const abort = new AbortController();
    const leaver = expect(flights.share('k', { signal: abort.signal }, one.run)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await soon();
    abort.abort(new WaysideError('CANCELLED', 'left'));
    const next = flights.share('k', forever, two.run);
    await soon();
    two.end('fine');
    expect(await next).toBe('fine');
    await leaver;
  });

  it('ranks as the best of those who wait, while they wait', async () => {
    const flights = new Flights<string>();
    let rank = (): string => '';
    const run: Work<string> = (crew) => {
      rank = crew.rank;
      return work().run(crew);
    };
    const person = new AbortController();
    void flights.share('k', { ...forever, rank: 'schedule' }, run);
    await soon();
    expect(rank()).toBe('schedule');
    const joined = flights.share('k', { signal: person.signal }, run);
    expect(rank()).toBe('person');
    person.abort(new WaysideError('CANCELLED', 'left'));
    await expect(joined).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(rank()).toBe('schedule');
    expect(flights.joined).toBe(1);
  });

  it('tells all who wait how it stands, and who comes later how it stood', async () => {
    const flights = new Flights<string>();
    const told: string[] = [];
    let tell = (_status: string): void => undefined;
    const run: Work<string> = (crew) => {
      tell = crew.tell;
      return work().run(crew);
    };
    void flights.share('k', { ...forever, tell: (status) => told.push(`a: ${status}`) }, run);
    await soon();
    tell('2nd in line at sw1');
    void flights.share('k', { ...forever, tell: (status) => told.push(`b: ${status}`) }, run);
    tell('next in line at sw1');
    expect(told).toEqual([
      'a: 2nd in line at sw1',
      'b: 2nd in line at sw1',
      'a: next in line at sw1',
      'b: next in line at sw1',
    ]);
  });
});

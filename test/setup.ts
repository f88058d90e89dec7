/**
 * Before each test file. Files of one worker share its process and its modules, which halves the time of the whole; so
 * what belongs to the process is put back here, and a file that leaves it changed fails, whatever runs after it.
 */
import { afterAll } from 'vitest';

/** Programs set their own at their start, for good. */
const USUAL_UMASK = 0o022;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'unhandledRejection'];

process.umask(USUAL_UMASK);
const before = processState();

afterAll(() => {
  const changed = processState().filter(([what, value]) => value !== new Map(before).get(what));
  if (changed.length === 0) return;
  throw new Error(`this file leaves the process with another ${changed.map(([what]) => what).join(', ')}`);
});

/** What a test could change for those after it, by name. */
function processState(): readonly (readonly [what: string, value: string])[] {
  return [
    ['working folder', process.cwd()],
    ['exit code', String(process.exitCode)],
    ['environment', JSON.stringify(process.env)],
    ...SIGNALS.map((name) => [`number of ${name} listeners`, String(process.listenerCount(name))] as const),
  ];
}

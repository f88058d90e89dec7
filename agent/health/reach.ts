/** The way to the controller, step by step: name, port, TLS with the pinned CA. Each step says its own cure. */
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { parseAddress } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { type Finding, wellFound } from '../../shared/model/index.ts';
import { type Clock, withDeadline } from '../../shared/runtime/index.ts';
import { createEnrolTransport } from '../session/index.ts';

const STEP_MAX_MS = 5000;
const CHECK = 'controller';

export interface ReachOptions {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  /** The CAs that were pinned at enrolment. */
  readonly caPem: string;
}

/** One finding per address; one that answers is enough, so the others are warnings then. */
export async function reachFindings(options: ReachOptions): Promise<readonly Finding[]> {
  const found = await Promise.all(options.addresses.map((address) => reach(address, options)));
  const isReached = found.some(({ level }) => level === 'ok');
  return found.map((one) => (isReached && one.level === 'problem' ? { ...one, level: 'warning' } : one));
}

async function reach(address: string, { clock, caPem }: ReachOptions): Promise<Finding> {
  const place = parseAddress(address);
  if (!place) return bad(`"${address}" is not host:port`, 'Mend controller.addresses.');
  const step = async (what: string, cure: string, work: (signal: AbortSignal) => Promise<unknown>) => {
    try {
      await withDeadline(clock, { ms: STEP_MAX_MS, what: `${what} of ${address}` }, work);
      return undefined;
    } catch (error) {
      const { message, hint = cure } = WaysideError.from(error);
      return bad(`${address}: ${message}`, hint);
    }
  };
  return (
    (await step('the name', 'Look at DNS and at /etc/hosts of this host.', () => named(place.host))) ??
    (await step(
      'the port',
      'Is the controller running, and does a firewall let this host through?',
      (signal) => opened(place, signal),
    )) ??
    (await step(
      'the certificate',
      'Another controller answers there, or it was set up anew: the log of the agent says more. To join that one: wayside-agent enrol --token-file FILE',
      () => createEnrolTransport(clock).trust(address, caPem),
    )) ??
    wellFound(CHECK, `${address} answers, and is the one that was joined`)
  );
}

async function named(host: string): Promise<void> {
  try {
    await lookup(host);
  } catch (cause) {
    throw new WaysideError(
      'UNREACHABLE',
      `the name ${host} is not known (${(cause as NodeJS.ErrnoException).code})`,
    );
  }
}

function opened(place: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, signal });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (cause) =>
      reject(new WaysideError('UNREACHABLE', `it takes no connections: ${cause.message}`, { cause })),
    );
  });
}

function bad(message: string, hint: string): Finding {
  return { level: 'problem', check: CHECK, message, hint };
}

/** What the controller is told of pinned and refused host keys, and the one thing that it may ask to be changed. */
import { WaysideError } from '../../shared/errors.ts';
import type { HostKeysAsked, HostKeysTold } from '../../shared/wire/index.ts';
import type { KnownHosts } from './known-hosts.ts';

/** Places in one answer. */
export const HOST_KEYS_TOLD_MAX = 2_000;

/** Never throws: a refusal is an answer. */
export function answerHostKeys(
  hosts: Pick<KnownHosts, 'held' | 'accept'>,
  { questionId, place, accept }: HostKeysAsked,
): HostKeysTold {
  const refusal = accept === undefined ? undefined : acceptance(hosts, place, accept);
  const held = hosts.held(place);
  const keys = held.slice(0, HOST_KEYS_TOLD_MAX);
  return { type: 'hostKeysTold', questionId, keys, count: held.length, refusal };
}

function acceptance(
  hosts: Pick<KnownHosts, 'held' | 'accept'>,
  place: HostKeysAsked['place'],
  print: string,
): HostKeysTold['refusal'] {
  try {
    if (!place) throw new WaysideError('INVALID_INPUT', 'a key is accepted for one place');
    const [held] = hosts.held(place);
    // Where nothing is pinned and nothing was refused, the first contact decides, by the list of the credential.
    if (held && held.pinned?.fingerprint !== print) hosts.accept(place, print);
    return undefined;
  } catch (error) {
    const { code, message } = WaysideError.from(error);
    return { code, message };
  }
}

/** SSH host keys: as a controller asks an agent for them, and as the API tells them. */
import type { HeldHostKey__Output } from '../../proto/gen/wayside/v1/HeldHostKey.ts';
import type { HostKey__Output } from '../../proto/gen/wayside/v1/HostKey.ts';
import type { HostKeyState__Output } from '../../proto/gen/wayside/v1/HostKeyState.ts';
import type { HostKeysAsked__Output } from '../../proto/gen/wayside/v1/HostKeysAsked.ts';
import type { HostKeysTold__Output } from '../../proto/gen/wayside/v1/HostKeysTold.ts';
import {
  type HeldHostKey,
  type HostKeyShown,
  type HostKeyState,
  type HostKeyView,
  hostKeyState,
} from '../model/index.ts';
import { type EnumCodec, enumCodec } from './enums.ts';
import { timestampFromWire, timestampToWire } from './scalar.ts';
import type { HostKeysAsked, HostKeysTold } from './session-host-keys.ts';
import { codeFromWire } from './session-parts.ts';

export const hostKeyStates: EnumCodec<HostKeyState, HostKeyState__Output> = enumCodec<
  HostKeyState,
  HostKeyState__Output
>()({
  pinned: 'HOST_KEY_STATE_PINNED',
  changed: 'HOST_KEY_STATE_CHANGED',
  'not-pinned': 'HOST_KEY_STATE_NOT_PINNED',
});

export function hostKeysAskedToWire({
  questionId,
  place,
  accept = '',
}: HostKeysAsked): HostKeysAsked__Output {
  const { address = '', port = 0, jump } = place ?? {};
  return { questionId, address, port, accept, jumpAddress: jump?.address ?? '', jumpPort: jump?.port ?? 0 };
}

export function hostKeysAskedFromWire(asked: HostKeysAsked__Output): HostKeysAsked {
  const { questionId, address, port, accept, jumpAddress, jumpPort } = asked;
  const jump = jumpAddress === '' ? {} : { jump: { address: jumpAddress, port: jumpPort } };
  const place = address === '' ? undefined : { address, port, ...jump };
  return { type: 'hostKeysAsked', questionId, place, accept: accept || undefined };
}

export function hostKeysToldToWire(told: HostKeysTold): HostKeysTold__Output {
  const { questionId, keys, count, refusal } = told;
  const { code = '', message = '' } = refusal ?? {};
  return { questionId, keys: keys.map(heldToWire), count, code, message };
}

export function hostKeysToldFromWire(told: HostKeysTold__Output): HostKeysTold {
  const { questionId, keys, count, code, message } = told;
  const refusal = code === '' ? undefined : { code: codeFromWire(code), message };
  return { type: 'hostKeysTold', questionId, keys: keys.map(heldFromWire), count, refusal };
}

export function hostKeyToWire(key: HostKeyView): HostKey__Output {
  const { site, agentId, agent, source } = key;
  return { ...heldToWire(key), site, agentId, agent, source, state: hostKeyStates.toWire(hostKeyState(key)) };
}

export function hostKeyFromWire(key: HostKey__Output): HostKeyView {
  const { site, agentId, agent, source } = key;
  return { ...heldFromWire(key), site, agentId, agent, source };
}

function heldToWire({ place, pinned, offered }: HeldHostKey): HeldHostKey__Output {
  return {
    place,
    ...{ keyType: pinned?.keyType ?? '', fingerprint: pinned?.fingerprint ?? '' },
    pinTime: timestampToWire(pinned?.at),
    ...{ offeredKeyType: offered?.keyType ?? '', offeredFingerprint: offered?.fingerprint ?? '' },
    offerTime: timestampToWire(offered?.at),
  };
}

function heldFromWire(held: HeldHostKey__Output): HeldHostKey {
  return {
    place: held.place,
    pinned: shown(held.keyType, held.fingerprint, timestampFromWire(held.pinTime)),
    offered: shown(held.offeredKeyType, held.offeredFingerprint, timestampFromWire(held.offerTime)),
  };
}

function shown(keyType: string, fingerprint: string, at: number | undefined): HostKeyShown | undefined {
  return fingerprint === '' ? undefined : { keyType, fingerprint, at: at ?? 0 };
}

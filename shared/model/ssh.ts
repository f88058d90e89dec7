/** How devices are reached by SSH: their host keys, as agents hold them and people see them, and hosts on the way. */

export const hostKeyStates = ['pinned', 'changed', 'not-pinned'] as const;
export type HostKeyState = (typeof hostKeyStates)[number];

export const HOST_KEY_FINGERPRINT: RegExp = /^SHA256:[A-Za-z0-9+/]{43}$/;

export interface HostKeyShown {
  /** `ssh-ed25519`; `accepted` when its fingerprint was accepted. */
  readonly keyType: string;
  /** As `ssh-keygen -l` prints it: `SHA256:…`. */
  readonly fingerprint: string;
  /** When it was pinned or refused; epoch milliseconds. */
  readonly at: number;
}

export interface HeldHostKey {
  /** As `placeText` spells it. */
  readonly place: string;
  readonly pinned: HostKeyShown | undefined;
  /** The key that was refused last, while it has not been accepted and the pinned one has not come back. */
  readonly offered: HostKeyShown | undefined;
}

export interface HostKeyView extends HeldHostKey {
  readonly site: string;
  readonly agentId: string;
  readonly agent: string;
  /** Names of the sources that are reached there. */
  readonly source: string;
}

export function hostKeyState({ pinned, offered }: HeldHostKey): HostKeyState {
  if (!offered) return 'pinned';
  return pinned ? 'changed' : 'not-pinned';
}

/** A host that is logged in to first and dials the target. */
export interface JumpHost {
  readonly address: string;
  readonly port: number;
  /** Name of a credential in the agent's vault. */
  readonly credential: string;
}

/** Where a device is, and by way of which host. */
export interface SshPlace {
  readonly address: string;
  readonly port: number;
  /** The same address behind another host is another device. */
  readonly jump?: Pick<JumpHost, 'address' | 'port'>;
}

/** `10.0.0.1:22`, `[2001:db8::7]:22`, and behind a jump host `10.0.0.1:22 by bastion:22`: one text for one device. */
export function placeText({ address, port, jump }: SshPlace): string {
  const host = address.toLowerCase();
  const own = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return jump ? `${own} by ${placeText({ address: jump.address, port: jump.port })}` : own;
}

const SSH_PORT = 22;

/** `host`, `host:port`, `2001:db8::7` or `[2001:db8::7]:port`; undefined when it is none of them. */
export function parseJump(text: string): Pick<JumpHost, 'address' | 'port'> | undefined {
  const bracketed = /^\[([^\]]{2,64})\](?::(\d{1,5}))?$/.exec(text);
  const plain = /^([^:\s[\]]{1,253})(?::(\d{1,5}))?$/.exec(text);
  const [, address, digits] = bracketed ?? plain ?? (/^[\da-f:.]{2,64}$/i.test(text) ? ['', text] : []);
  const port = digits === undefined ? SSH_PORT : Number(digits);
  return address !== undefined && port >= 1 && port <= 65_535 ? { address, port } : undefined;
}

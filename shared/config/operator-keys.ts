/** Keys of operators whose approvals count: of a controller `plans.operatorKeys`, and of an agent that judges for itself. */
import type { ConfigOf, GroupProblem } from './key-spec.ts';

export const operatorKeyKeys = {
  name: { type: 'text', doc: 'Whose it is, for people.' },
  key: {
    type: 'text',
    doc: 'The public half, Ed25519 in base64url, as "wayside operator-key show" prints it.',
  },
} as const;

export type OperatorKeyKeys = ConfigOf<typeof operatorKeyKeys>;

const PUBLIC_KEY_BYTES = 32;

export function declaredOperatorKeys(
  groups: readonly OperatorKeyKeys[],
): readonly { readonly name: string; readonly publicKey: Uint8Array }[] {
  return groups.map(({ name, key }) => ({ name, publicKey: new Uint8Array(Buffer.from(key, 'base64url')) }));
}

/** A key that is none, and two of one name or key. */
export function checkOperatorKeys(groups: readonly object[]): readonly GroupProblem[] {
  const all = groups as readonly OperatorKeyKeys[];
  return all.flatMap(({ name, key }, at) => {
    const problems: GroupProblem[] = [];
    const tell = (field: string, message: string): void =>
      void problems.push({ path: `[${at}].${field}`, message });
    if (!isPublicKey(key)) tell('key', 'must be an Ed25519 public key: 43 characters of base64url');
    const before = all.slice(0, at);
    const sameName = before.findIndex((one) => one.name === name);
    if (sameName !== -1) tell('name', `is that of [${sameName}], too`);
    const sameKey = before.findIndex((one) => one.key === key);
    if (sameKey !== -1) tell('key', `is that of [${sameKey}], too`);
    return problems;
  });
}

/** One spelling only: what is compared as text must not have two. */
function isPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === PUBLIC_KEY_BYTES && bytes.toString('base64url') === text;
}

/**
 * Whom a secret is sealed to. The controller brings the key, so it is not believed: the agent's identity must have signed
 * it, and that identity is the one that was pinned in the context at first use, when a person compared its fingerprint
 * with what the agent says on its own host. A key that is another one later is a full stop.
 */
import { WaysideError } from '../../../shared/errors.ts';
import { type SealTarget, sealTargetFromWire } from '../../../shared/wire/index.ts';
import { type ContextEntry, findContext, putContext, readContexts } from '../contexts.ts';
import { canAsk, confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import type { FlagSpec, Flags } from '../spec.ts';
import { planTarget } from '../target.ts';

export const pinFlags: readonly FlagSpec[] = [
  {
    name: 'fingerprint',
    value: 'HEX',
    doc: 'identity of the agent, as "wayside-agent status" shows it on its host; needed at first use where nobody can be asked',
  },
  { name: 'accept-new-key', doc: 'the agent has another identity or key than before, and you know why' },
];

/** As the person names it: nothing that the controller says can make it another one. */
export interface AskedAgent {
  readonly agent: string;
  /** Empty: none was given. */
  readonly site: string;
}

/**
 * Where to seal the named credential to. Errors: those of GetSealKey; WRONG_IDENTITY when the key is not the agent's, or
 * another one than before; INVALID_INPUT at first use where nobody can be asked; CANCELLED.
 */
export async function trustedTarget(
  shell: Shell,
  flags: Flags,
  { agent, site, name }: AskedAgent & { readonly name: string },
): Promise<SealTarget> {
  const target = sealTargetFromWire(await shell.call('CredentialService.GetSealKey', { agent, site, name }));
  const { fingerprintHex, isSealKeyOf, ready, toBase64Url } = await import('../../../shared/seal/index.ts');
  await ready();
  requireAsked(target, { agent, site });
  if (!isSealKeyOf(target.identityKey, { agentId: target.agentId, ...target.sealKey })) {
    throw wrong(`the key that the controller gives for agent ${agent} is not signed by that agent`, {
      hint: 'Somebody at the controller or on the way changed it: look into it before you type a secret.',
    });
  }
  const identity = fingerprintHex(target.identityKey);
  const shown = { identity, pin: `${identity} ${target.sealKey.number} ${toBase64Url(target.sealKey.key)}` };
  requireFingerprint(flags, { identity, agentId: target.agentId });
  const place = site === '' ? agent : `${site}/${agent}`;
  const context = await contextOf(shell);
  const pinned = context?.agentKeys?.[place];
  if (pinned === shown.pin) return target;
  if (pinned !== undefined && !flags.on('accept-new-key')) throw changed(place, pinned, shown);
  // The id is the fingerprint, in other letters.
  if (flags.text('fingerprint') === undefined && agent !== target.agentId)
    await askPerson(shell, place, identity);
  if (context) await remember(shell, context, { place, pin: shown.pin });
  else shell.note('no context is in use, so the key is not remembered');
  return target;
}

/** A controller that answers for another agent than the one that was asked for. */
function requireAsked(target: SealTarget, { agent, site }: AskedAgent): void {
  const isAgent = target.agent === agent || target.agentId === agent;
  if (isAgent && (site === '' || target.site === site)) return;
  throw wrong(`the controller was asked for agent ${agent}, and answers for ${target.site}/${target.agent}`, {
    hint: 'wayside agent ls shows the agents there are.',
  });
}

/** Upper case, blanks, colons and dashes do not matter; the id of the agent will do too. */
function requireFingerprint(
  flags: Flags,
  shown: { readonly identity: string; readonly agentId: string },
): void {
  const given = flags
    .text('fingerprint')
    ?.replaceAll(/[\s:-]/g, '')
    .toLowerCase();
  if (given === undefined || given === shown.identity || given === shown.agentId) return;
  throw wrong(`the agent shows the identity ${shown.identity}, which is not the given fingerprint`, {
    hint: 'Compare with "wayside-agent status" on its host. If that is what you gave, somebody swaps the key.',
  });
}

function changed(place: string, pinned: string, shown: { readonly identity: string }): WaysideError {
  const [before] = pinned.split(' ');
  const what =
    before === shown.identity
      ? `agent ${place} has another key to seal to than before`
      : `agent ${place} has another identity: ${shown.identity}, it was ${before}`;
  return wrong(`${what}; nothing was sealed`, {
    hint: 'Was its host set up anew? Compare with "wayside-agent status" there, then add --accept-new-key. If nobody knows why, do not type a secret.',
  });
}

async function askPerson(shell: Shell, place: string, identity: string): Promise<void> {
  if (!canAsk(shell)) {
    throw new WaysideError(
      'INVALID_INPUT',
      `the identity of agent ${place} is not pinned yet, and nobody can be asked`,
      {
        hint: 'Give it with --fingerprint HEX: "wayside-agent status" on its host shows it. It is remembered.',
      },
    );
  }
  shell.host.stderr.write(
    `agent ${place} shows the identity ${identity}\ncompare with "wayside-agent status" on its host\n`,
  );
  await confirm(shell, 'Is it the same?');
}

async function contextOf(shell: Shell): Promise<ContextEntry | undefined> {
  const { context } = await planTarget(shell.host, shell.settings.flags);
  return context === undefined ? undefined : findContext(await readContexts(shell.host.env), context);
}

async function remember(
  shell: Shell,
  { name }: ContextEntry,
  { place, pin }: { readonly place: string; readonly pin: string },
): Promise<void> {
  // Read again: a person may have thought for a while.
  const file = await readContexts(shell.host.env);
  const entry = findContext(file, name);
  await putContext(file, { ...entry, agentKeys: { ...entry.agentKeys, [place]: pin } });
}

function wrong(message: string, { hint }: { readonly hint: string }): WaysideError {
  return new WaysideError('WRONG_IDENTITY', message, { hint });
}

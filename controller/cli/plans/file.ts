/**
 * Plans as files, for people who look at them elsewhere: one line of JSON for the header, one for each step, both just as the id
 * of the plan covers them. A file is a copy for reading; what is applied is the plan that the controller holds under the same id,
 * so a file that was changed on its way is refused.
 */
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { WaysideError } from '../../../shared/errors.ts';
import {
  canonicalJson,
  PLAN_HEADER_FIELDS,
  PLAN_STEP_FIELDS,
  PLAN_STEPS_MAX,
  type PlanHeader,
  type PlanStep,
  PlanTree,
  planHeaderJson,
  planId,
  planLeaf,
  planStepJson,
} from '../../../shared/model/index.ts';
import { bareStep } from '../../../shared/wire/index.ts';
import type { Shell } from '../shell.ts';
import { type HeldPlan, heldPlan, heldStep, planById, shortId } from './held.ts';
import { actionWords, thingName } from './text.ts';

/** What the first line says it is. */
const TYPE = 'wayside plan';
const FORMAT = 1;
export const PLAN_FILE_BYTES_MAX = 536_870_912;
export const PLAN_LINE_BYTES_MAX = 4_194_304;
const LINE_FEED = 0x0a;
const PART_BYTES = 6;

/** Whole or not at all, mode 0600, never in the place of another file. Errors: ALREADY_EXISTS, DISK_FULL, those of ExportPlan. */
export async function exportPlan(shell: Shell, id: string, path: string): Promise<HeldPlan> {
  const file = resolve(shell.host.directory, path);
  if (await isThere(file)) {
    throw new WaysideError('ALREADY_EXISTS', `${path} is already there`, { hint: 'Give another name' });
  }
  const { random } = await shell.tools();
  // What an export that was killed has left stands in nobody's way.
  const part = `${file}.${Buffer.from(random.bytes(PART_BYTES)).toString('hex')}.part`;
  const handle = await open(part, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw new WaysideError('INVALID_INPUT', `${part} cannot be made: ${cause.code}`, { cause });
  });
  try {
    let plan: HeldPlan | undefined;
    const leaves: Uint8Array[] = [];
    for await (const { plan: message, steps } of shell.stream('PlanService.ExportPlan', { id })) {
      if (message) plan = heldPlan(message);
      const bare = steps.map((one) => bareStep(heldStep(one).step));
      const first = message && plan ? headLine(plan.view) : '';
      await handle.writeFile(
        `${first}${bare.map((step) => `${JSON.stringify(planStepJson(step))}\n`).join('')}`,
      );
      leaves.push(...bare.map(planLeaf));
    }
    if (!plan) throw new WaysideError('INTERNAL', 'the controller answered without the plan');
    // A view that leaves something out gives a file that nobody could check.
    if (planId(plan.view, PlanTree.of(leaves).root) !== plan.view.id) {
      throw new WaysideError(
        'FORBIDDEN',
        `you do not see all of plan ${shortId(plan.view.id)}; a file must hold all of it`,
      );
    }
    await handle.sync();
    await rename(part, file);
    return plan;
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw error;
    throw new WaysideError('DISK_FULL', `no room for ${path}; nothing was kept of it`, { cause: error });
  } finally {
    await handle.close();
  }
}

function headLine(plan: HeldPlan['view']): string {
  return `${JSON.stringify({ type: TYPE, format: FORMAT, id: plan.id, header: planHeaderJson(plan) })}\n`;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

interface PlanFile {
  readonly id: string;
  readonly header: PlanHeader;
  readonly leaves: readonly Uint8Array[];
}

/**
 * The plan that the file is a copy of. Errors: NOT_FOUND, INVALID_INPUT when it is no plan file or was cut off, MESSAGE_TOO_LARGE,
 * PLAN_CHANGED, PLAN_FOREIGN.
 */
export async function planOfFile(shell: Shell, path: string): Promise<HeldPlan> {
  const file = await readPlanFile(resolve(shell.host.directory, path), path);
  const said = planId(file.header, PlanTree.of(file.leaves).root);
  if (said !== file.id) throw await changed(shell, path, file);
  try {
    return await planById(shell, file.id);
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code !== 'NOT_FOUND') throw error;
    const { origin } = await shell.call('SystemService.GetStatus', {});
    if (origin === file.header.origin) throw error;
    throw new WaysideError(
      'PLAN_FOREIGN',
      `${path} is a plan of the controller ${file.header.origin}; this one is ${origin}`,
      { hint: 'Apply it there: --context or --address chooses the controller', cause: error },
    );
  }
}

/** Names the first place that is not as the controller has it, if it has the plan. */
async function changed(shell: Shell, path: string, file: PlanFile): Promise<WaysideError> {
  const hint = `What the controller holds: wayside plan show ${shortId(file.id)}`;
  const message = `${path} was changed since it was written: it is not plan ${shortId(file.id)} any more`;
  try {
    const place = await firstDifference(shell, file);
    return new WaysideError(
      'PLAN_CHANGED',
      place === undefined ? message : `${message}; ${place} is another`,
      { hint },
    );
  } catch (thrown) {
    const error = WaysideError.from(thrown);
    if (error.code !== 'NOT_FOUND' && error.code !== 'INVALID_INPUT') throw error;
    return new WaysideError('PLAN_CHANGED', message, {
      hint: 'Ask who made it for the plan itself',
      cause: error,
    });
  }
}

async function firstDifference(shell: Shell, { id, header, leaves }: PlanFile): Promise<string | undefined> {
  for await (const { plan, steps } of shell.stream('PlanService.ExportPlan', { id })) {
    const held = plan && heldPlan(plan).view;
    if (held && canonicalJson(planHeaderJson(held)) !== canonicalJson(planHeaderJson(header)))
      return 'its header';
    for (const message of steps) {
      const { step } = heldStep(message);
      const leaf = leaves[step.no - 1];
      if (leaf && Buffer.compare(leaf, planLeaf(bareStep(step))) === 0) continue;
      return `step ${step.no}, ${actionWords[step.action].word} ${step.kind} ${thingName(step)},`;
    }
  }
  return undefined;
}

/** Keeps 32 bytes of each step. */
async function readPlanFile(file: string, path: string): Promise<PlanFile> {
  let head: Pick<PlanFile, 'id' | 'header'> | undefined;
  const leaves: Uint8Array[] = [];
  let no = 0;
  for await (const line of linesOf(file, path)) {
    no += 1;
    if (!head) head = headOf(line, path);
    else if (leaves.length === PLAN_STEPS_MAX)
      throw notAPlan(path, `it has more than ${PLAN_STEPS_MAX} steps`);
    else leaves.push(leafOf(line, { path, no }));
  }
  if (!head) throw notAPlan(path, 'it is empty');
  if (leaves.length < head.header.steps) {
    throw new WaysideError(
      'INVALID_INPUT',
      `${path} ends after step ${leaves.length} of ${head.header.steps}: it was cut off`,
      {
        hint: `wayside plan export ${shortId(head.id)} FILE writes it again`,
      },
    );
  }
  return { ...head, leaves };
}

function headOf(line: string, path: string): Pick<PlanFile, 'id' | 'header'> {
  const json = parsed(line);
  if (!isObject(json) || json['type'] !== TYPE) throw notAPlan(path, 'its first line is not that of a plan');
  if (json['format'] !== FORMAT) {
    throw new WaysideError('UNSUPPORTED', `${path} is a plan file of another version`, {
      hint: 'Use the newer wayside',
    });
  }
  const { id, header } = json;
  const isWhole =
    typeof id === 'string' &&
    /^[0-9a-f]{64}$/.test(id) &&
    isObject(header) &&
    Number.isSafeInteger(header['steps']);
  if (!isWhole || !hasOnly(header, PLAN_HEADER_FIELDS)) throw notAPlan(path, 'its first line is damaged');
  return { id, header: header as unknown as PlanHeader };
}

function leafOf(line: string, { path, no }: { readonly path: string; readonly no: number }): Uint8Array {
  const json = parsed(line);
  if (!isObject(json) || !hasOnly(json, PLAN_STEP_FIELDS))
    throw notAPlan(path, `line ${no} is no step of a plan`);
  return planLeaf(json as unknown as PlanStep);
}

function hasOnly(object: object, fields: readonly string[]): boolean {
  return Object.keys(object).every((key) => fields.includes(key));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Told by the caller, with the place.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAPlan(path: string, why: string): WaysideError {
  return new WaysideError('INVALID_INPUT', `${path} is no plan file: ${why}`, {
    hint: 'wayside plan export writes them; wayside apply also takes the id of a plan',
  });
}

/** Never holds more than one line. Errors: NOT_FOUND, MESSAGE_TOO_LARGE, INVALID_INPUT. */
async function* linesOf(file: string, path: string): AsyncGenerator<string> {
  // What a file says of its size is looked at first, so that nobody waits; what is read is counted all the same.
  const known = await stat(file).catch(() => undefined);
  if (known && known.size > PLAN_FILE_BYTES_MAX) throw tooLarge(path);
  const source = createReadStream(file);
  let size = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > PLAN_FILE_BYTES_MAX) throw tooLarge(path);
      let from = 0;
      for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
        const line = Buffer.concat([...rest, chunk.subarray(from, at)]);
        [rest, restBytes, from] = [[], 0, at + 1];
        if (line.length > 0) yield line.toString('utf8');
      }
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > PLAN_LINE_BYTES_MAX)
        throw notAPlan(path, 'it has a line that is longer than a step can be');
    }
  } catch (error) {
    throw fileWords(error, path);
  } finally {
    source.destroy();
  }
  if (restBytes > 0) yield Buffer.concat(rest).toString('utf8');
}

function tooLarge(path: string): WaysideError {
  return new WaysideError(
    'MESSAGE_TOO_LARGE',
    `${path} is larger than ${PLAN_FILE_BYTES_MAX / 1024 / 1024} MiB: no plan is`,
  );
}

function fileWords(error: unknown, path: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  if (code !== 'ENOENT')
    return new WaysideError('INVALID_INPUT', `${path} cannot be read: ${code}`, { cause: error });
  return new WaysideError('NOT_FOUND', `there is no file ${path}, and an id of a plan is hexadecimal`, {
    hint: '`wayside plan ls` lists the ids',
    cause: error,
  });
}

/** Reads ports from their switches before they are planned, one job for each. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  isTerminal,
  type Json,
  type JsonObject,
  type PortConfigTold,
  type PortRowTold,
  type Principal,
  portNow,
  type RecordRef,
} from '../../../shared/model/index.ts';
import type { Jobs } from '../../jobs/index.ts';
import type { PortSeen } from '../planners/port-guards.ts';

/** Ports that are read live for one plan. */
export const LIVE_PORTS_MAX = 48;
/** How long one reading may take, in all. */
const LIVE_READ_MS = 30_000;

export interface LiveAsk {
  readonly source: RecordRef;
  readonly port: string;
  readonly noCache: boolean;
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

export interface LivePort {
  readonly job: string;
  /** As the job tells it. */
  readonly data: JsonObject;
}

/** Errors: those of a job, and what the switch or its agent failed with. The job is cancelled when the signal is. */
export async function readLive(
  jobs: Pick<Jobs, 'submit' | 'watch' | 'cancel'>,
  { source, port, noCache, principal, signal }: LiveAsk,
): Promise<LivePort> {
  const asked = { kind: 'port', targets: [source], site: '', mac: '', subject: port, requestId: '' } as const;
  const job = jobs.submit(
    { ...asked, validateOnly: false, timeoutMs: LIVE_READ_MS, ...(noCache && { noCache }) },
    principal,
  );
  try {
    for await (const { state, results, error } of jobs.watch(job.id, signal)) {
      if (!isTerminal(state)) continue;
      const [result] = results;
      const failure = result ? result.error : error;
      const data = asObject(result?.data);
      if (!failure && data) return { job: job.id, data };
      const { code, message, hint } = failure ?? NO_ANSWER;
      throw new WaysideError(code, message, hint === undefined ? {} : { hint });
    }
  } catch (error) {
    if (signal.aborted) jobs.cancel(job.id, 'nobody waits for it', 'system:plans');
    throw error;
  }
  throw new WaysideError('CANCELLED', 'the reading of the port was called off');
}

const NO_ANSWER = { code: 'UNAVAILABLE', message: 'the port was not read', hint: undefined } as const;

/** What was read now over what was collected; a part that was not read stays. */
export function laidOver(port: PortSeen, { data }: LivePort): PortSeen {
  const [state, config] = [asObject(data['port']) ?? {}, asObject(data['config']) ?? {}];
  const isConfigRead = asObject(data['config']) !== undefined;
  const now = portNow(toldOf(state), isConfigRead ? toldOf(config) : undefined);
  const mode = now.mode ?? port.mode;
  const own = mode === 'access' || mode === undefined ? now.accessVlan : numberOf(config['nativeVlan']);
  const lag = textOf(config['lag']) ?? textOf(state['lag']);
  return {
    name: textOf(state['name']) ?? port.name,
    description: now.description ?? (isConfigRead ? undefined : port.description),
    adminUp: now.adminUp ?? port.adminUp,
    operUp: flagOf(state['operUp']) ?? port.operUp,
    state: textOf(state['state']) ?? port.state,
    mode,
    vlan: own ?? numberOf(state['vlan']) ?? port.vlan,
    voiceVlan: isConfigRead ? numberOf(config['voiceVlan']) : port.voiceVlan,
    taggedVlans: isConfigRead ? textOf(config['taggedVlans']) : port.taggedVlans,
    lag: lag ?? port.lag,
  };
}

function toldOf(part: JsonObject): PortRowTold & PortConfigTold {
  const { description } = part;
  return {
    mode: textOf(part['mode']),
    // An empty one says that there is none.
    description: typeof description === 'string' ? description : undefined,
    adminUp: flagOf(part['adminUp']),
    vlan: numberOf(part['vlan']),
    accessVlan: numberOf(part['accessVlan']),
  };
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function flagOf(value: Json | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

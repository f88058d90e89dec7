/** What a support bundle of this agent holds: from its folder, and its figures if it runs. */
import { join } from 'node:path';
import { type AgentConfig, effectiveConfig } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import type { AgentPart } from '../../shared/model/index.ts';
import {
  type BundlePart,
  jsonText,
  listFiles,
  machineFacts,
  readLogTail,
  softwareVersion,
} from '../../shared/runtime/index.ts';
import { lookAtStore } from '../store/index.ts';
import { type DoctorDeps, examineAgent } from './doctor.ts';
import { readLife, STORE_NAME } from './status.ts';

/** `load` reads the configuration; when it fails, what does not need it is there all the same. */
export function agentBundle(deps: DoctorDeps): readonly BundlePart[] {
  const { load } = deps;
  const read: Readonly<Record<AgentPart, BundlePart['read']>> = {
    'about.json': () => jsonText({ program: 'agent', version: softwareVersion(), machine: machineFacts() }),
    'config.json': () => jsonText(effectiveConfig('agent', load())),
    'status.json': () => jsonText(readLife(load())),
    'doctor.json': async () => jsonText(await examineAgent(deps)),
    'log.jsonl': () => logOf(load()),
    'metrics.txt': (signal) => metricsOf(load(), signal),
    'store.json': () => jsonText(lookAtStore(join(load().dataDir, STORE_NAME)) ?? 'there is none yet'),
    'files.json': () => jsonText(listFiles(load().dataDir)),
  };
  return Object.entries(read).map(([name, reader]) => ({ name, read: reader }));
}

function logOf({ log: { file } }: AgentConfig): string {
  if (file !== undefined) return readLogTail(file);
  throw new WaysideError('NOT_FOUND', 'the log goes to standard output, not to a file', {
    hint: 'Add what caught it, such as: journalctl -u wayside-agent --since -1h',
  });
}

/** Over loopback, from the agent that runs. */
async function metricsOf(config: AgentConfig, signal: AbortSignal): Promise<string> {
  const { isRunning, state } = readLife(config);
  if (!isRunning || !state) throw new WaysideError('UNAVAILABLE', 'the agent does not run');
  const answer = await fetch(`${state.http}/metrics`, { signal });
  return answer.text();
}

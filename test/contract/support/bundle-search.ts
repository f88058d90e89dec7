/** Every support bundle that a rig can make, unpacked: of the running controller, of its folder alone, and of the agent. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { readBundle } from '../../../shared/runtime/index.ts';
import type { Rig } from '../../mesh/harness.ts';

export interface UnpackedBundle {
  readonly of: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** `dir`: where the files of the two programs go. */
export async function bundlesOf(rig: Rig, dir: string): Promise<readonly UnpackedBundle[]> {
  const [offline, agents] = [join(dir, 'controller.tar.gz'), join(dir, 'agent.tar.gz')];
  await Promise.all([
    rig.controllerCommand(['support-bundle', '--yes', '-f', offline]).finished(),
    rig.agentCommand(['support-bundle', '--yes', '-f', agents]).finished(),
  ]);
  const sources: readonly (readonly [string, AsyncIterable<Uint8Array>])[] = [
    ['the running controller', received(rig)],
    ['the folder of the controller', createReadStream(offline)],
    ['the agent', createReadStream(agents)],
  ];
  return Promise.all(sources.map(async ([of, bytes]) => ({ of, files: (await readBundle(bytes)).contents })));
}

async function* received(rig: Rig): AsyncGenerator<Uint8Array> {
  for await (const { data } of rig.client.stream('SupportService.CreateSupportBundle', {
    withInventory: true,
  }))
    yield data;
}

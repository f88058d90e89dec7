/** All switches of a campus at once, each on a port of its own. */
import { WaysideError } from '../../shared/errors.ts';
import type { Campus, LabDevice } from './campus/model.ts';
import { type SimulatedSwitch, type SwitchOptions, startSwitch } from './ssh-switch.ts';

export interface RunningCampus {
  readonly campus: Campus;
  /** By the hostname that the campus gave them. */
  readonly switches: ReadonlyMap<string, SimulatedSwitch>;
  /** The switch of that hostname; throws when there is none. */
  switch(hostname: string): SimulatedSwitch;
  /** Gives every switch its tables of another campus with the same hostnames. */
  load(campus: Campus): void;
  stop(): Promise<void>;
}

/** `options` hold for every switch, or are made for each. */
export async function startCampus(
  campus: Campus,
  options: SwitchOptions | ((device: LabDevice) => SwitchOptions) = {},
): Promise<RunningCampus> {
  const optionsFor = typeof options === 'function' ? options : () => options;
  const started = await Promise.all(
    campus.devices.map(
      async (device) => [device.hostname, await startSwitch(device, optionsFor(device))] as const,
    ),
  );
  const switches = new Map(started);
  return {
    campus,
    switches,
    switch(hostname) {
      const found = switches.get(hostname);
      if (!found) throw new WaysideError('NOT_FOUND', `the campus has no switch ${hostname}`);
      return found;
    },
    load(changed) {
      for (const [hostname, simulated] of switches) {
        const device = changed.byName.get(hostname);
        if (device) simulated.load(device);
      }
    },
    async stop() {
      await Promise.all([...switches.values()].map((simulated) => simulated.stop()));
    },
  };
}

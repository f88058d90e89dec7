/**
 * A process of its own for simulated switches, so that their work is on nobody else's event loop. Started with `fork`,
 * it reads its `CampusOrder`, answers with its `Place`s, and ends with its parent.
 */
import {
  generateCampus,
  type LabDevice,
  pick,
  type RunningCampus,
  startCampus,
  startProxy,
  startSwitch,
} from '../lab/index.ts';

export interface CampusOrder {
  readonly seed: number;
  readonly switches: number;
  /** Thinking time of a switch before each answer. */
  readonly deviceMs: number;
  /** Above 0, each switch stands behind a link of its own. */
  readonly rttMs: number;
  /** So many copies of one edge switch instead of the campus. */
  readonly copies?: number;
}

export interface Place {
  readonly hostname: string;
  readonly host: string;
  readonly port: number;
  readonly platform: string;
}

async function start(order: CampusOrder): Promise<Place[]> {
  const campus = generateCampus({ seed: order.seed, switches: order.switches });
  const options = { latencyMs: order.deviceMs };
  if (order.copies !== undefined) {
    const edge = campus.byName.get(pick(campus, 'edge').switch);
    if (!edge) throw new Error('the campus has no edge switch');
    const copies: LabDevice[] = Array(order.copies).fill(edge);
    return Promise.all(copies.map(async (device) => placeOf(await startSwitch(device, options))));
  }
  const running = await startCampus(campus, options);
  return Promise.all([...running.switches.values()].map((device) => behindLink(device, order.rttMs)));
}

type Running = ReturnType<RunningCampus['switch']>;

async function behindLink(device: Running, rttMs: number): Promise<Place> {
  if (rttMs === 0) return placeOf(device);
  const { host, port } = await startProxy({ target: device, delayMs: rttMs / 2 });
  return { ...placeOf(device), host, port };
}

function placeOf({ hostname, host, port, platform }: Running): Place {
  return { hostname, host, port, platform };
}

process.on('disconnect', () => process.exit(0));
process.send?.(await start(JSON.parse(process.argv[2] ?? '') as CampusOrder));

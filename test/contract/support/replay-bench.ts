/** The switch driver before one replay device, over real SSH; nobody tells it what the device is. */
import type {
  Credential,
  DriverContext,
  HostKeyPort,
  Target,
  TargetOutcome,
  Task,
} from '../../../agent/jobs/driver.ts';
import { createSwitchDriver, type SwitchDriver } from '../../../agent/switch/driver.ts';
import { detectPlatform, findPlatform, platforms } from '../../../agent/switch/platforms/index.ts';
import { openSession, type Session } from '../../../agent/switch/ssh/session.ts';
import { createRedactor, type Redactor } from '../../../agent/switch/terminal/redact.ts';
import { silentLog, systemClock } from '../../../shared/runtime/index.ts';
import { type ReplayDevice, type ReplayOptions, startReplay } from '../../lab/replay/index.ts';

const CONNECT_MS = 15_000;
const hostKeys: HostKeyPort = { check: () => 'known' };

export interface ReplayBench {
  readonly device: ReplayDevice;
  readonly driver: SwitchDriver;
  readonly redactor: Redactor;
  run(task: Task): Promise<TargetOutcome>;
  /** A session of its own, for lines that change something; told what it is. */
  session(): Promise<Session>;
  stop(): Promise<void>;
}

export async function replayBench(id: string, options: ReplayOptions = {}): Promise<ReplayBench> {
  const device = await startReplay(id, options);
  // Tests connect again and again.
  const driver = createSwitchDriver({
    clock: systemClock,
    log: silentLog,
    connects: { perDeviceMinute: 600 },
  });
  const { username, password, host: address, port } = device;
  const { enablePassword } = options;
  const credential: Credential = { username, password, enablePassword, privateKey: undefined };
  const target: Target = {
    source: { site: 'ams1', kind: 'source', id: '01hx' },
    name: device.platform.hostname,
    ...{ address, port, platform: undefined, credential: 'switches' },
  };
  const { signal } = new AbortController();
  const context: DriverContext = {
    ...{ clock: systemClock, log: silentLog, signal, hostKeys, progress: () => undefined },
    credentials: { open: () => credential },
  };
  const session = (): Promise<Session> =>
    openSession({
      ...{ clock: systemClock, log: silentLog, target, credential, hostKeys, signal },
      ...{ connectTimeoutMs: CONNECT_MS, platform: findPlatform(id), detect: detectPlatform },
      ...{
        knownMethod: undefined,
        questions: platforms.flatMap(({ loginQuestions = [] }) => loginQuestions),
      },
    });
  return {
    ...{ device, driver, session },
    redactor: createRedactor(credential),
    run: (task) => driver.run(task, target, context),
    stop: async () => {
      await driver.stop();
      await device.stop();
    },
  };
}

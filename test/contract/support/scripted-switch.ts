/** A switch that answers what a test says, line by line, below the work at ports and VLANs: for answers that no replay gives. */
import type { StepFate } from '../../../agent/jobs/driver.ts';
import type { Command, KnownQuestion, LineParser, Platform } from '../../../agent/switch/platform.ts';
import { findPlatform } from '../../../agent/switch/platforms/index.ts';
import type { Loan } from '../../../agent/switch/pool/loan.ts';
import { createRedactor } from '../../../agent/switch/terminal/redact.ts';
import { stepOf } from '../../../agent/switch/write/port-steps.ts';
import { changePorts, type WorkOptions } from '../../../agent/switch/write/port-work.ts';
import { changeVlan } from '../../../agent/switch/write/vlan-work.ts';
import { WaysideError } from '../../../shared/errors.ts';
import type { JobStep } from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';

export interface Script {
  /** `undefined`: the switch does not know the command. */
  show(command: string): readonly string[] | undefined;
  /** What it prints; whether it is in its configuration then is for the test to say, by `home`. */
  type(line: string): readonly string[];
  home: boolean;
}

export interface TypedLine {
  readonly line: string;
  readonly questions: readonly KnownQuestion[];
}

export interface Done {
  readonly fates: readonly string[];
  readonly typed: readonly string[];
}

export function scriptedLoan(
  id: string,
  script: Script,
): { readonly loan: Loan; readonly typed: TypedLine[] } {
  const platform = platformOf(id);
  const typed: TypedLine[] = [];
  const session = {
    ...{ platform, alive: true, destroy: () => undefined },
    ask: async ({ command, parser }: Command<unknown>) => {
      const lines = script.show(command);
      if (!lines) throw new WaysideError('COMMAND_REJECTED', `${command} is not known`);
      return fed(parser(), lines);
    },
    typist: {
      get home(): boolean {
        return script.home;
      },
      type: async (line: string, { parser, mode }: Typing) => {
        typed.push({ line, questions: mode?.questions ?? [] });
        const lines = script.type(line);
        fed(parser, lines);
        const refused = lines.find((text) => platform.errors.some(({ pattern }) => pattern.test(text)));
        if (refused !== undefined) throw new WaysideError('COMMAND_REJECTED', refused);
      },
    },
  };
  const loan = { session, giveWay: async () => undefined, renew: async () => undefined };
  return { loan: loan as unknown as Loan, typed };
}

interface Typing {
  readonly parser: LineParser<string>;
  readonly mode?: { readonly questions: readonly KnownQuestion[] };
}

function fed<Row>(parser: LineParser<Row>, lines: readonly string[]): ReturnType<LineParser<Row>['end']> {
  for (const line of lines) parser.push(line);
  return parser.end();
}

export function platformOf(id: string): Platform {
  const platform = findPlatform(id);
  if (!platform) throw new Error(`there is no platform ${id}`);
  return platform;
}

/** Steps at ports, or one at a VLAN; each fate as `done`, or its state, code and words. */
export async function carryOut(id: string, script: Script, steps: readonly JobStep[]): Promise<Done> {
  const { loan, typed } = scriptedLoan(id, script);
  const none = (): void => undefined;
  const redactor = createRedactor({
    ...{ username: 'ada', password: 'never shown', enablePassword: undefined, privateKey: undefined },
  });
  const options = {
    ...{ clock: new ManualClock(), target: { address: 'sw1' }, ownMacs: [], prove: async () => undefined },
    ...{ isClean: () => true, unconfirmed: none, wrote: none, sending: none, saved: none, progress: none },
    ask: { redactor, signal: new AbortController().signal },
  } as unknown as WorkOptions;
  const [first] = steps;
  const isVlan = first?.action['kind'] === 'vlan';
  const work = async (): Promise<readonly StepFate[]> =>
    isVlan ? [await changeVlan(loan, stepOf(first), options)] : changePorts(loan, steps, options);
  const told = (fate: StepFate): string =>
    fate.state === 'done' ? 'done' : `${fate.state} ${fate.error.code}: ${fate.error.message}`;
  const fates = await work().then(
    (all) => all.map(told),
    (error) => [`refused ${WaysideError.from(error).code}: ${WaysideError.from(error).message}`],
  );
  return { fates, typed: typed.map(({ line }) => line) };
}

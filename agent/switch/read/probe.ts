/** The task `probe`: connect anew, log in, find out what it is; the answer to "does this source work". */
import type { TargetOutcome } from '../../jobs/driver.ts';
import { joinSystem } from '../parse/index.ts';
import type { Loan } from '../pool/loan.ts';
import { unprovenText } from '../unproven.ts';
import type { TaskOptions } from './collect.ts';
import { rawProbe } from './raw.ts';
import { Reader } from './reading.ts';

export async function probe(loan: Loan, options: TaskOptions): Promise<TargetOutcome> {
  const { platform, facts } = loan.session;
  if (facts.raw) return rawProbe(loan, options);
  const reader = new Reader(loan, options);
  const { rows, error } = await reader.read('system');
  if (error && rows.length === 0) throw error;
  const system = joinSystem(rows);
  const promptMs = await loan.session.check(options.ask.signal);
  const { hostKey, algorithms, legacy = [], rttMs, authMethod, prompt } = facts;
  return {
    data: {
      platform: platform.id,
      platformTitle: platform.title,
      // Left out when all that is read of it was proven on recorded output.
      unproven: unprovenText(platform),
      hostname: system.hostname ?? facts.hostname,
      model: system.model,
      serial: system.serial,
      softwareVersion: system.softwareVersion,
      prompt,
      privileged: platform.privilegedPrompt.test(prompt),
      hostKey: { ...hostKey },
      algorithms: { ...algorithms },
      // Outdated ones among them; empty with a device of today.
      legacy: [...legacy],
      authMethod,
      rttMs: round(rttMs),
      promptMs: round(promptMs),
    },
    timings: reader.timings,
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

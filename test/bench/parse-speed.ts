/** How fast recordings are read, against splitting the same bytes into lines and doing nothing with them. */
import { LineSplitter, parseText } from '../../agent/switch/parse/index.ts';
import type { Command } from '../../agent/switch/platform.ts';
import { findPlatform } from '../../agent/switch/platforms/index.ts';
import { platformIds } from '../../shared/model/index.ts';
import { type Figure, median } from './figure.ts';
import { defaultFixtures } from './parse.ts';
import { findReader } from './parse-command.ts';

import { readRecordings } from './parse-recordings.ts';
import { classesOf } from './parse-unproven.ts';

/** Bytes read in one round of a platform: its recordings again and again. */
const ROUND_BYTES = 500_000;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 2;
/** A parser that looks at every line costs a multiple of looking for its end. */
const BAR = 40;
const MICROS_PER_MS = 1_000;
const MEGABYTE = 1_000_000;

interface Work {
  readonly command: Command<unknown>;
  readonly bytes: Buffer;
}

export async function benchParseSpeed(): Promise<Figure[]> {
  const all = workByPlatform();
  return platformIds.flatMap((id) => {
    const work = all.get(id) ?? [];
    if (work.length === 0) return [];
    const bytes = work.reduce((sum, { bytes: one }) => sum + one.length, 0);
    const times = Math.max(1, Math.round(ROUND_BYTES / bytes));
    const [parsed, split] = [cpu(work, times, parse), cpu(work, times, justSplit)];
    const perMegabyte = (micros: number): number => micros / MICROS_PER_MS / ((bytes * times) / MEGABYTE);
    return [
      {
        name: `parse ${id}, CPU for each megabyte`,
        value: perMegabyte(parsed),
        unit: 'ms',
        baseline: perMegabyte(split),
        baselineName: 'bare split of the same bytes into lines',
        bar: BAR,
      },
    ];
  });
}

function workByPlatform(): Map<string, Work[]> {
  const work = new Map<string, Work[]>();
  for (const recording of readRecordings(defaultFixtures())) {
    const platform = findPlatform(recording.platform);
    const name = classesOf(recording, platform)[0];
    if (platform === undefined || name === undefined) continue;
    const command = findReader(platform, name, recording.command);
    if (command === undefined) continue;
    work.set(platform.id, [
      ...(work.get(platform.id) ?? []),
      { command, bytes: Buffer.from(recording.text) },
    ]);
  }
  return work;
}

function parse({ command, bytes }: Work): number {
  return parseText(command, bytes).rows.length;
}

function justSplit({ bytes }: Work): number {
  let lines = 0;
  const splitter = new LineSplitter(() => {
    lines += 1;
  });
  splitter.push(bytes);
  splitter.end();
  return lines;
}

/** The middle of several rounds, microseconds of CPU. */
function cpu(work: readonly Work[], times: number, once: (one: Work) => number): number {
  const round = (): number => {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i += 1) for (const one of work) once(one);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  for (let i = 0; i < WARM_UP_ROUNDS; i += 1) round();
  return median(Array.from({ length: ROUNDS }, round));
}

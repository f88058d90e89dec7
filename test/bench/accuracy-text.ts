/** The figures of `npm run accuracy` for people. */
import {
  BARS,
  misses,
  percent,
  SEARCH_WORDS,
  SURE_MIN,
  type Sum,
  share,
  type Tally,
} from './accuracy-report.ts';

const NAME_COLUMNS = 28;
const MISTAKES_SHOWN_MAX = 40;

export function tallyText(tally: Tally): string {
  const { lldp, search, campuses, switches, silent, reads, all, groups, classes, confidence, mistakes } =
    tally;
  const title = `${campuses} campuses, ${switches} switches (${silent} silent), LLDP ${lldp ? 'on' : 'off'}, ${SEARCH_WORDS[search]}: ${all.asked} addresses`;
  const asked = `${(reads / Math.max(1, all.asked)).toFixed(1)} switches asked per address, of ${(switches / Math.max(1, campuses)).toFixed(0)} on average`;
  const head = `${''.padEnd(NAME_COLUMNS)}   asked    right    wrong  abstain precision    class     path`;
  const rows = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => line(name, sum));
  const bar = percent(lldp ? BARS.edgeWithLldp : BARS.edgeWithoutLldp);
  return [
    title,
    asked,
    head,
    line('all', all),
    ...rows,
    '',
    'port class                     meant     told precision   recall',
    ...[...classes]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { meant, told, right }]) =>
        [name.padEnd(NAME_COLUMNS), number(meant), number(told), cell(right, told), cell(right, meant)].join(
          ' ',
        ),
      ),
    '',
    'confidence of the first edge               told    right',
    ...confidence.map(({ from, told, right }) =>
      [`from ${from}`.padEnd(NAME_COLUMNS), ''.padStart(7), number(told), cell(right, told)].join(' '),
    ),
    '',
    `bars: edge ${bar}${lldp ? `, class ${percent(BARS.classWithLldp)}` : ''}; ${misses(tally).join('; ') || 'reached'}`,
    `wrong with a confidence of ${SURE_MIN} and more: ${mistakes.length}`,
    ...mistakes
      .slice(0, MISTAKES_SHOWN_MAX)
      .flatMap((one) => [
        `  ${one.campus} ${one.mac} ${one.kind} [${one.adversities.join(', ')}]: ${one.confidence}`,
        `    is at ${one.truth || 'no port'}; told: ${one.answer}`,
        `    ${one.evidence.join('; ')}`,
      ]),
  ].join('\n');
}

function line(name: string, sum: Sum): string {
  return [
    name.padEnd(NAME_COLUMNS),
    number(sum.asked),
    cell(sum.right, sum.asked),
    cell(sum.wrong, sum.asked),
    cell(sum.abstained, sum.asked),
    ` ${cell(sum.right, sum.right + sum.wrong)}`,
    cell(sum.classRight, sum.classAsked),
    cell(sum.pathRight, sum.pathAsked),
  ].join(' ');
}

function number(value: number): string {
  return String(value).padStart(7);
}

function cell(part: number, whole: number): string {
  return (whole === 0 ? '-' : (share(part, whole) * 100).toFixed(2)).padStart(8);
}

/** Takes the differences that an exception explains out of a score, and tells which exceptions explain nothing. */
import type { Exception } from './parse-exceptions.ts';
import type { Difference, FileScore } from './parse-fdb.ts';
import type { Recording } from './parse-recordings.ts';

/** What is wrong with the list of exceptions. */
export interface ExceptionProblem {
  readonly file: string;
  readonly problem: string;
}

export interface Excused {
  readonly scores: readonly FileScore[];
  readonly problems: readonly ExceptionProblem[];
}

/** Exceptions of files that are not in the folder say nothing about it. */
export function excuse(
  scores: readonly FileScore[],
  recordings: readonly Recording[],
  exceptions: readonly Exception[],
): Excused {
  const present = exceptions.filter(({ file }) =>
    recordings.some((recording) => nameOf(recording.file) === file),
  );
  const problems = present.flatMap((exception) => {
    const problem = problemOf(exception, scores, recordings);
    return problem === undefined ? [] : [{ file: exception.file, problem }];
  });
  return { scores: scores.map((score) => excuseOne(score, present)), problems };
}

function problemOf(
  exception: Exception,
  scores: readonly FileScore[],
  recordings: readonly Recording[],
): string | undefined {
  const { field, row, rawLine } = exception;
  const what = `${exception.class ?? 'any class'}, ${String(row ?? field ?? 'nothing')}`;
  if (field === undefined && row === undefined) return 'the exception names neither a field nor a row';
  const lines = recordings
    .filter(({ file }) => nameOf(file) === exception.file)
    .flatMap(({ text }) => text.split(/\r?\n/));
  if (!lines.some((line) => line.trim() === rawLine.trim()))
    return `the line is not in the recording: ${rawLine}`;
  const used = scores.some(
    (score) =>
      score.parser && score.differences.some((difference) => isExcused(score, difference, exception)),
  );
  // Without a parser nothing can be said.
  const judged = scores.some((score) => nameOf(score.file) === exception.file && score.parser);
  return used || !judged ? undefined : `the exception no longer applies (${what})`;
}

function excuseOne(score: FileScore, exceptions: readonly Exception[]): FileScore {
  if (!score.parser) return score;
  const left = score.differences.filter(
    (difference) => !exceptions.some((exception) => isExcused(score, difference, exception)),
  );
  const gone = score.differences.filter((difference) => !left.includes(difference));
  const missed = gone.filter(({ side }) => side === 'missed').length;
  return {
    ...score,
    expected: score.expected - missed,
    beyond: score.beyond + gone.length - missed,
    excepted: gone.length,
    differences: left,
  };
}

function isExcused(score: FileScore, difference: Difference, exception: Exception): boolean {
  return (
    nameOf(score.file) === exception.file &&
    (exception.class === undefined || exception.class === score.class) &&
    (exception.field === undefined || exception.field === difference.field) &&
    isRow(exception.row, difference.row) &&
    (exception.field !== undefined || exception.row !== undefined)
  );
}

function isRow(wanted: Exception['row'], row: string): boolean {
  return wanted === undefined || (typeof wanted === 'string' ? wanted === row : wanted.test(row));
}

/** The same collection may be given with and without `ntc/` on top. */
function nameOf(file: string): string {
  return file.replace(/^ntc\//, '');
}

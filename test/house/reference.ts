/**
 * The reference pages of deploy/guide, made from the tables that the programs themselves use: whatever is in a
 * table is documented, and a page cannot tell of what is gone.
 */

import { type ConfigRow, formatDuration, type ItemRow } from '../../shared/config/index.ts';
import type { ReasonSpec } from '../../shared/model/index.ts';

export interface CodeDoc {
  readonly code: string;
  readonly grpc: string;
  readonly retryable: boolean;
  readonly doc: string;
}

export interface MetricDoc {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly doc: string;
}

export function errorPage(codes: readonly CodeDoc[]): string {
  const rows = codes.map(({ code, grpc, retryable, doc }) => [
    `<a id="${code}"></a>\`${code}\``,
    `\`${grpc}\``,
    retryable ? 'yes' : 'no',
    doc,
  ]);
  const intro =
    'Every error carries one of these codes: in the gRPC trailer as the reason of `google.rpc.ErrorInfo`, in the ' +
    'terminal behind the message, in logs as `code`. Scripts may rely on them; the words of a message may change.';
  return page('Error codes', intro, [
    table(['code', 'gRPC status', 'trying again can help', 'meaning'], rows),
  ]);
}

export function metricPage(metrics: readonly MetricDoc[]): string {
  const rows = metrics.map(({ name, type, labels, doc }) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    doc,
  ]);
  const intro = 'Served as text at `/metrics` by the controller and, on loopback, by each agent.';
  return page('Metrics', intro, [table(['name', 'type', 'labels', 'meaning'], rows)]);
}

export function reasonPage(reasons: Readonly<Record<string, ReasonSpec>>): string {
  const rows = Object.entries(reasons).map(([reason, { level, title, cure, raiseAfterMs }]) => [
    `\`${reason}\``,
    level,
    title,
    raiseAfterMs === undefined
      ? 'never'
      : raiseAfterMs === 0
        ? 'at once'
        : `after ${formatDuration(raiseAfterMs)}`,
    cure,
  ]);
  const intro =
    'What `wayside doctor` and `wayside-agent doctor` find, and what becomes an [alert](operating.md) when it stays so.';
  return page('Reasons', intro, [table(['reason', 'level', 'what', 'alert', 'what to do'], rows)]);
}

export function configPage(rows: readonly ConfigRow[]): string {
  const programs = [...new Set(rows.map(({ program }) => program))];
  const sections = programs.map((program) => {
    const cells = rows
      .filter((row) => row.program === program)
      .flatMap((row) => [
        cellsOf(row, `\`${row.env}\``),
        ...(row.items ?? []).map((item) => cellsOf(item, '')),
      ]);
    return `## ${program}\n\n${table(['key', 'default', 'environment', 'meaning'], cells)}`;
  });
  const intro =
    'A flag wins over the environment, the environment over the file, the file over the default. The flag of ' +
    '`log.level` is `--log-level`, and so on. An unknown key is an error that names the nearest one.';
  return page('Configuration', intro, sections);
}

function cellsOf({ key, default: value, fixed, expects, doc }: ItemRow, env: string): readonly string[] {
  return [`\`${key}\``, fixed ? `\`${value}\`` : value, env, `${doc} Must be ${expects}.`];
}

export function page(title: string, intro: string, sections: readonly string[]): string {
  const note = '<!-- Made by `npm run gen` from the tables in the code; edits here are lost. -->';
  return `${[`# ${title}`, note, intro, ...sections].join('\n\n')}\n`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

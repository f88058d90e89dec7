/**
 * What `npm test` says at its end, counted from vitest's own JSON report. A report that is missing, unreadable
 * or empty, and a vitest that fails without a failing test, count as a failure of their own: never green.
 */

export interface Summary {
  readonly passed: number;
  /** Names of failing tests, of files that did not load, and of what went wrong around them. */
  readonly failures: readonly string[];
  /** Names of skipped tests; the title of each says what to install. */
  readonly skips: readonly string[];
}

interface Report {
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message?: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/** `json` is the text of the report, undefined when there is none; `exitCode` is vitest's, null when a signal ended it. */
export function summarize(json: string | undefined, exitCode: number | null): Summary {
  const files = parseReport(json)?.testResults;
  if (!files) {
    return { passed: 0, failures: [`vitest left no readable report (exit code ${exitCode})`], skips: [] };
  }
  const tests = files.flatMap((file) => file.assertionResults);
  const named = (...statuses: string[]): string[] =>
    tests.filter(({ status }) => statuses.includes(status)).map(({ fullName }) => fullName);
  const passed = named('passed').length;
  const failures = [...named('failed'), ...brokenFiles(files)];
  if (tests.length === 0) failures.push('no test ran');
  if (exitCode !== 0 && failures.length === 0) {
    failures.push(`vitest ended with exit code ${exitCode} though no test failed: an error outside of tests`);
  }
  const skips = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  return { passed, failures, skips: skips.map(({ fullName }) => fullName) };
}

/** Lines for the screen; the last is `N passed, N failed, N skipped`. */
export function summaryLines({ passed, failures, skips }: Summary): readonly string[] {
  return [
    ...failures.map((name) => `failed: ${name}`),
    ...skips.map((name) => `skipped: ${name}`),
    `${passed} passed, ${failures.length} failed, ${skips.length} skipped`,
  ];
}

/** Files that failed with no failing test of their own: they did not load, or a hook broke. */
function brokenFiles(files: readonly FileResult[]): readonly string[] {
  return files
    .filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
    })
    .map(({ name, message }) => `${name}: ${message?.split('\n')[0] || 'a hook or the file itself failed'}`);
}

function parseReport(json: string | undefined): Report | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return isReport(value) ? value : undefined;
  } catch {
    // An unreadable report is an answer here: the caller counts it as a failure.
    return undefined;
  }
}

function isReport(value: unknown): value is Report {
  return (
    typeof value === 'object' && value !== null && 'testResults' in value && Array.isArray(value.testResults)
  );
}

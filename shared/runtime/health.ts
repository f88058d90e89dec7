/** Health as data: named checks, each well or with the reason. */
export interface HealthCheck {
  readonly name: string;
  /** `undefined`: well. Else the reason, for people. */
  readonly problem: () => string | undefined;
}

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export function runHealthChecks(checks: readonly HealthCheck[]): HealthReport {
  const results = checks.map(({ name, problem }): [string, string | undefined] => [name, problem()]);
  return {
    ok: results.every(([, problem]) => problem === undefined),
    checks: Object.fromEntries(results.map(([name, problem]) => [name, problem ?? 'ok'])),
  };
}

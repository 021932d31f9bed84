import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Requirements } from "../../requirements/document.ts";
import { remembering } from "../../schema/remember.ts";
import { calledBy } from "../calls.ts";
import type { Case, Scenario, Scenarios } from "../document.ts";
import { emptyScope, operationOf, type Scope } from "../scope.ts";
import { surelyAsserts } from "./asserts.ts";
import { checkAccess, checkCall, checkRefusal, meantBy } from "./call.ts";
import { report } from "./diagnostics.ts";
import { checkStatements, ends } from "./statements.ts";
import type { Context, Keys } from "./value.ts";

/** Everything wrong with tests over an API, requirements and a database that check without errors, all at once. */
export function checkScenarios(
  scenarios: Scenarios,
  api: Api,
  requirements: Requirements,
  database: Database,
): Diagnostic[] {
  return findingsOf(scenarios, remembering(api), requirements, database);
}

function findingsOf(
  scenarios: Scenarios,
  api: Api,
  requirements: Requirements,
  database: Database,
): Diagnostic[] {
  const admitted = Object.values(api.operations).flatMap(({ access }) => access);
  const kinds = [...new Set([...Object.keys(requirements.actors), ...admitted])].filter(
    (kind) => kind !== "public",
  );
  const carried = new Set(Object.values(api.operations).flatMap((operation) => operation.requirements));
  return Object.entries(scenarios.scenarios).flatMap(([name, scenario]) => {
    const context: Context = { api, database, kinds, findings: [] };
    const keys: Keys = ["scenarios", name];
    checkProven(context, requirements, carried, name, scenario, keys);
    checkScenario(context, name, scenario, keys);
    return context.findings;
  });
}

function checkScenario(context: Context, name: string, scenario: Scenario, keys: Keys): void {
  const start = emptyScope(context.api);
  if (scenario.type === "story") {
    const here = [...keys, "statements"];
    checkStatements(context, start, scenario.statements, here);
    if (calledBy(scenario).length === 0 || !scenario.statements.some(surelyAsserts)) {
      context.findings.push(report["nothing-asserted"](at("scenario", here), { name }));
    }
    return;
  }
  const scope = checkStatements(context, start, scenario.setup, [...keys, "setup"]);
  const last = scenario.setup.at(-1);
  if (last && ends(last)) context.findings.push(report.unreachable(at("scenario", [...keys, "call"])));
  checkCall(context, scope, scenario.call, [...keys, "call"], "denied");
  if (scenario.type === "matrix") {
    for (const [index, row] of scenario.rows.entries()) {
      const place = [...keys, "rows", index];
      checkStatus(context, scenario.call.operation, row, place);
      if (row.as === "guest" || scope.actors.has(row.as)) {
        if (row.status < 400) checkAccess(context, scope, { ...scenario.call, as: row.as }, [...place, "as"]);
        continue;
      }
      const hint = didYouMean(row.as, ["guest", ...scope.actors.keys()]);
      context.findings.push(report["unnamed-row"](at("scenario", [...place, "as"]), { name: row.as, hint }));
    }
    return;
  }
  for (const [index, one] of scenario.cases.entries()) {
    checkCase(context, scope, scenario, one, [...keys, "cases", index]);
  }
}

function checkCase(
  context: Context,
  scope: Scope,
  scenario: Extract<Scenario, { type: "cases" }>,
  one: Case,
  keys: Keys,
): void {
  checkStatus(context, scenario.call.operation, one, keys);
  const { path, query, body } = one;
  const changed = {
    ...scenario.call,
    ...(path ? { path: { ...scenario.call.path, ...path } } : {}),
    ...(query ? { query: { ...scenario.call.query, ...query } } : {}),
    ...(body ? { body } : {}),
  };
  checkCall(context, scope, changed, keys, one.status < 400 ? "succeeds" : meantBy(one), [...keys, "status"]);
}

/** A row is refused by what is known to be answered so, or succeeds with the operation's own status. */
function checkStatus(
  context: Context,
  name: string,
  row: { status: number; code?: string | undefined },
  keys: Keys,
): void {
  if (row.status >= 400 || row.code !== undefined) {
    checkRefusal(context, row, [name], keys);
    return;
  }
  const answered = operationOf(context.api, name)?.answer.status;
  if (answered === undefined || answered === row.status) return;
  const words = { operation: name, expected: answered, found: row.status };
  context.findings.push(report["wrong-success"](at("scenario", [...keys, "status"]), words));
}

function checkProven(
  { api, findings }: Context,
  requirements: Requirements,
  carried: ReadonlySet<string>,
  name: string,
  scenario: Scenario,
  keys: Keys,
): void {
  const touched = new Set(
    calledBy(scenario).flatMap(({ operation }) => operationOf(api, operation)?.requirements ?? []),
  );
  for (const [index, requirement] of scenario.proves.entries()) {
    const place = at("scenario", [...keys, "proves", index]);
    if (!Object.hasOwn(requirements.requirements, requirement)) {
      const hint = didYouMean(requirement, Object.keys(requirements.requirements));
      findings.push(report["unknown-requirement"](place, { name: requirement, hint }));
    } else if (carried.has(requirement) && !touched.has(requirement)) {
      findings.push(report["untouched-requirement"](place, { name, requirement }));
    }
  }
}

import type { Api } from "../../api/document.ts";
import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Requirements } from "../../requirements/document.ts";
import { calledBy } from "../calls.ts";
import type { Case, Scenario, Scenarios } from "../document.ts";
import { emptyScope, operationOf, type Scope } from "../scope.ts";
import { checkCall, checkRefusal } from "./call.ts";
import { report } from "./diagnostics.ts";
import { checkStatements } from "./statements.ts";
import type { Context, Keys } from "./value.ts";

/** Everything wrong with tests over an API and requirements that check without errors, all at once. */
export function checkScenarios(scenarios: Scenarios, api: Api, requirements: Requirements): Diagnostic[] {
  const kinds = Object.keys(requirements.actors);
  return Object.entries(scenarios.scenarios).flatMap(([name, scenario]) => {
    const context: Context = { api, kinds, findings: [] };
    const keys: Keys = ["scenarios", name];
    checkProven(context, requirements, name, scenario, keys);
    checkScenario(context, name, scenario, keys);
    return context.findings;
  });
}

function checkScenario(context: Context, name: string, scenario: Scenario, keys: Keys): void {
  const start = emptyScope(context.api);
  if (scenario.type === "story") {
    checkStatements(context, start, scenario.statements, [...keys, "statements"]);
    if (calledBy(scenario).length === 0) {
      context.findings.push(report["nothing-asserted"](at("scenario", keys), { name }));
    }
    return;
  }
  const scope = checkStatements(context, start, scenario.setup, [...keys, "setup"]);
  checkCall(context, scope, scenario.call, [...keys, "call"], "denied");
  if (scenario.type === "matrix") {
    for (const [index, row] of scenario.rows.entries()) {
      const place = [...keys, "rows", index];
      checkRefusal(context, row, place);
      if (row.as === "guest" || scope.actors.has(row.as)) continue;
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
  checkRefusal(context, one, keys);
  const { path, query, body } = one;
  const changed = {
    ...scenario.call,
    ...(path ? { path: { ...scenario.call.path, ...path } } : {}),
    ...(query ? { query: { ...scenario.call.query, ...query } } : {}),
    ...(body ? { body } : {}),
  };
  checkCall(context, scope, changed, keys, one.status === 400 ? "invalid" : "denied");
}

function checkProven(
  { api, findings }: Context,
  requirements: Requirements,
  name: string,
  scenario: Scenario,
  keys: Keys,
): void {
  const carried = new Set(
    calledBy(scenario).flatMap(({ operation }) => operationOf(api, operation)?.requirements ?? []),
  );
  const declared = new Set(Object.values(api.operations).flatMap((operation) => operation.requirements));
  for (const [index, requirement] of scenario.proves.entries()) {
    const place = at("scenario", [...keys, "proves", index]);
    if (!Object.hasOwn(requirements.requirements, requirement)) {
      const hint = didYouMean(requirement, Object.keys(requirements.requirements));
      findings.push(report["unknown-requirement"](place, { name: requirement, hint }));
    } else if (declared.has(requirement) && !carried.has(requirement)) {
      findings.push(report["untouched-requirement"](place, { name, requirement }));
    }
  }
}

import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { plainRequirements } from "../requirements/plain.ts";
import { at, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { printExpression } from "../expression/print.ts";
import { succeedingOperations } from "../scenario/calls.ts";
import { report } from "../scenario/check/diagnostics.ts";
import type { Scenario, Scenarios } from "../scenario/document.ts";
import { remembering } from "../schema/remember.ts";
import { camelCase, unique } from "../text/names.ts";
import { draftApi } from "./api.ts";
import { statedOf } from "./concepts.ts";
import { guardScenario, matrixScenario } from "./scenario/access.ts";
import { accountScenarios } from "./scenario/account.ts";
import { casesScenario } from "./scenario/cases.ts";
import { effectStory, transitionStories } from "./scenario/changes.ts";
import { computedStory, sequenceStory } from "./scenario/computed.ts";
import { type House, houseOf, operationFor, placeOf } from "./scenario/house.ts";
import { isImplemented } from "./scenario/generic-meaning.ts";
import { genericScenarios } from "./scenario/generic.ts";
import { listScenarios } from "./scenario/lists.ts";
import { permissionStory } from "./scenario/permissions.ts";
import { emptyIdOf, reportStory } from "./scenario/reports.ts";
import { conditionStories, limitStories, uniquenessStories } from "./scenario/rules.ts";
import { witnessOf } from "./scenario/witness.ts";
import type { Table } from "./tables.ts";

/**
 * Tests that follow from requirements, database and api, never from the program: for each operation its cases and who
 * may call it, for each requirement a story that proves it. Only what is certain is tested. Total.
 */
export function draftScenarios(requirements: Requirements, database: Database, api: Api): Scenarios {
  const house = houseOf(plainRequirements(requirements), remembering(database), remembering(api));
  const scenarios = [
    ...accountScenarios(house),
    ...house.tables.flatMap((table) => tableScenarios(house, table)),
    ...requirementScenarios(house),
    ...genericScenarios(house, coveredBy(house)),
  ];
  const guarded = new Set(scenarios.flatMap((one) => (one.type === "matrix" ? [one.call.operation] : [])));
  for (const [name, operation] of Object.entries(api.operations)) {
    const guard = guarded.has(name) ? undefined : guardScenario(house, { name, operation });
    if (guard) scenarios.push(guard);
  }
  return named(scenarios);
}

/** Names of the operations that blocks of the requirements brought: what they need follows from the nouns. */
function coveredBy({ requirements, database, api }: House): Set<string> {
  const drafted = Object.values(draftApi(requirements, database).operations).map(({ id }) => id);
  const ids = new Set(drafted);
  return new Set(Object.keys(api.operations).filter((name) => ids.has(api.operations[name]!.id)));
}

/** Whether a call of each operation that succeeds could be found; why not, or why a report is known without lines only. */
export function witnesses(
  requirements: Requirements,
  database: Database,
  api: Api,
): { operation: string; found: boolean; why: string }[] {
  return witnessesIn(draftScenarios(requirements, database, api), requirements, database, api);
}

/** Operations that no test of a backend calls with success, each with the reason why none was drafted. */
export function unwitnessed(documents: {
  requirements: Requirements;
  database: Database;
  api: Api;
  scenario: Scenarios;
}): Diagnostic[] {
  const { requirements, database, api, scenario } = documents;
  return witnessesIn(scenario, requirements, database, api).flatMap(({ operation, found, why }) => {
    if (why === "") return [];
    const words = { operation, why };
    return [report[found ? "counts-nothing" : "no-witness"](at("api", ["operations", operation]), words)];
  });
}

function witnessesIn(
  scenarios: Scenarios,
  requirements: Requirements,
  database: Database,
  api: Api,
): { operation: string; found: boolean; why: string }[] {
  const house = houseOf(plainRequirements(requirements), remembering(database), remembering(api));
  const succeeding = succeedingOperations(scenarios);
  const missing = Object.keys(api.operations).filter((operation) => !succeeding.has(operation));
  const ids = new Set(Object.values(scenarios.scenarios).map(({ id }) => id));
  const covered = missing.length > 0 ? coveredBy(house) : new Set<string>();
  return Object.entries(api.operations).map(([name, operation]) => {
    if (succeeding.has(name)) {
      const isEmpty = ids.has(emptyIdOf(operation.id));
      return { operation: name, found: true, why: isEmpty ? nothingFoundFor(house, operation) : "" };
    }
    const why =
      covered.has(name) || isImplemented(house, { name, operation })
        ? nothingFoundFor(house, operation)
        : "what it does follows neither from requirements nor from its shape";
    return { operation: name, found: false, why };
  });
}

/** Looks once more, for what stood in the way. */
function nothingFoundFor(house: House, { id }: Operation): string {
  const stated = statedOf(house.requirements, "report").find(
    ({ requirement }) => `${requirement.id}/report` === id,
  );
  if (stated) {
    const why = "no row was found that it is certain to count";
    reportStory(house, stated);
    const missed = house.tables.flatMap(
      (table) => house.missed.get(placeOf(table, stated.requirement.id)) ?? [],
    );
    return missed[0] ? `${why}; nothing tried made \`${printExpression(missed[0])}\` true` : why;
  }
  const why = "no rows and values were found for which it is certain to succeed";
  for (const table of house.tables) {
    const action = actionsOf(table).find((one) => operationFor(house, table, one)?.operation.id === id);
    if (action === undefined) continue;
    witnessOf(house, table, action);
    const missed = house.missed.get(placeOf(table, action));
    if (missed) return `${why}; nothing tried made \`${printExpression(missed)}\` true`;
    const made = action === "create" ? undefined : operationFor(house, table, "create");
    return made && !witnessOf(house, table, "create") ? `${why}, as for ${made.name}` : why;
  }
  return why;
}

function actionsOf({ noun }: Table): string[] {
  return ["create", "list", "get", "update", "delete", ...Object.keys(noun.lifecycle?.transitions ?? {})];
}

function tableScenarios(house: House, table: Table): Scenario[] {
  const scenarios = actionsOf(table).flatMap((action): Scenario[] => {
    if (!operationFor(house, table, action) || (action === "create" && table.noun.actor !== undefined))
      return [];
    const witness = witnessOf(house, table, action);
    if (!witness) return [];
    const cases = casesScenario(house, table, action, witness);
    const matrix = matrixScenario(house, table, action, witness);
    return [cases, matrix].filter((scenario) => scenario !== undefined);
  });
  return [
    ...scenarios,
    ...listScenarios(house, table),
    ...uniquenessStories(house, table),
    ...transitionStories(house, table),
  ];
}

function requirementScenarios(house: House): Scenario[] {
  const { requirements } = house;
  const stories = [
    ...statedOf(requirements, "permission").map((stated) => permissionStory(house, stated)),
    ...statedOf(requirements, "limit").flatMap((stated) => limitStories(house, stated)),
    ...statedOf(requirements, "condition").flatMap((stated) => conditionStories(house, stated)),
    ...statedOf(requirements, "computed").map((stated) => computedStory(house, stated)),
    ...statedOf(requirements, "sequence").map((stated) => sequenceStory(house, stated)),
    ...statedOf(requirements, "effect").map((stated) => effectStory(house, stated)),
    ...statedOf(requirements, "report").map((stated) => reportStory(house, stated)),
  ];
  return stories.filter((scenario) => scenario !== undefined);
}

/** Names follow from the identity of what is tested; two of one name are numbered. */
function named(scenarios: readonly Scenario[]): Scenarios {
  const taken = new Set<string>();
  const entries = scenarios.map((scenario): [string, Scenario] => {
    const base = camelCase(scenario.id).slice(0, 100);
    const name = unique(/^[a-z]/.test(base) ? base : `scenario${base}`, taken);
    taken.add(name);
    return [name, scenario];
  });
  return { scenarios: Object.fromEntries(entries) };
}

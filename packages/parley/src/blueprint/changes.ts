import type { Operation } from "../api/document.ts";
import { binary, equals, list, name, nullValue, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { withoutActor } from "../requirements/plain.ts";
import { type Noun, statedFor } from "./concepts.ts";
import { findTarget } from "./creation.ts";
import { columnNameOf } from "./database.ts";
import { effects } from "./effects.ts";
import { conditionGuards, hasGuards, reachGuards, untilRefused, type Guarded } from "./guards.ts";
import { findRow } from "./rows.ts";
import {
  clientRelations,
  inputOf,
  isOpenToAllAlone,
  stateError,
  type DraftContext,
  type Table,
} from "./tables.ts";
import { procedureVariables, type Variables } from "./variables.ts";

interface Change extends Guarded {
  variables: Variables;
}

function changeOf(context: DraftContext, table: Table, operation: Operation): Change {
  const variables = procedureVariables(table.name);
  const replacements = new Map<string, Expression>([
    ["row", name(variables.row)],
    ["input", inputOf(operation)],
  ]);
  const resolve = (expression: Expression): Expression => {
    const resolved = substituteAll(expression, replacements);
    return isOpenToAllAlone(operation) ? withoutActor(resolved) : resolved;
  };
  return { context, table, operation, variables, rows: { [variables.row]: table.name }, resolve };
}

export function updating(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { noun } = table;
  const change = changeOf(context, table, operation);
  const { variables, resolve } = change;
  const variable = variables.row;
  const targets = clientRelations(context.requirements, table, "update").flatMap((relation): Statement[] => {
    const { statements } = findTarget(context, table, operation, relation, variables.claim(relation));
    return statements.map((statement) =>
      statement.type === "if"
        ? statement
        : {
            type: "if",
            condition: binary("!=", path("body", `${relation}Id`), nullValue),
            then: [statement],
          },
    );
  });
  const computed = computedData(context.requirements, noun, "update", resolve);
  const lock = targets.length > 0 || hasGuards(context.requirements, noun, "update");
  return untilRefused([
    findRow(table, operation, "write", { lock }),
    ...targets,
    ...reachGuards(change, "update"),
    ...conditionGuards(change, "update"),
    { type: "merge", row: variable },
    ...(Object.keys(computed).length > 0 ? [{ type: "update" as const, row: variable, data: computed }] : []),
    ...effects(context, change, "update"),
    { type: "return", value: name(variable) },
  ]);
}

export function deletion(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const change = changeOf(context, table, operation);
  return untilRefused([
    findRow(table, operation, "write", { lock: hasGuards(context.requirements, table.noun, "delete") }),
    ...reachGuards(change, "delete"),
    ...conditionGuards(change, "delete"),
    ...effects(context, change, "delete"),
    { type: "delete", row: change.variables.row },
    { type: "return" },
  ]);
}

export function transitioning(
  context: DraftContext,
  table: Table,
  operation: Operation,
  action: string,
): Statement[] {
  const { noun } = table;
  const { attribute, transitions } = noun.lifecycle!;
  const transition = transitions[action]!;
  const change = changeOf(context, table, operation);
  const { resolve } = change;
  const variable = change.variables.row;
  const sets = Object.entries(transition.sets ?? {}).map(([field, value]): [string, Expression] => [
    columnNameOf(noun, field),
    resolve(value),
  ]);
  const inputs = Object.keys(transition.input ?? {})
    .filter((field) => Object.hasOwn(table.model.fields, field) && !sets.some(([name]) => name === field))
    .map((field): [string, Expression] => {
      const sent = path("body", field);
      // What is not said stays as it is.
      const mayMiss = transition.input![field]!.optional && !table.model.fields[field]!.nullable;
      return [field, mayMiss ? binary("??", sent, path(variable, field)) : sent];
    });
  const moves = transition.from.length > 1 || transition.from[0] !== transition.to;
  const data: Record<string, Expression> = {
    ...(moves ? { [attribute]: text(transition.to) } : {}),
    ...Object.fromEntries(inputs),
    ...Object.fromEntries(sets),
    ...computedData(context.requirements, noun, action, resolve),
  };
  const state = path(variable, attribute);
  const allowed =
    transition.from.length === 1
      ? equals(state, text(transition.from[0]!))
      : binary("in", state, list(transition.from.map(text)));
  return untilRefused([
    findRow(table, operation, "write", { lock: true }),
    ...reachGuards(change, action),
    { type: "require", condition: allowed, error: stateError(noun) },
    ...conditionGuards(change, action),
    ...(Object.keys(data).length > 0 ? [{ type: "update" as const, row: variable, data }] : []),
    ...effects(context, change, action),
    { type: "return", value: name(variable) },
  ]);
}

function computedData(
  requirements: Requirements,
  noun: Noun,
  action: string,
  resolve: (expression: Expression) => Expression,
): Record<string, Expression> {
  const data: Record<string, Expression> = {};
  for (const { formal } of statedFor(requirements, "computed", noun)) {
    if (formal.action === action) data[columnNameOf(noun, formal.attribute)] = resolve(formal.value);
  }
  return data;
}

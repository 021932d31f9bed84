import type { Operation } from "../api/document.ts";
import { binary, equals, list, name, nullValue, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { withoutActor } from "../requirements/plain.ts";
import { type Noun, statedFor } from "./concepts.ts";
import { findSent, findTarget } from "./creation.ts";
import { columnNameOf } from "./database.ts";
import { effects } from "./effects.ts";
import { conditionGuards, isHolding, reachGuards, untilRefused, type Guarded } from "./guards.ts";
import { inputReplacements, namedTargets, spokenInput, type LoadedTarget } from "./input.ts";
import { findRow } from "./rows.ts";
import { clientRelations, isOpenToAllAlone, stateError, type DraftContext, type Table } from "./tables.ts";
import { procedureVariables, type Variables } from "./variables.ts";

interface Change extends Guarded {
  variables: Variables;
  /** Rows that the body names. */
  named: LoadedTarget[];
}

function changeOf(context: DraftContext, table: Table, operation: Operation, action = ""): Change {
  const variables = procedureVariables(table.name);
  const targets = namedTargets(context.requirements, context.database, table.noun, action);
  const named = targets.map((row) => ({ ...row, variable: variables.claim(row.name) }));
  const replacements = new Map<string, Expression>([
    ["row", name(variables.row)],
    ...inputReplacements(operation, named),
  ]);
  const resolve = (expression: Expression): Expression => {
    const resolved = substituteAll(spokenInput(expression, named), replacements);
    return isOpenToAllAlone(operation) ? withoutActor(resolved) : resolved;
  };
  const rows = Object.fromEntries(named.map(({ variable, model }) => [variable, model]));
  return {
    context,
    table,
    operation,
    variables,
    rows: { ...rows, [variables.row]: table.name },
    resolve,
    named,
  };
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
  const reach = reachGuards(change, "update");
  const lock = targets.length + reach.length > 0 || isHolding(context.requirements, noun, "update");
  return untilRefused([
    findRow(table, operation, "write", { lock }),
    ...targets,
    ...reach,
    ...conditionGuards(change, "update"),
    { type: "merge", row: variable },
    ...(Object.keys(computed).length > 0 ? [{ type: "update" as const, row: variable, data: computed }] : []),
    ...effects(context, change, "update"),
    { type: "return", value: name(variable) },
  ]);
}

export function deletion(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const change = changeOf(context, table, operation);
  const reach = reachGuards(change, "delete");
  const lock = reach.length > 0 || isHolding(context.requirements, table.noun, "delete");
  return untilRefused([
    findRow(table, operation, "write", { lock }),
    ...reach,
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
  const change = changeOf(context, table, operation, action);
  const { resolve, named } = change;
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
  const pointed = named
    .filter(({ name: relation }) => Object.hasOwn(table.model.relations, relation))
    .filter(({ column }) => !sets.some(([field]) => field === column))
    .map(({ name: relation, column, optional }): [string, Expression] => {
      const sent = path("body", column);
      const mayMiss = optional && table.model.relations[relation]!.required;
      return [column, mayMiss ? binary("??", sent, path(variable, column)) : sent];
    });
  const moves = transition.from.length > 1 || transition.from[0] !== transition.to;
  const data: Record<string, Expression> = {
    ...(moves ? { [attribute]: text(transition.to) } : {}),
    ...Object.fromEntries([...inputs, ...pointed]),
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
    ...named.map((row) => findSent(context, operation, row, row.variable)),
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

import type { Operation } from "../api/document.ts";
import { binary, equals, list, name, nullValue, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { type Noun, statedFor } from "./concepts.ts";
import { findTarget } from "./creation.ts";
import { columnNameOf } from "./database.ts";
import { effects } from "./effects.ts";
import { conditionGuards, hasGuards, reachGuards } from "./guards.ts";
import { findRow } from "./rows.ts";
import { clientRelations, stateError, type DraftContext, type Table } from "./tables.ts";
import { rowVariable } from "./variables.ts";

function onRow(table: Table): (expression: Expression) => Expression {
  const variable = name(rowVariable(table.name));
  return (expression) =>
    substituteAll(
      expression,
      new Map<string, Expression>([
        ["row", variable],
        ["input", name("body")],
      ]),
    );
}

export function updating(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { noun } = table;
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  const targets = clientRelations(context.requirements, table, "update").flatMap((relation): Statement[] => {
    const { statements } = findTarget(context, table, operation, relation);
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
  return [
    findRow(table, operation, "write", targets.length > 0 || hasGuards(context.requirements, noun, "update")),
    ...targets,
    ...reachGuards(context, noun, operation, "update", resolve),
    ...conditionGuards(context.requirements, noun, "update", resolve),
    { type: "merge", row: variable },
    ...(Object.keys(computed).length > 0 ? [{ type: "update" as const, row: variable, data: computed }] : []),
    ...effects(context, noun, "update", variable),
    { type: "return", value: name(variable) },
  ];
}

export function deletion(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { noun } = table;
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  return [
    findRow(table, operation, "write", hasGuards(context.requirements, noun, "delete")),
    ...reachGuards(context, noun, operation, "delete", resolve),
    ...conditionGuards(context.requirements, noun, "delete", resolve),
    ...effects(context, noun, "delete", variable),
    { type: "delete", row: variable },
    { type: "return" },
  ];
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
  const variable = rowVariable(table.name);
  const resolve = onRow(table);
  const sets = Object.entries(transition.sets ?? {}).map(([field, value]): [string, Expression] => [
    columnNameOf(noun, field),
    resolve(value),
  ]);
  const inputs = Object.keys(transition.input ?? {})
    .filter((field) => Object.hasOwn(table.model.fields, field) && !sets.some(([name]) => name === field))
    .map((field): [string, Expression] => [field, path("body", field)]);
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
  return [
    findRow(table, operation, "write", true),
    ...reachGuards(context, noun, operation, action, resolve),
    { type: "require", condition: allowed, error: stateError(noun) },
    ...conditionGuards(context.requirements, noun, action, resolve),
    ...(Object.keys(data).length > 0 ? [{ type: "update" as const, row: variable, data }] : []),
    ...effects(context, noun, action, variable),
    { type: "return", value: name(variable) },
  ];
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

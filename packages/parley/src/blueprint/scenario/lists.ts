import type { ApiSchema, Filter } from "../../api/document.ts";
import { parametersOf } from "../../api/path.ts";
import { equals, list, name, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import { permissionsFor } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { admitted, type Caller, type House, type Named, operationFor, reaches } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { attempt, callOf, idOf, type Plan, variable, type Wish } from "./plan.ts";
import { story } from "./stories.ts";
import type { Value } from "./value.ts";
import { rowAt, type WorldRow } from "./world.ts";

const rowsToWalk = 3;

/** Walking all pages meets every row once; filters, search and sorting narrow and order them. */
export function listScenarios(house: House, table: Table): Scenario[] {
  const found = operationFor(house, table, "list");
  if (!found || found.operation.answer.shape !== "page" || table.noun.actor !== undefined) return [];
  const proves = permissionsFor(house.requirements, table.noun, "read").map(({ id }) => id);
  const part = { group: found.operation.group, proves };
  const walking = walkStory(house, table, found, part);
  return [...(walking ? [walking] : []), ...searchStories(house, table, found, part)];
}

type Part = { group: string; proves: string[] };

interface Listed {
  plan: Plan;
  caller: Caller;
  rows: WorldRow[];
  parent?: WorldRow;
}

/** Some rows below one parent, and somebody who sees them; `undefined` unless all that they see is known. */
function listed(house: House, table: Table, found: Named, wishes: readonly Wish[]): Listed | undefined {
  const plan = newPlan(house, table);
  plan.alone = true;
  const rows: WorldRow[] = [];
  const within: NonNullable<Wish["fixed"]> = {};
  const below =
    table.noun.parent && parametersOf(found.operation.path).length > 0
      ? `${table.noun.parent.as}Id`
      : undefined;
  for (const wish of wishes) {
    const first = plan.callers.find(
      ({ row }) => row && rows[0] && row.id === rows[0].values[`${table.noun.owner?.as}Id`],
    );
    const row = makeRow(plan, table, {
      ...wish,
      fixed: { ...within, ...wish.fixed },
      by: first ?? plan.callers[0],
    });
    if (!row || !idOf(row)) return undefined;
    rows.push(row);
    if (below !== undefined) within[below] = row.values[below]!;
  }
  const parent = below === undefined ? undefined : rowAt(plan.world, within[below]);
  if (below !== undefined && !(parent && idOf(parent))) return undefined;
  for (const candidate of callersFor(plan, table, "list")) {
    const seen = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const kind = caller && admitted(house, found.operation, caller);
      if (!caller || typeof kind !== "string") return undefined;
      if (parent && !reaches(trial.world, rowAt(trial.world, parent.id)!, "read", kind, caller))
        return undefined;
      const inside = trial.world.rows.filter(
        (row) =>
          row.model === table.name &&
          !row.hidden &&
          (below === undefined || row.values[below] === parent!.id),
      );
      const readable = inside.map((row) => reaches(trial.world, row, "read", kind, caller));
      if (trial.world.fuzzy.has(table.name) || readable.includes(undefined)) return undefined;
      const visible = inside.filter((_, index) => readable[index]);
      return visible.length >= wishes.length && visible.every((row) => idOf(row))
        ? { caller, visible }
        : undefined;
    });
    if (seen) {
      const known = seen.visible.map((row) => rowAt(plan.world, row.id)!);
      return { plan, caller: seen.caller, rows: known, ...(parent ? { parent } : {}) };
    }
  }
  return undefined;
}

function walkStory(house: House, table: Table, found: Named, part: Part): Scenario | undefined {
  const made = listed(
    house,
    table,
    found,
    Array.from({ length: rowsToWalk }, () => ({})),
  );
  if (!made) return undefined;
  const { plan, caller, rows, parent } = made;
  const seen = variable(plan, "seen");
  const call = {
    ...callOf(found, caller, parent && idOf(parent)),
    query: { size: { type: "integer", value: 2 } as const },
  };
  plan.statements.push({ type: "walk", call, name: seen });
  plan.statements.push({
    type: "expect",
    condition: equals(sorted(idsOf(seen)), sorted(list(rows.map((row) => idOf(row)!)))),
  });
  return story(plan, {
    id: `${found.operation.id}/pages`,
    title: "walking all pages meets every row once",
    ...part,
  });
}

function idsOf(rows: string): Expression {
  return {
    type: "iterate",
    operation: "map",
    source: name(rows),
    parameter: "item",
    body: path("item", "id"),
  };
}

function sorted(ids: Expression): Expression {
  return { type: "iterate", operation: "sort", source: ids, parameter: "id", body: name("id") };
}

const words = ["alpha", "beta", "gamma"];

function takesWords(schema: ApiSchema | undefined): boolean {
  if (schema?.type !== "string" || schema.format !== undefined || schema.pattern !== undefined) return false;
  const { minLength = 0, maxLength = 200 } = schema;
  return words.every(({ length }) => length >= minLength && length <= maxLength);
}

/** Rows told apart by a text: searched, sorted by it, and filtered by values that they have. */
function searchStories(house: House, table: Table, found: Named, part: Part): Scenario[] {
  const listing = found.operation.listing!;
  const sent =
    house.api.schemas[operationFor(house, table, "create")?.operation.body ?? ""]?.properties ?? {};
  const wordable = (field: string): boolean => {
    const schema = sent[field]?.schema;
    return takesWords(schema?.type === "nullable" ? schema.of : schema);
  };
  const scenarios: (Scenario | undefined)[] = [];
  const wishesFor = (field: string): Wish[] =>
    words.map((word) => ({ chosen: { [field]: { expression: text(word), value: word } } }));

  const searched = listing.search.find(wordable);
  if (searched !== undefined) {
    const made = listed(house, table, found, wishesFor(searched));
    const row = made?.rows.find(({ values }) => values[searched] === "beta");
    if (made && row) {
      answer(made, found, { search: text("BETA") }, list([idOf(row)!]));
      scenarios.push(
        story(made.plan, { id: `${found.operation.id}/search`, title: "the list is searched", ...part }),
      );
    }
  }
  const sort = Object.entries(listing.sorts).find(([, { field }]) => wordable(field));
  if (sort) {
    const [by, { field }] = sort;
    const made = listed(house, table, found, wishesFor(field).toReversed());
    const inOrder = words.flatMap((word) => made?.rows.find(({ values }) => values[field] === word) ?? []);
    if (made && inOrder.length === made.rows.length) {
      answer(made, found, { sort: text(by) }, list(inOrder.map((row) => idOf(row)!)));
      answer(made, found, { sort: text(`-${by}`) }, list(inOrder.toReversed().map((row) => idOf(row)!)));
      scenarios.push(
        story(made.plan, { id: `${found.operation.id}/sort`, title: `the list is sorted by ${by}`, ...part }),
      );
    }
  }
  for (const [filter, asked] of Object.entries(listing.filters)) {
    const { field } = asked;
    const values = twoValues(asked, sent[field]?.schema);
    if (!values) continue;
    const wishes = values.map((value): Wish => {
      const choice =
        asked.operator === "contains"
          ? { expression: list([text(value)]), value: [value] }
          : { expression: text(value), value };
      return { chosen: { [field]: choice } };
    });
    const made = listed(house, table, found, wishes);
    const known = made?.rows.map(({ values: own }) => one(own[field]));
    const fitting = made?.rows.filter((_, index) => known![index] === values[0]) ?? [];
    if (!made || fitting.length !== 1 || known!.includes(undefined)) continue;
    answer(made, found, { [filter]: text(values[0]!) }, list([idOf(fitting[0]!)!]));
    scenarios.push(
      story(made.plan, {
        id: `${found.operation.id}/filter/${filter}`,
        title: `the list is filtered by ${filter}`,
        ...part,
      }),
    );
  }
  return scenarios.filter((scenario) => scenario !== undefined);
}

/** Two values that rows are told apart by, where the filter asks for one of them. */
function twoValues({ operator, schema }: Filter, sent: ApiSchema | undefined): [string, string] | undefined {
  const held = operator === "contains" && sent?.type === "array" ? sent.items : sent;
  if (operator === "contains" ? held === sent : operator !== "equals") return undefined;
  if (schema.type === "enum" && held?.type === "enum") {
    const [first, second] = schema.values;
    return first !== undefined && second !== undefined ? [first, second] : undefined;
  }
  return operator === "contains" && takesWords(held) ? ["alpha", "beta"] : undefined;
}

/** The text, or the only one of a list. */
function one(value: Value | undefined): string | undefined {
  const [single, ...others] = Array.isArray(value) ? value : [value];
  return typeof single === "string" && others.length === 0 ? single : undefined;
}

/** Asks for a list and expects its rows, in this order. */
function answer(
  { plan, caller, parent }: Listed,
  found: Named,
  query: Record<string, Expression>,
  ids: Expression,
): void {
  const page = variable(plan, "page");
  plan.statements.push({
    type: "call",
    call: { ...callOf(found, caller, parent && idOf(parent)), query },
    name: page,
  });
  plan.statements.push({
    type: "expect",
    condition: equals(
      {
        type: "iterate",
        operation: "map",
        source: path(page, "data"),
        parameter: "item",
        body: path("item", "id"),
      },
      ids,
    ),
  });
}

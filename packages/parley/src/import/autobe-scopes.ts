import type { Api } from "../api/document.ts";
import { genericProcedure } from "../blueprint/generic.ts";
import type { Database, Model } from "../database/document.ts";
import { sidesOf, type Side } from "../database/fields.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { equals, name, path, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { printExpression } from "../expression/print.ts";
import type { Statement } from "../program/document.ts";
import { blocksOf } from "../program/rows.ts";
import { PRISMA_FILE } from "./autobe-source.ts";
import type { Actor, Table, Tables } from "./autobe-tables.ts";
import { placeIn, report } from "./diagnostics.ts";

/** Kinds of callers (`guest` for those without a token) that reach a model's rows through operations. */
interface Reach {
  read: Set<string>;
  written: Set<string>;
  made: Set<string>;
}

interface Guessing {
  database: Database;
  tables: Tables;
  reach: Map<string, Reach>;
  diagnostics: Diagnostic[];
}

/**
 * Whose rows are whose is said in words alone there. Who makes rows of a model, each his own, reads and changes those
 * alone; what the public may read, all may; administrators, and kinds that make none, reach all rows.
 */
export function guessScopes(
  api: Api,
  { database, tables, diagnostics }: Pick<Guessing, "database" | "tables" | "diagnostics">,
): void {
  const guessing: Guessing = { database, tables, reach: reachIn(api, database), diagnostics };
  for (const table of tables.byName.values()) {
    const reach = guessing.reach.get(table.model);
    if (reach) database.models[table.model]!.scope = scopeOf(guessing, table, reach);
  }
}

function reachIn(api: Api, database: Database): Map<string, Reach> {
  const reach = new Map<string, Reach>();
  const of = (model: string): Reach => {
    const known = reach.get(model) ?? { read: new Set(), written: new Set(), made: new Set() };
    reach.set(model, known);
    return known;
  };
  for (const [operationName, operation] of Object.entries(api.operations)) {
    const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
    const statements = genericProcedure({ database, api }, { name: operationName, operation }).flatMap(
      within,
    );
    // Also what nothing says how to make.
    const shown = api.schemas[operation.answer.schema ?? ""]?.model;
    if (operation.verb === "POST" && shown !== undefined) for (const kind of kinds) of(shown).made.add(kind);
    const written = new Set(statements.flatMap((one) => ("row" in one ? [one.row] : [])));
    for (const one of statements) {
      if (one.type === "create") for (const kind of kinds) of(one.model).made.add(kind);
      if (one.type === "deleteMany") for (const kind of kinds) of(one.model).written.add(kind);
      if (one.type !== "find" && one.type !== "page") continue;
      // What is found by its own key for signing in is no reading of rows.
      if (/\/account\//.test(operation.id)) continue;
      for (const kind of kinds) of(one.model)[written.has(one.name) ? "written" : "read"].add(kind);
    }
  }
  return reach;
}

function within(statement: Statement): Statement[] {
  return [statement, ...blocksOf(statement).flatMap((block) => block.flatMap(within))];
}

function scopeOf(guessing: Guessing, table: Table, { read, written, made }: Reach): Model["scope"] {
  const { tables, diagnostics } = guessing;
  const place = placeIn(PRISMA_FILE, table.source.place);
  const scope: NonNullable<Model["scope"]> = { read: {}, write: {} };
  const isPublic = read.has("guest");
  for (const actor of tables.actors) {
    const { kind, role } = actor;
    const own = role.kind === "admin" ? undefined : ownRows(guessing, table, actor);
    const isTheirs = own !== undefined && (made.has(kind) || isPerson(actor, table));
    const words = { model: table.model, kind };
    if (written.has(kind)) {
      scope.write[kind] = isTheirs ? own : trueValue;
      if (isTheirs) {
        const guess = { ...words, may: "changes", path: printExpression(own) };
        diagnostics.push(report["scope-guessed"](place, guess));
      } else if (role.kind !== "admin") diagnostics.push(report["scope-open"](place, words));
    }
    if (isPublic) scope.read[kind] = trueValue;
    else if (read.has(kind) || written.has(kind)) {
      scope.read[kind] = isTheirs ? own : trueValue;
      if (!isTheirs) continue;
      const guess = { ...words, may: "sees", path: printExpression(own) };
      diagnostics.push(report["scope-guessed"](place, guess));
    }
  }
  if (isPublic) scope.read["guest"] = trueValue;
  if (written.has("guest")) {
    scope.write["guest"] = trueValue;
    scope.read["guest"] = trueValue;
    diagnostics.push(report["scope-open"](place, { model: table.model, kind: "guest" }));
  }
  return scope;
}

function isPerson({ profile, credentials }: Actor, table: Table): boolean {
  return profile === table || credentials === table;
}

const deepest = 3;

/** What holds of a kind's own rows: `row.userId == actor.id`; nothing where no single relation leads to its profile. */
function ownRows({ database }: Guessing, table: Table, actor: Actor): Expression | undefined {
  const self = path("actor", "id");
  if (table === actor.profile) return equals(path("row", "id"), self);
  const way = wayTo(database, table.model, actor, deepest);
  if (!way) return undefined;
  const last = way.at(-1)!;
  if (last.many) {
    const one = equals(path("one", "id"), self);
    return {
      type: "iterate",
      operation: "some",
      source: along(way),
      parameter: "one",
      body: one,
    };
  }
  const key = last.column === undefined ? undefined : along(way.slice(0, -1), last.column);
  return equals(key ?? along(way, "id"), self);
}

/** `row.author?.member?.id`. */
function along(way: readonly Side[], column?: string): Expression {
  let node: Expression = name("row");
  let isOptional = false;
  for (const property of [...way.map((side) => side.name), ...(column === undefined ? [] : [column])]) {
    node = { type: "member", object: node, property, ...(isOptional ? { optional: true } : {}) };
    isOptional ||= way.some((side) => side.name === property && side.nullable);
  }
  return node;
}

/** Relations from a model to the kind's profile: its own, by the person that the profile is of, or by what it hangs below. */
function wayTo(database: Database, model: string, actor: Actor, steps: number): Side[] | undefined {
  const sides = sidesOf(database, model);
  const { profile, credentials } = actor;
  const direct = sides.filter((side) => side.target === profile.model && side.column !== undefined);
  if (direct.length > 0) return direct.length === 1 ? direct : undefined;
  if (model === credentials.model) {
    const back = sides.filter((side) => side.target === profile.model && side.column === undefined);
    const whole = back.filter(
      ({ declared }) => database.models[declared.model]?.relations[declared.relation]?.required,
    );
    return whole.length === 1 ? whole : undefined;
  }
  const people = sides.filter((side) => side.target === credentials.model && side.column !== undefined);
  if (people.length > 1) return undefined;
  const [next] =
    people.length === 1
      ? people
      : sides.filter(
          (side) =>
            side.column !== undefined &&
            side.target !== model &&
            database.models[model]?.relations[side.name]?.required === true &&
            wayTo(database, side.target, actor, steps - 1) !== undefined,
        );
  if (!next || steps === 0) return undefined;
  const rest = wayTo(database, next.target, actor, steps - 1);
  return rest && [next, ...rest];
}

import { sqlIdentifier, text, type Text } from "../../text/text.ts";
import { constraintsOf, isPrismaConstraint, type Constraint } from "../constraints.ts";
import type { Database } from "../document.ts";
import { columnsOf } from "../fields.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "../names.ts";
import type { Change } from "./change.ts";
import { renamedDatabase } from "./renamed.ts";

/** Gives everything that is in both databases its new name, so that no row is lost to a drop and an addition. */
export function renameStep(previous: Database, next: Database): Change {
  const database = renamedDatabase(previous, next);
  const statements = [
    ...typeRenames(previous, database),
    ...tableRenames(previous, database),
    ...columnRenames(previous, database),
    ...constraintRenames(previous, database),
  ];
  return { statements, database, diagnostics: [], retyped: new Set() };
}

/** `ALTER … RENAME` of a constraint or index that goes by another name. */
export function constraintRename(constraint: Constraint, from: string, to: string): Text {
  const [before, after] = [sqlIdentifier(from), sqlIdentifier(to)];
  if (constraint.type === "unique" || constraint.type === "index") {
    return text`ALTER INDEX ${before} RENAME TO ${after};`;
  }
  return text`ALTER TABLE ${sqlIdentifier(constraint.table)} RENAME CONSTRAINT ${before} TO ${after};`;
}

function typeRenames(previous: Database, renamed: Database): Text[] {
  const pairs = zip(Object.keys(previous.enums), Object.keys(renamed.enums));
  return ordered(pairs, enumTypeNameOf).map(
    ({ from, to }) => text`ALTER TYPE ${sqlIdentifier(from)} RENAME TO ${sqlIdentifier(to)};`,
  );
}

function tableRenames(previous: Database, renamed: Database): Text[] {
  const pairs = zip(Object.keys(previous.models), Object.keys(renamed.models));
  return ordered(pairs, tableNameOf).map(
    ({ from, to }) => text`ALTER TABLE ${sqlIdentifier(from)} RENAME TO ${sqlIdentifier(to)};`,
  );
}

function columnRenames(previous: Database, renamed: Database): Text[] {
  const models = zip(Object.values(previous.models), Object.entries(renamed.models));
  return models.flatMap(([before, [name, after]]) => {
    const pairs = zip(
      columnsOf(before).map((column) => column.name),
      columnsOf(after).map((column) => column.name),
    );
    const table = sqlIdentifier(tableNameOf(name));
    return ordered(pairs, columnNameOf).map(
      ({ from, to }) =>
        text`ALTER TABLE ${table} RENAME COLUMN ${sqlIdentifier(from)} TO ${sqlIdentifier(to)};`,
    );
  });
}

/** Only of those that the Prisma schema states; the others are compared by what they say. */
function constraintRenames(previous: Database, renamed: Database): Text[] {
  const pairs = zip(constraintsOf(previous), constraintsOf(renamed)).filter(([, after]) =>
    isPrismaConstraint(after),
  );
  const byName = new Map(pairs.map(([before, after]) => [before.name, after]));
  const names = pairs.map(([before, after]) => [before.name, after.name] as const);
  return ordered(names, (name) => name).map(({ from, to, origin }) =>
    constraintRename(byName.get(origin)!, from, to),
  );
}

/**
 * The renames that are needed, in an order in which no new name is still taken; circles go through a name between.
 * `origin` is the name before any of them.
 */
function ordered(
  pairs: readonly (readonly [string, string])[],
  databaseNameOf: (name: string) => string,
): { from: string; to: string; origin: string }[] {
  let waiting = pairs
    .map(([before, after]) => ({ from: databaseNameOf(before), to: databaseNameOf(after), origin: before }))
    .filter(({ from, to }) => from !== to);
  const taken = new Set(pairs.map(([before]) => databaseNameOf(before)));
  const done: typeof waiting = [];
  while (waiting.length > 0) {
    const ready = waiting.find(({ to }) => !taken.has(to));
    const first = ready ?? waiting[0]!;
    const step = ready ?? { ...first, to: `renamed_${done.length + 1}` };
    done.push(step);
    taken.delete(step.from);
    taken.add(step.to);
    waiting = waiting.flatMap((one) => {
      if (one !== first) return [one];
      return ready ? [] : [{ ...one, from: step.to }];
    });
  }
  return done;
}

function zip<One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] {
  return ones.map((one, index) => [one, others[index]!]);
}

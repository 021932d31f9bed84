import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { plural } from "../../text/names.ts";
import type { Database, Model } from "../document.ts";
import { columnsOf } from "../fields.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "../names.ts";
import { reservedMemberNames, reservedTypeNames } from "../reserved.ts";
import { report } from "./diagnostics.ts";

/** Models and enums: reserved words, and names that meet in the database or in paths. */
export function checkTypeNames(database: Database): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const tables = new Map<string, string>();
  const plurals = new Map<string, string>();
  const named = [
    ...Object.keys(database.models).map((name) => ({ kind: "models", name, table: tableNameOf(name) })),
    ...Object.keys(database.enums).map((name) => ({ kind: "enums", name, table: enumTypeNameOf(name) })),
  ];
  for (const { kind, name, table } of named) {
    const place = at("database", [kind, name]);
    if (reservedTypeNames.has(name)) {
      findings.push(report["reserved-name"](place, { name }));
    }
    // File names are compared without case on some systems, so underscores alone do not tell names apart. An enum
    // keeps its own name in Prisma where PostgreSQL knows it by another.
    const keys = new Set([table, tableNameOf(name)].map((key) => key.replaceAll("_", "")));
    const other = [...keys].map((key) => tables.get(key)).find((found) => found !== undefined);
    if (other !== undefined)
      findings.push(report["table-collision"](place, { one: other, other: name, table }));
    else keys.forEach((key) => tables.set(key, name));
    if (kind !== "models" || other !== undefined) continue;
    const folder = plural(table);
    const sibling = plurals.get(folder);
    if (sibling !== undefined)
      findings.push(report["plural-collision"](place, { one: sibling, other: name }));
    else plurals.set(folder, name);
  }
  return findings;
}

/** What Prisma's client adds to the name of a model, among others, to name a type. */
const clientEndings =
  /^(?:Delegate|FieldRefs|GetPayload|Include|Model|Omit|Select|\w*(?:Args|Filter|Input|Type))$/;
const AGGREGATE = "Aggregate";

/** Models such as `AggregateUser` and `UserSelect`, of both of which the client makes a type `AggregateUserSelect`. */
export function checkClientNames(database: Database): Diagnostic[] {
  const names = Object.keys(database.models);
  return names
    .filter((name) => name.startsWith(AGGREGATE))
    .flatMap((name) => {
      const rest = name.slice(AGGREGATE.length);
      const other = names.find((one) => one.startsWith(rest) && clientEndings.test(one.slice(rest.length)));
      if (rest === "" || other === undefined) return [];
      const type = AGGREGATE + other;
      return [
        report["client-collision"](at("database", ["models", name]), { one: other, other: name, type }),
      ];
    });
}

/** Everything that has a name inside a model: fields, relations, their keys, inverses and implicit columns. */
export function checkMemberNames(database: Database): Diagnostic[] {
  const inverses = inversesOf(database);
  return Object.entries(database.models).flatMap(([modelName, model]) => {
    const findings: Diagnostic[] = [];
    const seen = new Map<string, Member>();
    for (const member of [...membersOf(modelName, model), ...(inverses.get(modelName) ?? [])]) {
      const place = at("database", member.keys);
      if (reservedMemberNames.has(member.name))
        findings.push(report["reserved-field"](place, { name: member.name }));
      const key = columnNameOf(member.name).replaceAll("_", "");
      const other = seen.get(key);
      if (!other) {
        seen.set(key, member);
      } else if (other.name === member.name) {
        const names = { model: modelName, name: member.name, one: other.what, other: member.what };
        findings.push(report["name-collision"](place, names));
      } else {
        const column = columnNameOf(member.name);
        findings.push(
          report["column-collision"](place, {
            model: modelName,
            one: other.name,
            other: member.name,
            column,
          }),
        );
      }
    }
    return findings;
  });
}

/** Values of enums that stand twice. */
export function checkEnumValues(database: Database): Diagnostic[] {
  return Object.entries(database.enums).flatMap(([name, { values }]) =>
    values.flatMap((value, index) =>
      values.indexOf(value) === index
        ? []
        : [report["repeated-value"](at("database", ["enums", name, "values", index]), { enum: name, value })],
    ),
  );
}

interface Member {
  name: string;
  what: string;
  keys: string[];
}

/** Implicit columns first, so that the declared one is blamed. */
function membersOf(modelName: string, model: Model): Member[] {
  const place = ["models", modelName];
  const columns = columnsOf(model);
  return [
    ...columns
      .filter((column) => column.implicit)
      .map(({ name }) => ({ name, what: "a column every model has", keys: place })),
    ...columns
      .filter((column) => !column.implicit && column.relation === undefined)
      .map(({ name }) => ({ name, what: "a field", keys: [...place, "fields", name] })),
    ...Object.keys(model.relations).map((name) => ({
      name,
      what: "a relation",
      keys: [...place, "relations", name],
    })),
    ...columns.flatMap(({ name, relation }) =>
      relation === undefined
        ? []
        : [{ name, what: `the key of the relation ${relation}`, keys: [...place, "relations", relation] }],
    ),
  ];
}

/** By target: the names under which it sees the models that point to it. */
function inversesOf(database: Database): Map<string, Member[]> {
  const inverses = new Map<string, Member[]>();
  for (const [modelName, model] of Object.entries(database.models)) {
    for (const [relationName, relation] of Object.entries(model.relations)) {
      const member: Member = {
        name: relation.inverse,
        what: `the inverse of ${modelName}.${relationName}`,
        keys: ["models", modelName, "relations", relationName, "inverse"],
      };
      inverses.set(relation.target, [...(inverses.get(relation.target) ?? []), member]);
    }
  }
  return inverses;
}

import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { constraintsOf, isPrismaConstraint } from "../constraints.ts";
import type { Database, Field, Model } from "../document.ts";
import { infrastructureModels } from "../infrastructure.ts";
import { report } from "./diagnostics.ts";

/** Models that the fixed files of every backend write by themselves: sign-in, sessions and mail. */
const written = ["Account", "Session", "OutboxMessage"] as const;

/** The fixed files of a backend rely on tables of their own, whatever else there is. */
export function checkInfrastructure(database: Database): Diagnostic[] {
  const expected = infrastructureModels();
  return written.flatMap((name) =>
    Object.hasOwn(database.models, name)
      ? checkModel(database, name, expected[name]!)
      : [report["missing-infrastructure"](at("database", ["models"]), { model: name })],
  );
}

function checkModel(database: Database, name: string, expected: Model): Diagnostic[] {
  const model = database.models[name]!;
  const found: Diagnostic[] = [];
  const differs = (keys: readonly string[], what: string): void => {
    const place = at("database", ["models", name, ...keys]);
    found.push(report["changed-infrastructure"](place, { model: name, what }));
  };
  const [trait] = expected.traits!;
  if (!model.traits?.some(({ type }) => type === trait!.type)) differs([], `the trait ${trait!.type}`);
  if (!model.immutable) differs([], "`immutable`, since nothing but times of its own is ever changed");
  for (const [field, wanted] of Object.entries(expected.fields)) {
    const given = Object.hasOwn(model.fields, field) ? model.fields[field]! : undefined;
    if (!given || !isSame(given, wanted)) differs(given ? ["fields", field] : [], fieldWords(field, wanted));
  }
  for (const [relation, { target }] of Object.entries(expected.relations)) {
    const given = Object.hasOwn(model.relations, relation) ? model.relations[relation]! : undefined;
    const same = given?.target === target && given.required && given.cardinality === "manyToOne";
    if (!same)
      differs(
        given ? ["relations", relation] : [],
        `a required relation ${relation} to ${target}, many to one`,
      );
  }
  for (const { fields } of Object.values(expected.uniques ?? {})) {
    const [field] = fields as [string];
    if (!isKey(database, name, field)) differs([], `a unique over ${field} alone, without a condition`);
  }
  for (const [field, { nullable, list, default: standard }] of Object.entries(model.fields)) {
    const isOwn = Object.hasOwn(expected.fields, field);
    const mayBeLeftOut = nullable || list || (standard !== undefined && standard.type !== "uuid");
    if (!isOwn && !mayBeLeftOut) differs(["fields", field], `a default for ${field}, or null`);
  }
  for (const [relation, { required }] of Object.entries(model.relations)) {
    if (required && !Object.hasOwn(expected.relations, relation))
      differs(["relations", relation], `no other required relation than its own, as ${relation} is`);
  }
  return found;
}

function isSame(given: Field, wanted: Field): boolean {
  return (
    given.type === wanted.type &&
    !given.list &&
    Boolean(given.nullable) === Boolean(wanted.nullable) &&
    (given.maxLength ?? Infinity) >= (wanted.maxLength ?? 0)
  );
}

function fieldWords(name: string, { type, nullable, maxLength }: Field): string {
  const length = maxLength === undefined ? "" : ` of at least ${maxLength} characters`;
  return `the field ${name}: ${type}${length}${nullable ? ", nullable" : ""}`;
}

function isKey(database: Database, model: string, column: string): boolean {
  return constraintsOf(database).some(
    (one) =>
      one.type === "unique" &&
      one.model === model &&
      isPrismaConstraint(one) &&
      one.columns.length === 1 &&
      one.columns[0] === column,
  );
}

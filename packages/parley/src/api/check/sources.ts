import type { Database } from "../../database/document.ts";
import { columnOf, sidesOf } from "../../database/fields.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { isAssignable, nullable, printType, stringType, type Type } from "../../expression/types.ts";
import { pathsOf, visit } from "../../expression/visit.ts";
import type { Property } from "../document.ts";
import { answeredProperties, ROW, rowEnvironment, sourceOf } from "../source.ts";
import { schemaType } from "../types.ts";
import { propertyNodes, type Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule, type Subject } from "./rule.ts";

/** Each property of an answer can be made from the row, fits its schema and gives no secret away. */
export const sources: Rule = (subject) => {
  const findings: Diagnostic[] = [];
  for (const [schema, { model, properties }] of Object.entries(subject.api.schemas)) {
    const keys = ["schemas", schema, "properties"];
    if (model === undefined) findings.push(...sourcesWithoutModel(schema, properties, keys));
    else if (subject.usage.answers.has(schema) && Object.hasOwn(subject.database.models, model)) {
      findings.push(...propertyFindings(subject, model, properties, keys));
    }
  }
  return findings;
};

function sourcesWithoutModel(schema: string, properties: Record<string, Property>, keys: Keys): Diagnostic[] {
  const records: [Keys, Record<string, Property>][] = [[keys, properties]];
  for (const node of propertyNodes(properties, keys)) {
    if (node.schema.type === "object") records.push([[...node.keys, "properties"], node.schema.properties]);
  }
  return records.flatMap(([place, record]) =>
    Object.entries(record)
      .filter(([, property]) => property.source)
      .map(([name]) => report["source-without-model"](here(...place, name, "source"), { schema, name })),
  );
}

function propertyFindings(
  subject: Subject,
  model: string,
  properties: Record<string, Property>,
  keys: Keys,
): Diagnostic[] {
  return answeredProperties(properties).flatMap(([name, property]) => {
    const source = sourceOf(name, property);
    const place = [...keys, name];
    if (source) return sourceFindings(subject, model, { name, property, source, place });
    if (property.schema.type !== "object") return [];
    return propertyFindings(subject, model, property.schema.properties, [...place, "schema", "properties"]);
  });
}

interface Sourced {
  name: string;
  property: Property;
  source: Expression;
  place: Keys;
}

function sourceFindings({ api, database, models }: Subject, model: string, sourced: Sourced): Diagnostic[] {
  const { name, property, source, place } = sourced;
  const environment = rowEnvironment(models, model);
  const members = environment.models[model]?.members ?? {};
  if (!property.source && !Object.hasOwn(members, name)) {
    const hint = didYouMean(name, Object.keys(members));
    return [report["missing-source"](here(...place), { model, name, hint })];
  }
  const keys = property.source ? [...place, "source"] : place;
  const findings: Diagnostic[] = [];
  const reason = unprintable(source);
  if (reason !== undefined) findings.push(report["unprintable-source"](here(...keys), { name, reason }));
  const checked = checkExpression(source, environment, {
    at: (span) => {
      const location = here(...keys);
      return span && property.source && "document" in location ? { ...location, span } : location;
    },
  });
  findings.push(...checked.diagnostics);
  for (const path of pathsOf(source, ROW)) {
    const secret = secretOn(database, model, path);
    if (secret) findings.push(report["secret-in-answer"](here(...keys), secret));
  }
  const wanted = schemaType(property.schema, api, "rows");
  const expected = property.optional ? nullable(wanted) : wanted;
  if (checked.type && !fits(checked.type, expected)) {
    const parts = { name, expected: printType(expected), found: printType(checked.type) };
    findings.push(report["source-type"](here(...keys), parts));
  }
  return findings;
}

/** Text stands for durations too: that is how they are stored and sent. */
function fits(found: Type, expected: Type): boolean {
  if (found.type === "unknown") return false;
  return isAssignable(found, expected) || isAssignable(found, textForDuration(expected));
}

function textForDuration(type: Type): Type {
  if (type.type === "duration") return stringType;
  return type.type === "nullable" ? nullable(textForDuration(type.of)) : type;
}

function unprintable(source: Expression): string | undefined {
  let reason: string | undefined;
  visit(source, (node) => {
    if (node.type === "query")
      reason = "it asks for rows of a model, instead of those that a relation leads to";
    if (node.type === "call" && (node.function === "now" || node.function === "today")) {
      reason = "it depends on the time at which it is read";
    }
  });
  return reason;
}

/** The secret column that a path reads, if any. */
function secretOn(
  database: Database,
  model: string,
  path: readonly string[],
): { model: string; field: string } | undefined {
  let current = model;
  for (const name of path) {
    const owner = database.models[current];
    if (!owner) return undefined;
    if (columnOf(owner, name)?.field.secret) return { model: current, field: name };
    const side = sidesOf(database, current).find((one) => one.name === name);
    if (!side) return undefined;
    current = side.target;
  }
  return undefined;
}

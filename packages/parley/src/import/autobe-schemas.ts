import type { NamedSchema } from "../api/document.ts";
import { nodesOf, propertyNodes } from "../api/walk.ts";
import { pascalCase, unique } from "../text/names.ts";
import { typescriptGlobals, typescriptReserved } from "../text/reserved.ts";
import { readProperties, readSchema, type SchemaReading, type SchemaSite } from "./autobe-json-schema.ts";
import { isObject, type AutobeOperation, type AutobeSource } from "./autobe-source.ts";
import type { Table } from "./autobe-tables.ts";
import { fieldCalled, referredBy, tableOfSchema } from "./autobe-usage.ts";
import { settleAnswers } from "./autobe-answers.ts";
import { settleBody } from "./autobe-bodies.ts";
import type { Draft, Importing, SchemaUse } from "./autobe-draft.ts";

export interface ImportedSchemas {
  schemas: Record<string, NamedSchema>;
  /** The name here of a schema there; absent for one that is not there. */
  nameOf: (name: string) => string | undefined;
}

/** All schemas that operations use, under names of ours, each made from its table's row where it can be. */
export function importSchemas(importing: Importing, operations: readonly AutobeOperation[]): ImportedSchemas {
  const { source, tables, diagnostics } = importing;
  const uses = usesOf(source, operations);
  const names = new Map<string, string>();
  const taken = new Set<string>([...typescriptGlobals, ...typescriptReserved]);
  for (const [name, { sentBy, answeredBy }] of uses) {
    const isNamed = isObjectSchema(source.schemas[name]) || sentBy.length > 0 || answeredBy.length > 0;
    if (!isNamed || source.schemas[name] === undefined) continue;
    const here = unique(schemaName(name).slice(0, 76), taken);
    taken.add(here);
    names.set(name, here);
  }
  const reading: SchemaReading = { schemas: source.schemas, nameOf: (name) => names.get(name), diagnostics };
  const drafts = [...names].map(([name, here]): Draft => {
    const table = tableOfSchema(source, tables, name);
    const site: SchemaSite = { schema: name, property: "", place: ["components", "schemas", name] };
    const schema: NamedSchema = { id: name, properties: {}, ...(here === name ? {} : { wire: name }) };
    const raw = source.schemas[name];
    const description = isObject(raw) ? raw["description"] : undefined;
    if (typeof description === "string" && description !== "") schema.description = description;
    if (isObjectSchema(raw)) schema.properties = readProperties(reading, raw, site, keysFor(table));
    else schema.value = readSchema(reading, raw, { ...site, trail: [raw] });
    return { importing, name, schema, site, use: uses.get(name)!, table };
  });
  const schemas = Object.fromEntries(drafts.map(({ name, schema }) => [names.get(name)!, schema]));
  for (const { schema } of drafts) nameTags(schema, schemas);
  for (const draft of drafts) settleBody(draft);
  settleAnswers(drafts, reading.nameOf);
  return { schemas, nameOf: (name) => names.get(name) };
}

/** What tells variants apart has the name here that it has on the wire. */
function nameTags(schema: NamedSchema, schemas: Record<string, NamedSchema>): void {
  const nodes = [...propertyNodes(schema.properties, []), ...(schema.value ? nodesOf(schema.value) : [])];
  for (const { schema: node } of nodes) {
    if (node.type !== "oneOf") continue;
    for (const variant of node.variants) {
      const named = schemas[variant]!;
      named.properties = Object.fromEntries(
        Object.entries(named.properties).map(([key, { wire, ...property }]) =>
          wire === node.discriminator || (wire === undefined && key === node.discriminator)
            ? [node.discriminator, property]
            : [key, { ...property, ...(wire === undefined ? {} : { wire }) }],
        ),
      );
    }
  }
}

function isObjectSchema(raw: unknown): boolean {
  return (
    isObject(raw) && (raw["type"] === "object" || isObject(raw["properties"])) && !Array.isArray(raw["oneOf"])
  );
}

/** `ITodoListUser.IJoin` is `TodoListUserJoin`. */
function schemaName(name: string): string {
  const parts = name
    .split(".")
    .map((part) => pascalCase(part.replace(/^I(?=[A-Z])/, "").replace(/^PageI(?=[A-Z])/, "Page ")));
  const whole = parts.join("");
  return /^[A-Z]/.test(whole) ? whole : `Schema${whole}`;
}

/** Properties that are about a column have its name. */
function keysFor(table: Table | undefined): ((name: string) => string) | undefined {
  if (!table) return undefined;
  const columns = new Map([...table.columns].map(([field, column]) => [fieldCalled(field), column]));
  return (name) => columns.get(fieldCalled(name)) ?? camel(name);
}

function camel(name: string): string {
  const whole = pascalCase(name);
  return whole.charAt(0).toLowerCase() + whole.slice(1);
}

function usesOf(source: AutobeSource, operations: readonly AutobeOperation[]): Map<string, SchemaUse> {
  const uses = new Map<string, SchemaUse>();
  const useOf = (name: string): SchemaUse => {
    const use = uses.get(name) ?? { sentBy: [], answeredBy: [], isSent: false, isAnswered: false };
    uses.set(name, use);
    return use;
  };
  const spread = (name: string, key: "isSent" | "isAnswered"): void => {
    const use = useOf(name);
    if (use[key]) return;
    use[key] = true;
    for (const inner of referencesIn(source.schemas[name])) spread(inner, key);
  };
  for (const operation of operations) {
    const { requestBody, responseBody } = operation;
    if (requestBody) {
      useOf(requestBody.typeName).sentBy.push(operation);
      spread(requestBody.typeName, "isSent");
    }
    if (responseBody) {
      useOf(responseBody.typeName).answeredBy.push(operation);
      spread(responseBody.typeName, "isAnswered");
    }
  }
  return uses;
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const own = referredBy(value);
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(referencesIn)];
}

import { singular, words } from "../text/names.ts";
import { isObject, type AutobeOperation, type AutobeSource } from "./autobe-source.ts";
import { tableCalled, type Table, type Tables } from "./autobe-tables.ts";

/** What the API tells of columns: which are sent when rows are made or changed, and what values they take. */
export interface Usage {
  /** Whether rows are made by an operation whose body does not have the field. */
  isLeftOut: (table: Table, field: string) => boolean;
  isChanged: (table: Table, field: string) => boolean;
  /** All that a field can be, where every schema that has it says so. */
  valuesOf: (table: Table, field: string) => readonly string[] | undefined;
}

/** Where JSON schemas refer to each other. */
const REFERENCE = "#/components/schemas/";

export function referredBy(schema: unknown): string | undefined {
  const reference = isObject(schema) ? schema["$ref"] : undefined;
  return typeof reference === "string" && reference.startsWith(REFERENCE)
    ? reference.slice(REFERENCE.length)
    : undefined;
}

/** `displayName` and `display_name` are one name. */
export function fieldCalled(property: string): string {
  return words(property).join("_");
}

/** All properties of an object schema, or of all variants of one, by the field that they are about. */
export function propertiesOf(
  schemas: Record<string, unknown>,
  schema: unknown,
  trail: readonly unknown[] = [],
): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  if (!isObject(schema) || trail.includes(schema)) return found;
  const target = referredBy(schema);
  const parts = [
    ...(target === undefined ? [] : [schemas[target]]),
    ...(Array.isArray(schema["oneOf"]) ? schema["oneOf"] : []),
    ...(Array.isArray(schema["anyOf"]) ? schema["anyOf"] : []),
    ...(Array.isArray(schema["allOf"]) ? schema["allOf"] : []),
  ];
  for (const part of parts) {
    for (const [name, all] of propertiesOf(schemas, part, [...trail, schema])) {
      found.set(name, [...(found.get(name) ?? []), ...all]);
    }
  }
  const { properties } = schema;
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    found.set(fieldCalled(name), [...(found.get(fieldCalled(name)) ?? []), property]);
  }
  return found;
}

/** A name of a schema by which a client asks for a part of a list, or proves who it is. */
const ASKING = /(?:^|\.)I(?:Request|Login|Refresh|Search|Query|Filter)[A-Za-z]*$/;

export function isAsking(schema: string): boolean {
  return ASKING.test(schema);
}

/** The table whose rows a schema shows or takes: what it says itself, else what it is called. */
export function tableOfSchema(source: AutobeSource, tables: Tables, name: string): Table | undefined {
  if (isAsking(name) || name.startsWith("IPage")) return undefined;
  const schema = source.schemas[name];
  const said = isObject(schema) ? schema["x-autobe-prisma-schema"] : undefined;
  if (typeof said === "string") return tables.byName.get(said);
  return tableCalled(tables, name);
}

/** Who an operation is for, and what it does with an account. */
export type Account = "join" | "login" | "refresh" | "logout" | "password";

export function accountOf({ authorizationType, path, name, method }: AutobeOperation): Account | undefined {
  if (authorizationType === "join" || authorizationType === "login" || authorizationType === "refresh") {
    return authorizationType;
  }
  if (method === "get" || method === "delete" || path.includes("{")) return undefined;
  const last = words(path.split("/").at(-1) ?? "").join(" ");
  const said = words(name ?? "").join(" ");
  if (/^(?:login|sign in)$/.test(last) || said === "login") return "login";
  if (/^(?:logout|sign out)$/.test(last) || said === "logout") return "logout";
  if (said === "change password" || last === "change password") return "password";
  return undefined;
}

export function usageOf(source: AutobeSource, tables: Tables): Usage {
  const creates = new Map<Table, Set<string>[]>();
  const changes = new Map<Table, Set<string>>();
  for (const operation of source.operations) {
    const { method, requestBody, responseBody, authorizationType } = operation;
    const account = accountOf(operation);
    const sent = new Set(propertiesOf(source.schemas, source.schemas[requestBody?.typeName ?? ""]).keys());
    if (account !== undefined && account !== "join") continue;
    if (account === "join") {
      const actor = tables.actors.find(({ role }) => isFor(operation, role.name));
      for (const table of actor ? new Set([actor.profile, actor.credentials]) : []) add(creates, table, sent);
      continue;
    }
    const body = requestBody?.typeName;
    const shown = responseBody && tableOfSchema(source, tables, responseBody.typeName);
    const table = shown ?? (body === undefined ? undefined : tableOfSchema(source, tables, body));
    if (!table || authorizationType || (body !== undefined && isAsking(body))) continue;
    if (method === "post") add(creates, table, sent);
    if (method === "put" || method === "patch") {
      changes.set(table, new Set([...(changes.get(table) ?? []), ...sent]));
    }
  }
  const values = closedValues(source, tables);
  return {
    isLeftOut: (table, field) => creates.get(table)?.some((sent) => !sent.has(field)) ?? false,
    isChanged: (table, field) => changes.get(table)?.has(field) ?? false,
    valuesOf: (table, field) => values.get(table)?.get(field),
  };
}

/** Whether an operation is for people of a role: it says so, or its path does. */
export function isFor(
  { authorizationRole, authorizationActor, path }: AutobeOperation,
  role: string,
): boolean {
  const said = authorizationRole ?? authorizationActor;
  if (said) return said === role;
  return path.split("/").some((segment) => segment === role || singular(segment) === role);
}

function add(creates: Map<Table, Set<string>[]>, table: Table, sent: Set<string>): void {
  creates.set(table, [...(creates.get(table) ?? []), sent]);
}

function closedValues(source: AutobeSource, tables: Tables): Map<Table, Map<string, string[]>> {
  const found = new Map<Table, Map<string, string[] | undefined>>();
  for (const name of Object.keys(source.schemas)) {
    const table = tableOfSchema(source, tables, name);
    if (!table) continue;
    const fields = found.get(table) ?? new Map<string, string[] | undefined>();
    found.set(table, fields);
    for (const [field, all] of propertiesOf(source.schemas, source.schemas[name])) {
      const before = fields.has(field) ? fields.get(field) : [];
      const values = all.map((schema) => constantsOf(source.schemas, schema));
      const whole =
        before && values.every((one) => one !== undefined) ? [...before, ...values.flat()] : undefined;
      fields.set(field, whole && [...new Set(whole.filter((value) => value !== undefined))]);
    }
  }
  return new Map(
    [...found].map(([table, fields]) => [
      table,
      new Map(
        [...fields].flatMap(([field, values]): [string, string[]][] => (values ? [[field, values]] : [])),
      ),
    ]),
  );
}

/** The texts that a schema lists; nothing where it takes any. */
export function constantsOf(schemas: Record<string, unknown>, schema: unknown): string[] | undefined {
  if (!isObject(schema)) return undefined;
  const target = referredBy(schema);
  if (target !== undefined) return constantsOf(schemas, schemas[target]);
  if (typeof schema["const"] === "string") return [schema["const"]];
  if (Array.isArray(schema["enum"]) && schema["enum"].every((one) => typeof one === "string"))
    return schema["enum"];
  const options = schema["oneOf"] ?? schema["anyOf"];
  if (!Array.isArray(options)) return undefined;
  const parts = options.filter((one) => !(isObject(one) && one["type"] === "null"));
  const values = parts.map((one) => constantsOf(schemas, one));
  return parts.length > 0 && values.every((one) => one !== undefined) ? values.flat() : undefined;
}

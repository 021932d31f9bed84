import type { Database } from "../database/document.ts";
import { remembered } from "../schema/remember.ts";
import { camelCase, pascalCase, unique } from "../text/names.ts";
import { typescriptGlobals, typescriptReserved } from "../text/reserved.ts";
import type { SymbolReference } from "../text/text.ts";
import type { Api, Operation, Property } from "./document.ts";
import { parametersOf } from "./path.ts";
import { queryOf } from "./query.ts";
import { namesReferredBy } from "./walk.ts";
import { groupOfSchemas, usageOf, type Usage } from "./usage.ts";

/** Where a file of a group stands: `src/loans/loans.service.ts`. */
export function groupFile(group: string, kind: "controller" | "dto" | "module" | "service" | "view"): string {
  return `src/${group}/${group}.${kind}.ts`;
}

/** A class of a group: `LoansService` of `src/loans/loans.service.ts`. */
export function groupClass(group: string, kind: "controller" | "module" | "service"): SymbolReference {
  return { name: `${pascalCase(group)}${pascalCase(kind)}`, from: groupFile(group, kind) };
}

/** The property of the client that holds a group's methods, also that of a controller's service. */
export function groupProperty(group: string): string {
  return camelCase(group);
}

/** Names in printed code that follow from the whole document. */
export interface Layout {
  usage: Usage;
  /** The group whose files hold a schema; `undefined` for one that nothing uses. */
  groupOf: (schema: string) => string | undefined;
  /** Validator and type of what clients send, of one name. */
  body: (schema: string) => SymbolReference;
  /** Type of what clients get. */
  answer: (schema: string) => SymbolReference;
  /** Validator and type of an operation's query, of one name. */
  query: (operation: string) => SymbolReference;
  /** The same of the headers and of the cookies that it takes. */
  headers: (operation: string) => SymbolReference;
  cookies: (operation: string) => SymbolReference;
  /** The constant that Prisma selects a schema's columns by; the schema has a model. */
  select: (schema: string) => SymbolReference;
  /** The function that makes an answer from a row, or from a value where the schema has no model. */
  mapper: (schema: string) => SymbolReference;
}

/** A schema that is both sent and answered has two types: `Address` is the answer, `AddressBody` the body. */
export function layoutOf(api: Api, database: Database): Layout {
  const known = remembered(api, layoutOf, () => new Map<Database, Layout>());
  const layout = known.get(database) ?? makeLayout(api, database);
  known.set(database, layout);
  return layout;
}

function makeLayout(api: Api, database: Database): Layout {
  const usage = usageOf(api);
  const groups = groupOfSchemas(api, (model) =>
    Object.hasOwn(database.models, model) ? database.models[model]?.group : undefined,
  );
  const taken = new Set<string>(Object.keys(api.schemas));
  const claim = (name: string): string => {
    const free = unique(name, taken);
    taken.add(free);
    return free;
  };
  const bodies = new Map<string, string>();
  const selects = new Map<string, string>();
  const mappers = new Map<string, string>();
  for (const [name, { model }] of Object.entries(api.schemas)) {
    if (usage.bodies.has(name)) bodies.set(name, usage.answers.has(name) ? claim(`${name}Body`) : name);
    if (!usage.answers.has(name)) continue;
    mappers.set(name, claim(`to${name}`));
    if (model !== undefined) selects.set(name, claim(`${camelCase(name)}Select`));
  }
  const queries = new Map<string, string>();
  const headers = new Map<string, string>();
  const cookies = new Map<string, string>();
  for (const [name, operation] of Object.entries(api.operations)) {
    if (hasQuery(operation)) queries.set(name, claim(`${pascalCase(name)}Query`));
    if (hasAny(operation.headers)) headers.set(name, claim(`${pascalCase(name)}Headers`));
    if (hasAny(operation.cookies)) cookies.set(name, claim(`${pascalCase(name)}Cookies`));
  }
  const ofOperation = (names: Map<string, string>) => (name: string) => ({
    name: known(names, name),
    from: groupFile(api.operations[name]!.group, "dto"),
  });

  const within = (names: Map<string, string>, kind: "dto" | "view") => (schema: string) => ({
    name: known(names, schema),
    from: groupFile(known(groups, schema), kind),
  });
  return {
    usage,
    groupOf: (schema) => groups.get(schema),
    body: within(bodies, "dto"),
    answer: (schema) => ({ name: schema, from: groupFile(known(groups, schema), "dto"), typeOnly: true }),
    query: ofOperation(queries),
    headers: ofOperation(headers),
    cookies: ofOperation(cookies),
    select: within(selects, "view"),
    mapper: within(mappers, "view"),
  };
}

/** Whether the schemas of one group's file refer, directly or not, to those of another's: then it imports it. */
export function reaches(
  api: Api,
  layout: Layout,
  use: keyof Usage,
  from: string | undefined,
  to: string | undefined,
  seen = new Set<string | undefined>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...layout.usage[use]]
    .filter((name) => layout.groupOf(name) === from)
    .flatMap((name) => namesReferredBy(api, name))
    .some((name) => reaches(api, layout, use, layout.groupOf(name), to, seen));
}

/** Whether an operation has query parameters. */
export function hasQuery(operation: Operation): boolean {
  return Object.keys(queryOf(operation)).length > 0;
}

/** Whether there is any parameter in a place. */
export function hasAny(parameters: Record<string, Property> | undefined): boolean {
  return parameters !== undefined && Object.keys(parameters).length > 0;
}

/** The parameters of an operation's method, in this order; see `print/controller.ts`. */
export interface Arguments {
  /** `optional`: null for a guest. Absent where the operation is only public. */
  actor?: { name: string; optional: boolean };
  /** In the path's order: the name in the path, and the name in code. */
  path: { parameter: string; name: string }[];
  body?: { name: string };
  query?: { name: string };
  headers?: { name: string };
  cookies?: { name: string };
}

/**
 * Names of the arguments of a service's method: `actor`, path parameters by their names, `body`, `query`, `headers`,
 * `cookies`.
 */
export function argumentsOf(operation: Operation): Arguments {
  const taken = new Set<string>(["reply", ...typescriptReserved, ...typescriptGlobals]);
  const claim = (name: string): string => {
    const free = unique(name, taken);
    taken.add(free);
    return free;
  };
  const kinds = operation.access.filter((kind) => kind !== "public");
  const actor =
    kinds.length === 0
      ? undefined
      : { name: claim("actor"), optional: kinds.length < operation.access.length };
  const body = operation.body === undefined ? undefined : { name: claim("body") };
  const query = hasQuery(operation) ? { name: claim("query") } : undefined;
  const headers = hasAny(operation.headers) ? { name: claim("headers") } : undefined;
  const cookies = hasAny(operation.cookies) ? { name: claim("cookies") } : undefined;
  const path = parametersOf(operation.path).map((parameter) => {
    const name = camelCase(parameter);
    return { parameter, name: claim(/^[a-z]/.test(name) ? name : `parameter${pascalCase(name)}`) };
  });
  return {
    ...(actor ? { actor } : {}),
    path,
    ...(body ? { body } : {}),
    ...(query ? { query } : {}),
    ...(headers ? { headers } : {}),
    ...(cookies ? { cookies } : {}),
  };
}

/**
 * Where a created row can be read: the path with the answer's `id` as its last parameter, `undefined` where no
 * operation reads it.
 */
export function locationOf(api: Api, operation: Operation): { path: string; parameter: string } | undefined {
  const { status, shape, schema } = operation.answer;
  if (api.profile === "foreign" || status !== 201 || shape !== "one" || schema === undefined)
    return undefined;
  const created = api.schemas[schema];
  const id = created?.properties["id"];
  const isShown = id && !id.optional && id.only !== "body" && (id.wire ?? "id") === "id";
  if (!created || !isShown || !["string", "integer"].includes(id.schema.type)) return undefined;
  const reading = remembered(api, locationOf, () =>
    Object.values(api.operations).filter(
      ({ verb, answer: { shape: given } }) => verb === "GET" && given === "one",
    ),
  );
  const readers = reading.filter(({ path, answer }) => {
    const answered = answer.schema === undefined ? undefined : api.schemas[answer.schema];
    const isSame =
      answer.schema === schema || (created.model !== undefined && answered?.model === created.model);
    if (!isSame || !answered) return false;
    const [last, ...others] = parametersOf(path).toReversed();
    return (
      last !== undefined &&
      path.endsWith(`/{${last}}`) &&
      others.every((parameter) => Object.hasOwn(operation.parameters, parameter))
    );
  });
  const below = readers.find(({ path }) => path.startsWith(`${operation.path}/{`)) ?? readers[0];
  return below && { path: below.path, parameter: parametersOf(below.path).at(-1)! };
}

function known(names: Map<string, string>, name: string): string {
  const found = names.get(name);
  if (found === undefined) throw new Error(`Nothing is printed for ${name}.`);
  return found;
}

/** How the printed files import each other. */
export const EXTENSION = ".ts";

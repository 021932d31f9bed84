import type { Api, ApiSchema, Operation, Property } from "../api/document.ts";
import { parameterOf, segmentsOf } from "../api/path.ts";
import { accountOperationId, type AccountRole } from "../blueprint/generic-account.ts";
import { camelCase, kebabCase, pascalCase, singular, unique, words } from "../text/names.ts";
import { typescriptReserved } from "../text/reserved.ts";
import type { Importing } from "./autobe-draft.ts";
import { readSchema, type SchemaReading } from "./autobe-json-schema.ts";
import type { ImportedSchemas } from "./autobe-schemas.ts";
import { DOCUMENT_FILE, type AutobeOperation } from "./autobe-source.ts";
import { tableCalled, type Actor } from "./autobe-tables.ts";
import { accountOf, fieldCalled, isFor, propertiesOf, tableOfSchema, type Account } from "./autobe-usage.ts";
import { placeIn, report } from "./diagnostics.ts";

/** Operations whose route can be served and is nobody else's, in the source's order. */
export function servedOperations({
  source,
  diagnostics,
}: Pick<Importing, "source" | "diagnostics">): AutobeOperation[] {
  const routes = new Map<string, string>();
  return source.operations.filter((operation) => {
    const { path, method, place } = operation;
    const here = placeIn(DOCUMENT_FILE, [...place, "path"]);
    const reason = pathProblem(path);
    if (reason !== undefined) {
      diagnostics.push(report["malformed-path"](here, { path, reason }));
      return false;
    }
    tellUndeclared(operation, { diagnostics });
    const route = `${method} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;
    const other = routes.get(route);
    if (other !== undefined) {
      const words = { verb: method.toUpperCase(), path, other };
      diagnostics.push(report["duplicate-route"](here, words));
      return false;
    }
    routes.set(route, `${operation.name ?? "an operation"} at ${path}`);
    return true;
  });
}

function pathProblem(path: string): string | undefined {
  if (!/^\/[A-Za-z0-9/{}_.~@-]*$/.test(path)) return "it holds characters that paths do not have here";
  if (/^\/(?:health|metrics|openapi\.json)(?:\/|$)/.test(path)) return "the framework serves it";
  const segments = segmentsOf(path);
  const parameters = segments.flatMap((segment) => parameterOf(segment) ?? []);
  if (segments.includes("")) return "a segment is empty";
  if (segments.some((segment) => parameterOf(segment) === undefined && /[{}]/.test(segment))) {
    return "a parameter must be a whole segment";
  }
  return new Set(parameters).size < parameters.length ? "a parameter stands in it twice" : undefined;
}

function tellUndeclared(
  { path, method, parameters, place }: AutobeOperation,
  { diagnostics }: Pick<Importing, "diagnostics">,
): void {
  const declared = new Set((parameters ?? []).map(({ name }) => name));
  for (const name of parametersIn(path)) {
    if (declared.has(name)) continue;
    const here = placeIn(DOCUMENT_FILE, [...place, "parameters"]);
    const words = { verb: method.toUpperCase(), path, name, type: "a uuid" };
    diagnostics.push(report["undeclared-parameter"](here, words));
  }
}

function parametersIn(path: string): string[] {
  return segmentsOf(path).flatMap((segment) => parameterOf(segment) ?? []);
}

/** The operations under names of ours; paths, verbs and schemas stay. */
export function importOperations(
  importing: Importing,
  operations: readonly AutobeOperation[],
  schemas: ImportedSchemas,
): Api["operations"] {
  const found: Api["operations"] = {};
  const taken = { names: new Set<string>(), methods: new Set<string>(), ids: new Set<string>() };
  for (const operation of operations) {
    const group = groupOf(importing, operation);
    const method = freeMethod(importing, operation, group, taken);
    const name = unique(camelCase(`${group} ${method}`).slice(0, 76), taken.names);
    taken.names.add(name);
    const { path, method: verb, summary, description } = operation;
    const parameters = importParameters(importing, operation);
    const { access, account } = accessOf(importing, operation);
    const id = unique(account ?? name, taken.ids);
    taken.ids.add(id);
    const body = bodyOf(importing, operation, schemas);
    const answer = answerOf(importing, operation, schemas);
    found[name] = {
      id,
      group,
      method,
      verb: verb.toUpperCase() as Operation["verb"],
      path,
      summary: summary?.replace(/\.+$/, "") || operation.name || `${verb} ${path}`,
      ...(description ? { description } : {}),
      ...parameters,
      ...(body === undefined ? {} : { body }),
      answer,
      access,
      errors: errorsOf(operation, id),
      requirements: [],
    };
  }
  return found;
}

function importParameters(
  { source, diagnostics }: Importing,
  { path, method, parameters, place }: AutobeOperation,
): Pick<Operation, "parameters"> & Partial<Pick<Operation, "query">> {
  const verb = method.toUpperCase();
  const reading: SchemaReading = { schemas: source.schemas, nameOf: () => undefined, diagnostics };
  const inPath: Record<string, ApiSchema> = {};
  const query: Record<string, Property> = {};
  const names = parametersIn(path);
  for (const name of names) inPath[name] = { type: "string", format: "uuid" };
  for (const [index, { name, schema: raw, description }] of (parameters ?? []).entries()) {
    const keys = [...place, "parameters", index];
    const site = { schema: `${verb} ${path}`, property: name, place: [...keys, "schema"] };
    const schema: ApiSchema = { ...readSchema(reading, raw, site), ...(description ? { description } : {}) };
    const here = placeIn(DOCUMENT_FILE, keys);
    if (!names.includes(name)) {
      diagnostics.push(report["stray-parameter"](here, { verb, path, name }));
      const key = unique(camelCase(name) || "value", new Set(Object.keys(query)));
      query[key] = { schema, optional: true, ...(key === name ? {} : { wire: name }) };
      continue;
    }
    const namesRow =
      schema.type === "string" && schema.format === undefined && /(?:^|_)id$/.test(fieldCalled(name));
    if (namesRow) {
      diagnostics.push(report["parameter-type"](here, { verb, path, name }));
      inPath[name] = { ...schema, format: "uuid" };
    } else inPath[name] = ["string", "integer", "enum"].includes(schema.type) ? schema : { type: "string" };
  }
  return { parameters: inPath, ...(Object.keys(query).length > 0 ? { query } : {}) };
}

const accountRoles: Record<Account, AccountRole> = {
  join: "join",
  login: "signIn",
  refresh: "refresh",
  logout: "signOut",
  password: "changePassword",
};

/** Who may call, and the identity of what is about accounts. */
function accessOf(importing: Importing, operation: AutobeOperation): { access: string[]; account?: string } {
  const { tables, diagnostics } = importing;
  const { path, method, place } = operation;
  const said = operation.authorizationRole ?? operation.authorizationActor;
  const actor = tables.actors.find(({ role }) => isFor(operation, role.name));
  const demanded =
    said && !tables.guests.has(said) ? tables.actors.find(({ role }) => role.name === said) : undefined;
  const account = accountOf(operation);
  const open: string[] = demanded ? [demanded.kind] : ["public"];
  if (account === undefined) {
    const registers = actorRegistered(importing, operation);
    if (!registers) return { access: open };
    const id = accountOperationId(registers.profile.model, "register");
    return { access: open, account: id };
  }
  const whose = actor ?? actorOfAccount(importing, operation);
  if (!whose) return { access: open };
  const id = accountOperationId(whose.profile.model, accountRoles[account]);
  if (account === "logout" || account === "password") {
    return { access: demanded ? open : [whose.kind], account: id };
  }
  const here = placeIn(DOCUMENT_FILE, [...place, "authorizationRole"]);
  const verb = method.toUpperCase();
  if (account === "join" && whose.role.kind === "admin") {
    if (!demanded) diagnostics.push(report["privileged-sign-up"](here, { verb, path, kind: whose.kind }));
    return { access: [whose.kind], account: id };
  }
  if (demanded) diagnostics.push(report["sign-in-with-token"](here, { verb, path }));
  return { access: ["public"], account: id };
}

/** The kind whose accounts an operation without a role is about: the one that its schemas or its path speak of. */
function actorOfAccount({ source, tables }: Importing, operation: AutobeOperation): Actor | undefined {
  const { requestBody, responseBody, path } = operation;
  const guest = [...tables.guests].some((name) =>
    path.split("/").some((segment) => singular(segment) === name),
  );
  if (guest) return undefined;
  const named = [responseBody?.typeName, requestBody?.typeName].flatMap((name) => {
    const base = name?.split(".")[0];
    return base === undefined ? [] : (tableOfSchema(source, tables, base) ?? []);
  });
  return (
    tables.actors.find(({ profile }) => named.includes(profile)) ??
    tables.actors.find(({ credentials }) => named.includes(credentials)) ??
    tables.actors.find(({ role }) => path.split("/").some((segment) => singular(segment) === role.name))
  );
}

/** A row of a kind's profile that is made with a password is an account. */
function actorRegistered({ source, tables }: Importing, operation: AutobeOperation): Actor | undefined {
  const { method, requestBody, responseBody } = operation;
  if (method !== "post" || !requestBody) return undefined;
  const table = tableOfSchema(source, tables, responseBody?.typeName ?? requestBody.typeName);
  const sent = propertiesOf(source.schemas, source.schemas[requestBody.typeName]);
  const proves = sent.has("email") && [...sent.keys()].some((field) => /password/.test(field));
  return proves ? tables.actors.find(({ profile }) => profile === table) : undefined;
}

function bodyOf(
  { source, diagnostics }: Importing,
  { requestBody, method, path, place }: AutobeOperation,
  { nameOf }: ImportedSchemas,
): string | undefined {
  if (!requestBody) return undefined;
  const { typeName } = requestBody;
  const here = placeIn(DOCUMENT_FILE, [...place, "requestBody", "typeName"]);
  if (method === "get" || method === "delete") {
    const words = { verb: method.toUpperCase(), path, schema: typeName };
    diagnostics.push(report["body-refused"](here, words));
    return undefined;
  }
  if (source.schemas[typeName] === undefined) {
    diagnostics.push(report["unknown-schema"](here, { name: typeName }));
  }
  return nameOf(typeName);
}

function answerOf(
  { source, diagnostics }: Importing,
  { responseBody, method, place }: AutobeOperation,
  { nameOf }: ImportedSchemas,
): Operation["answer"] {
  const schema = responseBody ? nameOf(responseBody.typeName) : undefined;
  if (responseBody && source.schemas[responseBody.typeName] === undefined) {
    const here = placeIn(DOCUMENT_FILE, [...place, "responseBody", "typeName"]);
    diagnostics.push(report["unknown-schema"](here, { name: responseBody.typeName }));
  }
  if (schema === undefined) return { status: 204, shape: "none" };
  return { status: method === "post" ? 201 : 200, schema, shape: "one" };
}

function errorsOf(operation: AutobeOperation, id: string): string[] {
  const role = /\/account\/([a-zA-Z]+)/.exec(id)?.[1];
  if (role === "join" || role === "register") return ["email-taken"];
  if (role === "signIn" || role === "changePassword") return ["wrong-credentials"];
  if (role === "refresh") return ["invalid-refresh-token"];
  return operation.path.includes("{") ? ["not-found"] : [];
}

/** The folder of an operation: that of the rows that it shows or its path ends in. */
function groupOf({ source, tables, database }: Importing, operation: AutobeOperation): string {
  if (accountOf(operation)) return "auth";
  const statics = segmentsOf(operation.path).filter((segment) => parameterOf(segment) === undefined);
  if (statics[0] === "auth") return "auth";
  const named = [operation.responseBody, operation.requestBody].flatMap((one) => {
    const base = one?.typeName.split(".")[0]?.replace(/^IPage(?=I)/, "");
    return base === undefined ? [] : (tableOfSchema(source, tables, base) ?? []);
  });
  const table = named[0] ?? tableCalled(tables, statics.at(-1) ?? "");
  const model = table && database.models[table.model];
  if (model) return model.group;
  const last = kebabCase(statics.at(-1) ?? "");
  return /^[a-z]/.test(last) ? last : "operations";
}

const RESERVED_METHODS = new Set(
  `constructor service database clock random passwords sessions tokens mailer logger then`.split(" "),
);

const STANDARD: Record<AutobeOperation["method"], string> = {
  get: "at",
  post: "create",
  put: "update",
  patch: "index",
  delete: "erase",
};

/** What it is called there, with the kind of actor and words of its path where others of the group are called so. */
function freeMethod(
  { tables }: Importing,
  operation: AutobeOperation,
  group: string,
  taken: { methods: Set<string> },
): string {
  const { method, path } = operation;
  const called = camelCase(operation.name ?? "");
  const isPlain =
    /^[a-z][A-Za-z0-9]*$/.test(called) && !/^(?:get|post|put|patch|erase|delete)By/.test(called);
  const base =
    isPlain && !typescriptReserved.has(called) && !RESERVED_METHODS.has(called) ? called : STANDARD[method];
  const actor = tables.actors.find(({ role }) => isFor(operation, role.name));
  const statics = segmentsOf(path).filter((segment) => parameterOf(segment) === undefined);
  const place = statics.filter(
    (segment) => words(segment).join("-") !== group && segment !== actor?.role.name,
  );
  const wishes = [
    group === "auth" && actor ? camelCase(`${actor.kind} ${base}`) : base,
    ...(actor ? [`${base}As${pascalCase(actor.kind)}`] : []),
    camelCase(`${base} of ${place.slice(-2).join(" ")}`),
  ].map((wish) => wish.slice(0, 44));
  const isFree = (wish: string): boolean => !taken.methods.has(`${group}.${wish}`);
  let free = wishes.find(isFree);
  for (let count = 2; free === undefined; count++) free = [`${wishes[0]!}${count}`].find(isFree);
  taken.methods.add(`${group}.${free}`);
  return free;
}

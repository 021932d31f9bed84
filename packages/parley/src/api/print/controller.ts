import {
  comment,
  empty,
  identifier,
  join,
  lines,
  member,
  number,
  origin,
  originOf,
  paragraphs,
  property,
  string,
  symbol,
  template,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Database } from "../../database/document.ts";
import type { Api, ApiSchema, Operation } from "../document.ts";
import {
  argumentsOf,
  EXTENSION,
  groupClass,
  groupFile,
  layoutOf,
  locationOf,
  type Layout,
} from "../layout.ts";
import { segmentsOf, parameterOf, servedPath } from "../path.ts";
import { groupsOf, operationsOf } from "../query.ts";
import { isUuid } from "../types.ts";
import { form } from "./forms.ts";
import { constantType, queryValidator } from "./validator.ts";
import { wire } from "./wire.ts";

/**
 * `src/<group>/<group>.controller.ts`. Each method calls the service's method of the same name with what there is of
 *
 *     actor: Actor            Actor | null where guests are let in besides kinds; absent where all are guests
 *     <path parameters>       one argument each, in the path's order
 *     body: CreateTodo        as validated: dates, moments and decimals, not their text
 *     query: ListTodosQuery   as validated; of a listing, `page`, `size` and `sort` are always there
 *     headers, cookies        as validated
 *
 * in this order, by the names of `argumentsOf`, and answers what it answers: `serviceAnswer`. A path parameter that
 * cannot name anything, such as a malformed uuid, is answered with 404 like one that names nothing.
 */
export function printControllers(api: Api, database: Database): PrintedFile[] {
  const layout = layoutOf(api, database);
  return groupsOf(api).map((group) => printController(api, layout, group));
}

/** The type of the promise of a service's method: `Todo`, `Page<Todo>`, `{ data: Row[] }`, `Row[]` or `void`. */
export function serviceAnswer(operation: Operation, layout: Layout): Text {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return text`void`;
  const element = symbol(layout.answer(schema));
  if (shape === "one") return element;
  if (operation.answer.bare) return text`${element}[]`;
  if (shape === "list") return text`{ data: ${element}[] }`;
  return text`${symbol({ name: "Page", from: "src/common/page.ts", typeOnly: true })}<${element}>`;
}

/** The TypeScript type of a path parameter, after validation. */
export function pathParameterType(schema: ApiSchema): Text {
  if (schema.type === "integer" || schema.type === "number") return text`number`;
  if (schema.type === "boolean") return text`boolean`;
  if (schema.type === "constant")
    return typeof schema.value === "string" ? string(schema.value) : constantType(schema.value);
  if (schema.type === "enum") return join(schema.values.map(string), text` | `);
  if (schema.type !== "string") return text`string`;
  if (schema.format === "date" || schema.format === "date-time") return text`Date`;
  if (schema.format === "decimal") {
    return symbol({ name: "Decimal", from: "src/common/decimal.ts", typeOnly: true });
  }
  return text`string`;
}

const nest = (name: string): Text => symbol({ name, from: "@nestjs/common" });
const actorType = symbol({ name: "Actor", from: "src/security/actor.ts", typeOnly: true });

function printController(api: Api, layout: Layout, group: string): PrintedFile {
  const operations = operationsOf(api, group);
  const base = commonBase(operations.map(([, operation]) => servedPath(api, operation)));
  const path = groupFile(group, "controller");
  const parameters = pathParameters(operations.map(([, operation]) => operation));
  const methods = operations.map(([name, operation]) =>
    origin(
      originOf("api", ["operations", name], operation.requirements),
      printMethod(api, layout, parameters, operation, base),
    ),
  );
  const controller = text`
    @${nest("Controller")}(${when(base.length > 0, () => string(base.join("/")))})
    export class ${symbol(groupClass(group, "controller"))} {
      constructor(private readonly service: ${symbol(groupClass(group, "service"))}) {}

      ${paragraphs(methods)}
    }
  `;
  const constants = parameters.map(
    ({ name, kind, validator }) => text`const ${identifier(name)} = new ${kind}(${validator});`,
  );
  return renderTypeScript(path, paragraphs([lines(constants), controller]), { extension: EXTENSION });
}

interface PathParameter {
  name: string;
  key: string;
  kind: Text;
  validator: Text;
}

/** What a malformed parameter is answered with: 404, or 400 where somebody else's description says so. */
function pathKey(operation: Operation, schema: ApiSchema): { key: string; kind: Text } {
  const refuses = Object.hasOwn(operation.answers ?? {}, "400");
  return {
    key: JSON.stringify([schema, refuses]),
    kind: refuses ? form("CheckedParameter") : wire("PathParameter"),
  };
}

/** One validator for all path parameters of a file that are alike, named after the first of them. */
function pathParameters(operations: readonly Operation[]): PathParameter[] {
  const found = new Map<string, PathParameter>();
  for (const operation of operations) {
    for (const { parameter, name } of argumentsOf(operation).path) {
      const schema = operation.parameters[parameter]!;
      const { key, kind } = pathKey(operation, schema);
      if (found.has(key)) continue;
      const taken = new Set([...found.values()].map((one) => one.name));
      let free = isUuid(schema) ? "uuidParameter" : `${name}Parameter`;
      for (let count = 2; taken.has(free); count++) free = `${name}Parameter${count}`;
      found.set(key, { name: free, key, kind, validator: queryValidator(schema, noReference) });
    }
  }
  return [...found.values()];
}

/** Parameters in a path are plain values. */
function noReference(schema: string): never {
  throw new Error(`A parameter in a path refers to ${schema}.`);
}

function printMethod(
  api: Api,
  layout: Layout,
  known: readonly PathParameter[],
  operation: Operation,
  base: readonly string[],
): Text {
  const given = argumentsOf(operation);
  const location = locationOf(api, operation);
  const parameters: Text[] = [];
  const passed: Text[] = [];
  if (given.actor) {
    const current = symbol({ name: "CurrentActor", from: "src/security/actor.ts" });
    const type = given.actor.optional ? text`${actorType} | null` : actorType;
    parameters.push(text`@${current}() ${identifier(given.actor.name)}: ${type}`);
    passed.push(identifier(given.actor.name));
  }
  for (const { parameter, name } of given.path) {
    const schema = operation.parameters[parameter]!;
    const pipe = known.find((one) => one.key === pathKey(operation, schema).key)!;
    parameters.push(
      text`@${nest("Param")}(${string(parameter)}, ${identifier(pipe.name)}) ${identifier(name)}: ${pathParameterType(schema)}`,
    );
    passed.push(identifier(name));
  }
  if (given.body) {
    const type = symbol(layout.body(operation.body!));
    const schema = operation.bodyOptional ? text`${form("orEmpty")}(${type})` : type;
    parameters.push(text`@${nest("Body")}({ schema: ${schema} }) ${identifier(given.body.name)}: ${type}`);
    passed.push(identifier(given.body.name));
  }
  if (given.query) {
    const type = symbol(layout.query(operationName(api, operation)));
    parameters.push(text`@${nest("Query")}({ schema: ${type} }) ${identifier(given.query.name)}: ${type}`);
    passed.push(identifier(given.query.name));
  }
  for (const place of ["headers", "cookies"] as const) {
    const argument = given[place];
    if (!argument) continue;
    const type = symbol(layout[place](operationName(api, operation)));
    const decorator = form(place === "headers" ? "RequestHeaders" : "RequestCookies");
    parameters.push(
      text`@${decorator}(new ${form("CheckedParameter")}(${type})) ${identifier(argument.name)}: ${type}`,
    );
    passed.push(identifier(argument.name));
  }
  if (location) {
    const reply = symbol({ name: "FastifyReply", from: "fastify", typeOnly: true });
    parameters.push(text`@${nest("Res")}({ passthrough: true }) reply: ${reply}`);
  }
  const call = text`this.service${member(operation.method)}(${join(passed, text`, `)})`;
  const bare = isBareValue(api, operation);
  const answer = bare ? text`string` : serviceAnswer(operation, layout);
  const body = location
    ? text`
        const created = await ${call};
        reply.header("location", ${locationTemplate(location, given.path)});
        return created;
      `
    : bare
      ? text`return JSON.stringify(await ${call});`
      : text`return ${call};`;
  return text`
    ${comment(operation.summary)}
    @${nest(decorators[operation.verb])}(${routeText(servedPath(api, operation), base)})
    ${when(operation.answer.status !== usualStatus(operation), () => text`@${nest("HttpCode")}(${number(operation.answer.status)})`)}
    ${when(bare, () => text`@${nest("Header")}("content-type", "application/json; charset=utf-8")`)}
    @${symbol({ name: "Access", from: "src/security/access.guard.ts" })}(${join(operation.access.map(string), text`, `)})
    ${when(location !== undefined || bare, text`async `)}${property(operation.method)}(${join(parameters, text`, `)}): Promise<${answer}> {
      ${body}
    }
  `;
}

const decorators = { GET: "Get", POST: "Post", PUT: "Put", PATCH: "Patch", DELETE: "Delete" } as const;

function usualStatus({ verb }: Operation): number {
  return verb === "POST" ? 201 : 200;
}

/** Whether an answer may be a text, a number or null: the framework would not send these as JSON. */
function isBareValue(api: Api, { answer: { schema, shape } }: Operation): boolean {
  const value = schema === undefined ? undefined : api.schemas[schema]?.value;
  return shape === "one" && value !== undefined && !["array", "object", "map"].includes(value.type);
}

function operationName(api: Api, operation: Operation): string {
  return Object.entries(api.operations).find(([, one]) => one === operation)![0];
}

/** The words that all paths begin with, up to the first parameter; of a single path its first word. */
function commonBase(paths: readonly string[]): string[] {
  const [first = [], ...others] = paths.map(segmentsOf);
  const end = first.findIndex(
    (segment, index) => segment.includes("{") || others.some((other) => other[index] !== segment),
  );
  const longest = others.length === 0 ? 1 : first.length;
  return first.slice(0, end < 0 ? longest : Math.min(end, longest));
}

function routeText(path: string, base: readonly string[]): Text {
  const rest = segmentsOf(path).slice(base.length);
  if (rest.length === 0) return empty;
  return string(rest.map((segment) => segment.replaceAll(/\{(\w+)\}/g, ":$1")).join("/"));
}

function locationTemplate(
  location: { path: string; parameter: string },
  given: readonly { parameter: string; name: string }[],
): Text {
  const parts: (string | Text)[] = [];
  for (const segment of segmentsOf(location.path)) {
    parts.push("/");
    const parameter = parameterOf(segment);
    const argument = given.find((one) => one.parameter === parameter);
    if (parameter === undefined) parts.push(segment);
    else if (parameter === location.parameter) parts.push(text`created.id`);
    else if (argument) parts.push(identifier(argument.name));
  }
  return template(parts);
}

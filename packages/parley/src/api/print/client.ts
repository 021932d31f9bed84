import {
  block,
  comment,
  identifier,
  join,
  lines,
  member,
  origin,
  originOf,
  paragraphs,
  property,
  string,
  symbol,
  template,
  text,
  when,
  type SymbolReference,
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { remembered } from "../../schema/remember.ts";
import { pascalCase, unique } from "../../text/names.ts";
import type { Api, ApiSchema, Operation, Property } from "../document.ts";
import { argumentsOf, EXTENSION, groupProperty, hasAny } from "../layout.ts";
import { partsOf, servedPath } from "../path.ts";
import { groupsOf, operationsOf, queryOf } from "../query.ts";
import { closure, usageOf } from "../usage.ts";
import { propertyTypes, wireType } from "./wire-type.ts";

const TYPES = "client/types.ts";
const INDEX = "client/index.ts";

/**
 * `client/types.ts` and `client/index.ts`: a typed client without dependencies, on the templates' `client/http.ts`.
 * A method takes the path parameters one by one, then the body, the query, headers and cookies:
 * `client.todos.update(todoId, body)`.
 */
export function printClient(api: Api): PrintedFile[] {
  const index = printIndex(api);
  return [printTypes(api), index, ...(needsParts(api) ? [printParts()] : [])];
}

/** What `client/index.ts` calls its own. */
const indexNames: ReadonlySet<string> = new Set([
  "Client",
  "ClientOptions",
  "ProblemDocument",
  "ProblemError",
]);

/** Where a schema's type is imported from: a name that the index has for itself means the schema in `types.ts`. */
export function clientType(schema: string): SymbolReference {
  return { name: schema, from: indexNames.has(schema) ? TYPES : INDEX, typeOnly: true };
}

/** The generic type of a page in `client/types.ts`, called otherwise where a schema has its name. */
function pageType({ schemas }: Api): string {
  return unique("Page", new Set(Object.keys(schemas)));
}

/** Name of the type of an operation's query in `client/types.ts`; that of a schema is its own name. */
export function clientQueryName(api: Api, operation: string): string {
  return parametersName(api, operation, "query");
}

type Place = "query" | "headers" | "cookies";

/** The parameters of a place, with their names on the wire. */
function parametersIn(operation: Operation, place: Place): Record<string, Property> {
  return place === "query" ? queryOf(operation) : (operation[place] ?? {});
}

function parametersName(api: Api, operation: string, place: Place): string {
  const name = remembered(api, parametersName, () => parametersNames(api)).get(`${place} ${operation}`);
  if (name === undefined) throw new Error(`${operation} has no ${place}.`);
  return name;
}

function parametersNames(api: Api): Map<string, string> {
  const taken = new Set([...Object.keys(api.schemas), pageType(api)]);
  const names = new Map<string, string>();
  for (const kind of ["query", "headers", "cookies"] as const) {
    for (const [name, one] of Object.entries(api.operations)) {
      if (!hasAny(parametersIn(one, kind))) continue;
      const free = unique(`${pascalCase(name)}${pascalCase(kind)}`, taken);
      taken.add(free);
      names.set(`${kind} ${name}`, free);
    }
  }
  return names;
}

function printTypes(api: Api): PrintedFile {
  const usage = usageOf(api);
  const own = (name: string): Text => symbol({ name, from: TYPES });
  const schemas = [...closure(api, [...usage.bodies, ...usage.answers])].map((name) => {
    const { properties, description, value } = api.schemas[name]!;
    const direction = !usage.bodies.has(name) ? "answer" : usage.answers.has(name) ? "both" : "body";
    const head = text`export type ${own(name)} =`;
    const mark = (key: string, inner: Text): Text =>
      origin(originOf("api", ["schemas", name, "properties", key]), inner);
    return origin(
      originOf("api", ["schemas", name]),
      lines([
        comment(description ?? ""),
        value
          ? text`${head} ${wireType(value, own, direction)};`
          : text`${block(head, propertyTypes(properties, own, { direction, mark }))};`,
      ]),
    );
  });
  const parameters = (["query", "headers", "cookies"] as const).flatMap((place) =>
    Object.entries(api.operations)
      .filter(([, operation]) => hasAny(parametersIn(operation, place)))
      .map(([name, operation]) =>
        origin(
          originOf("api", ["operations", name]),
          text`${block(
            text`export type ${own(parametersName(api, name, place))} =`,
            propertyTypes(parametersIn(operation, place), own, { direction: "body" }),
          )};`,
        ),
      ),
  );
  const paged = Object.values(api.operations).some(({ answer }) => answer.shape === "page");
  const page = when(
    paged,
    text`
      export type ${identifier(pageType(api))}<Item> = {
        data: Item[];
        page: { page: number; size: number; total: number; pages: number };
      };
    `,
  );
  return renderTypeScript(TYPES, paragraphs([page, ...schemas, ...parameters]), { extension: EXTENSION });
}

function printIndex(api: Api): PrintedFile {
  const options = symbol({ name: "ClientOptions", from: "client/http.ts", typeOnly: true });
  const createSend = symbol({ name: "createSend", from: "client/http.ts" });
  const groups = groupsOf(api).map((group) => {
    const methods = operationsOf(api, group).map(([name, operation]) =>
      origin(
        originOf("api", ["operations", name], operation.requirements),
        printMethod(api, name, operation),
      ),
    );
    return text`${property(groupProperty(group))}: {
      ${lines(methods)}
    },`;
  });
  return renderTypeScript(
    INDEX,
    paragraphs([
      lines([
        text`export { type ${options}, type ProblemDocument, ProblemError } from "./http.ts";`,
        text`export type * from "./types.ts";`,
      ]),
      text`export type Client = ReturnType<typeof createClient>;`,
      text`
        /** A typed client of the API; every method rejects with a ProblemError unless the answer is a success. */
        export function createClient(${groups.length === 0 ? text`_options` : text`options`}: ${options}) {
          ${when(groups.length > 0, text`const send = ${createSend}(options);`)}
          return {
            ${lines(groups)}
          };
        }
      `,
    ]),
    { extension: EXTENSION },
  );
}

const types = symbol({ name: "types", from: TYPES, kind: "namespace", typeOnly: true });

function refer(schema: string): Text {
  return text`${types}${member(schema)}`;
}

function printMethod(api: Api, name: string, operation: Operation): Text {
  const given = argumentsOf(operation);
  const parameters = given.path.map(({ parameter, name: argument }) => {
    const type = wireType(operation.parameters[parameter] ?? ({ type: "string" } satisfies ApiSchema), refer);
    return text`${identifier(argument)}: ${type}`;
  });
  const parts: Text[] = [];
  if (given.body) {
    parameters.push(text`${identifier(given.body.name)}: ${refer(operation.body!)}`);
    parts.push(part("body", given.body.name));
  }
  for (const place of ["query", "headers", "cookies"] as const) {
    const argument = given[place];
    if (!argument) continue;
    const properties = parametersIn(operation, place);
    const optional = Object.values(properties).every((one) => one.optional);
    const type = refer(parametersName(api, name, place));
    parameters.push(text`${identifier(argument.name)}: ${type}${when(optional, text` = {}`)}`);
    if (place === "query") parts.push(queryPart(argument.name, properties));
  }
  if (given.headers ?? given.cookies) parts.push(headersPart(given.headers?.name, given.cookies?.name));
  const rest = when(parts.length > 0, () => text`, { ${join(parts, text`, `)} }`);
  const call = text`send<${answerText(api, operation)}>(${string(operation.verb)}, ${pathText(api, operation)}${rest})`;
  return lines([
    comment(operation.summary),
    text`${property(operation.method)}: (${join(parameters, text`, `)}) => ${call},`,
  ]);
}

function part(key: "body" | "query", name: string): Text {
  return key === name ? identifier(name) : text`${property(key)}: ${identifier(name)}`;
}

/** Lists that stand in one parameter are joined. */
function queryPart(argument: string, properties: Record<string, Property>): Text {
  const joined = Object.entries(properties).flatMap(([name, { separator, wire = name }]) => {
    if (!separator) return [];
    const between = string({ comma: ",", space: " ", pipe: "|" }[separator]);
    return [text`${property(wire)}: ${identifier(argument)}${member(wire)}?.join(${between})`];
  });
  if (joined.length === 0) return part("query", argument);
  return text`query: { ...${identifier(argument)}, ${join(joined, text`, `)} }`;
}

const PARTS = "client/parts.ts";

function headersPart(headers: string | undefined, cookies: string | undefined): Text {
  const given = [headers ? identifier(headers) : text`{}`, ...(cookies ? [identifier(cookies)] : [])];
  return text`headers: ${symbol({ name: "toHeaders", from: PARTS })}(${join(given, text`, `)})`;
}

function needsParts({ operations }: Api): boolean {
  return Object.values(operations).some(({ headers, cookies }) => hasAny(headers) || hasAny(cookies));
}

/** `client/parts.ts`: how values go into headers. */
function printParts(): PrintedFile {
  return renderTypeScript(
    PARTS,
    text`
      type Values = Record<string, unknown>;

      /** What is undefined is left out; cookies are one header, which browsers do not let anybody set. */
      export function toHeaders(headers: Values, cookies: Values = {}): Record<string, string> {
        const cookie = present(cookies)
          .map(([name, value]) => \`\${name}=\${encodeURIComponent(value)}\`)
          .join("; ");
        return { ...Object.fromEntries(present(headers)), ...(cookie === "" ? {} : { cookie }) };
      }

      function present(values: Values): [string, string][] {
        return Object.entries(values).flatMap(([name, value]): [string, string][] =>
          value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : String(value)]],
        );
      }
    `,
    { extension: EXTENSION },
  );
}

function answerText(api: Api, operation: Operation): Text {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return text`void`;
  if (shape === "one") return refer(schema);
  if (operation.answer.bare) return text`${refer(schema)}[]`;
  return shape === "list"
    ? text`{ data: ${refer(schema)}[] }`
    : text`${types}${member(pageType(api))}<${refer(schema)}>`;
}

function pathText(api: Api, operation: Operation): Text {
  const given = argumentsOf(operation).path;
  const path = servedPath(api, operation);
  if (given.length === 0) return string(path);
  const parts = partsOf(path).map((part): string | Text => {
    if (typeof part === "string") return part;
    return identifier(given.find(({ parameter }) => parameter === part.parameter)!.name);
  });
  return text`${symbol({ name: "path", from: "client/http.ts" })}${template(parts)}`;
}

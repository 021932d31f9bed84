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
import { pascalCase, unique } from "../../text/names.ts";
import type { Api, ApiSchema, Operation } from "../document.ts";
import { argumentsOf, EXTENSION, groupProperty, hasQuery } from "../layout.ts";
import { parameterOf, segmentsOf } from "../path.ts";
import { groupsOf, operationsOf, queryOf } from "../query.ts";
import { closure, usageOf } from "../usage.ts";
import { propertyTypes, wireType } from "./wire-type.ts";

const TYPES = "client/types.ts";
const INDEX = "client/index.ts";

/**
 * `client/types.ts` and `client/index.ts`: a typed client without dependencies, on the templates' `client/http.ts`.
 * A method takes the path parameters one by one, then the body, then the query: `client.todos.update(todoId, body)`.
 */
export function printClient(api: Api): PrintedFile[] {
  return [printTypes(api), printIndex(api)];
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
  const taken = new Set([...Object.keys(api.schemas), pageType(api)]);
  for (const [name, one] of Object.entries(api.operations)) {
    if (!hasQuery(one)) continue;
    const free = unique(`${pascalCase(name)}Query`, taken);
    taken.add(free);
    if (name === operation) return free;
  }
  throw new Error(`${operation} has no query.`);
}

function printTypes(api: Api): PrintedFile {
  const usage = usageOf(api);
  const own = (name: string): Text => symbol({ name, from: TYPES });
  const schemas = [...closure(api, [...usage.bodies, ...usage.answers])].map((name) => {
    const { properties, description } = api.schemas[name]!;
    const mark = (key: string, inner: Text): Text =>
      origin(originOf("api", ["schemas", name, "properties", key]), inner);
    return origin(
      originOf("api", ["schemas", name]),
      lines([
        comment(description ?? ""),
        text`${block(text`export type ${own(name)} =`, propertyTypes(properties, own, mark))};`,
      ]),
    );
  });
  const queries = Object.entries(api.operations)
    .filter(([, operation]) => hasQuery(operation))
    .map(([name, operation]) =>
      origin(
        originOf("api", ["operations", name]),
        text`${block(
          text`export type ${own(clientQueryName(api, name))} =`,
          propertyTypes(queryOf(operation), own),
        )};`,
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
  return renderTypeScript(TYPES, paragraphs([page, ...schemas, ...queries]), { extension: EXTENSION });
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
        export function createClient(options: ${options}) {
          const send = ${createSend}(options);
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
  if (given.query) {
    const optional = Object.values(queryOf(operation)).every((one) => one.optional);
    const type = refer(clientQueryName(api, name));
    parameters.push(text`${identifier(given.query.name)}: ${type}${when(optional, text` = {}`)}`);
    parts.push(part("query", given.query.name));
  }
  const rest = when(parts.length > 0, () => text`, { ${join(parts, text`, `)} }`);
  const call = text`send<${answerText(api, operation)}>(${string(operation.verb)}, ${pathText(operation)}${rest})`;
  return lines([
    comment(operation.summary),
    text`${property(operation.method)}: (${join(parameters, text`, `)}) => ${call},`,
  ]);
}

function part(key: "body" | "query", name: string): Text {
  return key === name ? identifier(name) : text`${property(key)}: ${identifier(name)}`;
}

function answerText(api: Api, operation: Operation): Text {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return text`void`;
  if (shape === "one") return refer(schema);
  return shape === "list"
    ? text`{ data: ${refer(schema)}[] }`
    : text`${types}${member(pageType(api))}<${refer(schema)}>`;
}

function pathText(operation: Operation): Text {
  const given = argumentsOf(operation).path;
  if (given.length === 0) return string(operation.path);
  const parts = segmentsOf(operation.path).flatMap((segment): (string | Text)[] => {
    const argument = given.find(({ parameter }) => parameter === parameterOf(segment));
    return ["/", argument ? identifier(argument.name) : segment];
  });
  return text`${symbol({ name: "path", from: "client/http.ts" })}${template(parts)}`;
}

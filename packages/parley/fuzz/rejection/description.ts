import { createRequire } from "node:module";
import { join } from "node:path";
import type { Api } from "../../src/api/document.ts";
import { servedPath } from "../../src/api/path.ts";
import { isRecord } from "../../src/schema/ir.ts";
import type { Context } from "../context.ts";
import { lintErrors } from "../lint.ts";

/** An OpenAPI description as printed, as far as it is looked at. */
export interface Description {
  paths: Record<
    string,
    Record<string, { operationId?: string; parameters?: { name: string; in: string }[] }>
  >;
  components: { schemas: Record<string, object> };
}

/** Routes that every generated project has. */
const fixedRoutes = ["/health/live", "/health/ready", "/openapi.json"];

/** What beside these stands at a path is no operation. */
const verbs = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** What the router of the server says about the paths of operations. */
export async function routeProblem(context: Context, api: Api): Promise<string | undefined> {
  const load = createRequire(join(await context.host.dependencies(), "node_modules/fastify/package.json"));
  const router = (load("find-my-way") as (options: object) => Router)({ ignoreTrailingSlash: true });
  for (const path of fixedRoutes) router.on("GET", path, () => undefined);
  for (const operation of Object.values(api.operations)) {
    const path = servedPath(api, operation).replaceAll(/\{([^}]*)\}/g, ":$1");
    try {
      router.on(operation.verb, path, () => undefined);
    } catch (error) {
      return `router: ${String(error)}`;
    }
  }
  return undefined;
}

/** What OpenAPI says about references, the names of operations and the parameters of paths. */
export function descriptionProblem(description: Description): string | undefined {
  const missing = danglingReference(description);
  if (missing !== undefined) return `openapi: ${missing} leads nowhere`;
  const ids = new Set<string>();
  for (const [path, operations] of Object.entries(description.paths)) {
    const named = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!);
    for (const [verb, operation] of Object.entries(operations)) {
      if (!verbs.has(verb)) continue;
      const { operationId, parameters = [] } = operation;
      if (operationId !== undefined && ids.has(operationId)) return `openapi: ${operationId} twice`;
      if (operationId !== undefined) ids.add(operationId);
      const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      const astray = [
        ...named.filter((name) => !declared.includes(name)),
        ...declared.filter((name) => !named.includes(name)),
      ];
      if (astray.length > 0 || new Set(named).size < named.length)
        return `openapi: ${path} and its parameters`;
    }
  }
  return undefined;
}

/**
 * What the linters say about a description, and do not say about another one. They see the operations and schemas that
 * differ, with all schemas that these lead to; what holds between operations is for {@link descriptionProblem}.
 */
export async function lintProblem(description: object, whole: object): Promise<string | undefined> {
  const part = differingPart(description as Description, whole as Description);
  if (part === undefined) return undefined;
  const errors = await lintErrors(part);
  if (errors.length === 0) return undefined;
  const before = differingPart(whole as Description, description as Description);
  const known = before === undefined ? [] : await lintErrors(before);
  return errors.find((error) => {
    const times = (list: readonly string[]): number => list.filter((one) => one === error).length;
    return times(errors) > times(known);
  });
}

function differingPart(description: Description, whole: Description): Description | undefined {
  const { paths: _, components, ...head } = description;
  const { paths: __, components: ___, ...wholeHead } = whole;
  const paths = differing(description.paths, whole.paths);
  const schemas = differing(components.schemas, whole.components.schemas);
  const isSameHead = JSON.stringify(head) === JSON.stringify(wholeHead);
  if (isSameHead && Object.keys(paths).length === 0 && Object.keys(schemas).length === 0) return undefined;
  const waiting = [
    JSON.stringify(paths),
    JSON.stringify(schemas),
    JSON.stringify({ ...components, schemas: {} }),
  ];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, name] of text.matchAll(/#\/components\/schemas\/([^"/]+)"/g)) {
      if (Object.hasOwn(schemas, name!) || !Object.hasOwn(components.schemas, name!)) continue;
      schemas[name!] = components.schemas[name!]!;
      waiting.push(JSON.stringify(schemas[name!]));
    }
  }
  return { ...description, paths, components: { ...components, schemas } };
}

function differing<Value>(
  values: Readonly<Record<string, Value>>,
  others: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        !Object.hasOwn(others, name) || JSON.stringify(others[name]) !== JSON.stringify(value),
    ),
  );
}

interface Router {
  on(method: string, path: string, handler: () => void): void;
}

function danglingReference(description: object): string | undefined {
  let found: string | undefined;
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === "$ref" && typeof child === "string" && !resolves(description, child)) found ??= child;
      else walk(child);
    }
  };
  walk(description);
  return found;
}

function resolves(root: object, reference: string): boolean {
  let value: unknown = root;
  for (const key of reference.replace(/^#\//, "").split("/")) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!(isRecord(value) || Array.isArray(value)) || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return true;
}

import type { Api } from "../api/document.ts";
import { isComponentName } from "../api/keywords.ts";
import type { Database } from "../database/document.ts";
import { infrastructureModels } from "../database/infrastructure.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { breakCycles } from "./openapi-cycles.ts";
import { namedParts } from "./openapi-content.ts";
import { draftTables } from "./openapi-database.ts";
import { isObject, listAt, objectAt, textAt, toJson, without, type JsonObject } from "./openapi-json.ts";
import type { Importing } from "./openapi-leaves.ts";
import { keepKnownKeywords } from "./openapi-keywords.ts";
import { schemaName } from "./openapi-names.ts";
import { demandsOf, readOperations } from "./openapi-operations.ts";
import { here, report } from "./openapi-report.ts";
import { readSchema } from "./openapi-schema.ts";
import { keepSound } from "./openapi-sound.ts";

export interface ImportedOpenapi {
  api: Api;
  database: Database;
  /** Each has its place in the description, as a JSON pointer. */
  diagnostics: Diagnostic[];
}

/**
 * The API of an OpenAPI 3.0 or 3.1 description, kept exactly, and a draft of a database that its rows may live in.
 * Total: both documents check; what cannot be read or said is left out and told.
 */
export function importOpenapi(description: unknown): ImportedOpenapi {
  const diagnostics: Diagnostic[] = [];
  const root = toJson(description);
  const problem = problemOf(root);
  const api = emptyApi(isObject(root) ? root : {});
  const database: Database = { enums: {}, models: infrastructureModels() };
  if (problem !== undefined || !isObject(root)) {
    diagnostics.push(report["not-openapi"](here([]), { reason: problem ?? "it is no object" }));
    return { api, database, diagnostics };
  }
  const importing: Importing = { root, api, names: new Map(), taken: new Set(), diagnostics };
  readBasePath(importing);
  readComponents(importing);
  readOperations(importing);
  breakCycles(importing);
  draftTables(importing, database);
  reportSecurity(importing);
  reportErrors(importing);
  keepKnownKeywords(importing);
  keepSound(importing, database);
  return { api, database, diagnostics };
}

function problemOf(root: unknown): string | undefined {
  if (!isObject(root)) return "it is no object";
  const version = root["openapi"];
  if (typeof version === "string" && /^3\.[01]\./.test(version)) return undefined;
  return root["swagger"] === undefined
    ? "it does not say `openapi: 3.0` or `openapi: 3.1`"
    : "it is of Swagger 2, which other tools turn into OpenAPI 3";
}

/** Keywords of the root that have a place of their own. */
const OWN = ["openapi", "info", "servers", "tags", "paths", "components", "security"];

function emptyApi(root: JsonObject): Api {
  const info = objectAt(root, "info");
  const components = objectAt(root, "components");
  const further = without(components, ["schemas", "securitySchemes"]);
  const schemes = objectAt(components, "securitySchemes");
  const security = demandsOf(root);
  const annotations = without(root, OWN);
  const infoWords = without(info, ["title", "version", "description"]);
  return {
    profile: "foreign",
    info: {
      title: textAt(info, "title") || "Imported API",
      version: textAt(info, "version") ?? "",
      description: textAt(info, "description") ?? "",
    },
    errors: {},
    schemas: {},
    operations: {},
    foreign: {
      basePath: "",
      ...(Array.isArray(root["servers"]) ? { servers: listAt(root, "servers") } : {}),
      ...(Array.isArray(root["tags"]) ? { tags: listAt(root, "tags") } : {}),
      ...(Object.keys(schemes).length > 0 ? { securitySchemes: schemes } : {}),
      ...(security ? { security } : {}),
      ...(Object.keys(infoWords).length > 0 ? { info: infoWords } : {}),
      ...(Object.keys(further).length > 0 ? { components: further } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
  };
}

/** What stands in front of every path: the path of the first server. */
function readBasePath({ root, api, diagnostics }: Importing): void {
  const [server] = listAt(root, "servers");
  if (!isObject(server)) return;
  const variables = objectAt(server, "variables");
  const url = (textAt(server, "url") ?? "").replaceAll(
    /\{([^}]+)\}/g,
    (_hole, name: string) => textAt(objectAt(variables, name), "default") ?? name,
  );
  const path = url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*|^\/\/[^/]*/i, "")
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  if (/^(?:\/[A-Za-z0-9_.~@-]+)*$/.test(path)) api.foreign!.basePath = path;
  else diagnostics.push(report["base-path-dropped"](here(["servers", 0, "url"]), { path }));
}

function readComponents(importing: Importing): void {
  const { root, api, names, taken, diagnostics } = importing;
  const schemas = objectAt(objectAt(root, "components"), "schemas");
  for (const component of Object.keys(schemas)) names.set(component, schemaName(component, taken));
  for (const [component, value] of Object.entries(schemas)) {
    const name = names.get(component)!;
    const schema = readSchema(importing, value, ["components", "schemas", component]);
    const isKept = name !== component && isComponentName(component);
    api.schemas[name] = { ...namedParts(name, schema), ...(isKept ? { wire: component } : {}) };
    if (name === component || isKept) continue;
    const place = here(["components", "schemas", component]);
    diagnostics.push(report["component-renamed"](place, { from: component, to: name }));
  }
  if (root["webhooks"] !== undefined) diagnostics.push(report["webhooks-only-described"](here(["webhooks"])));
}

function reportSecurity({ api, diagnostics }: Importing): void {
  const all = Object.values(api.operations).map(({ security }) => security ?? api.foreign?.security ?? []);
  const demanded = new Set(all.flatMap((demands) => demands.flatMap((demand) => Object.keys(demand))));
  for (const scheme of demanded) {
    diagnostics.push(
      report["security-not-enforced"](here(["components", "securitySchemes", scheme]), { scheme }),
    );
  }
}

function reportErrors({ api, diagnostics }: Importing): void {
  const own = Object.values(api.operations).some(({ answers = {} }) =>
    Object.entries(answers).some(
      ([status, { content }]) =>
        !/^[123]/.test(status) &&
        Object.keys(content ?? {}).some((type) => type !== "application/problem+json"),
    ),
  );
  if (own) diagnostics.push(report["errors-as-problems"](here(["paths"])));
}

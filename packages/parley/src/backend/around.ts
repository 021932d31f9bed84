import { keysOf, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { collectionOf, type Backend } from "./documents.ts";

/** Nodes that a finding may be due to, as `document/id`: those it names, and those that they rest on. */
export function idsAround(diagnostic: Diagnostic, backend: Backend): string[] {
  return [diagnostic.at, ...diagnostic.trace].flatMap((place) => {
    if (!("document" in place)) return [];
    const [collection = "", name = ""] = keysOf(place.pointer);
    const own = idOf(backend, place.document, collection, name);
    const near = place.document === "scenario" ? aroundScenario(backend, name) : [];
    const below =
      place.document === "program" || place.document === "api" ? aroundOperation(backend, name) : [];
    return [...own, ...near, ...below];
  });
}

function idOf(backend: Backend, document: DocumentName, collection: string, name: string): string[] {
  const node = collectionOf(backend[document], collection)[name];
  return node ? [`${document}/${node.id}`] : [];
}

/** A test touches the operations that it calls, and proves requirements. */
function aroundScenario(backend: Backend, name: string): string[] {
  const scenario = backend.scenario.scenarios[name];
  if (!scenario) return [];
  const called = new Set<string>();
  JSON.stringify(scenario, (key, value: unknown) => {
    if (key === "operation" && typeof value === "string") called.add(value);
    return value;
  });
  return [
    ...scenario.proves.flatMap((id) => idOf(backend, "requirements", "requirements", id)),
    ...[...called].flatMap((operation) => aroundOperation(backend, operation)),
  ];
}

function aroundOperation(backend: Backend, name: string): string[] {
  const operation = backend.api.operations[name];
  if (!operation) return [];
  const schemas = [operation.body, operation.answer.schema].filter((schema) => schema !== undefined);
  const models = schemas.flatMap((schema) => backend.api.schemas[schema]?.model ?? []);
  return [
    ...idOf(backend, "api", "operations", name),
    ...idOf(backend, "program", "procedures", name),
    ...schemas.flatMap((schema) => idOf(backend, "api", "schemas", schema)),
    ...models.flatMap((model) => [
      ...idOf(backend, "database", "models", model),
      ...idOf(backend, "requirements", "concepts", model),
    ]),
    ...operation.requirements.flatMap((id) => idOf(backend, "requirements", "requirements", id)),
  ];
}

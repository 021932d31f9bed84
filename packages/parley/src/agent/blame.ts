import type { Assembly } from "../backend/assemble.ts";
import { collectionOf, type Backend } from "../backend/documents.ts";
import type { ProjectFiles } from "../backend/print.ts";
import {
  isError,
  keysOf,
  type Diagnostic,
  type DocumentName,
  type Location,
} from "../diagnostic/diagnostic.ts";
import { originAt } from "../text/origin-map.ts";
import type { StandingEdit } from "./state.ts";

/** A finding about a printed file with the way back: node, then the requirements and sentences behind it. */
export function traced(diagnostic: Diagnostic, files: ProjectFiles, backend: Backend): Diagnostic {
  if (!("file" in diagnostic.at)) return diagnostic;
  const printed = files.get(diagnostic.at.file);
  if (!printed) return diagnostic;
  const origins = originAt(printed, diagnostic.at.line, diagnostic.at.column);
  const nodes = origins.map(({ document, pointer, span }): Location => ({
    document,
    pointer,
    ...(span ? { span } : {}),
  }));
  const requirements = [...new Set(origins.flatMap(({ requirement }) => requirement ?? []))];
  const behind = requirements.flatMap((id): Location[] => {
    const node = backend.requirements.requirements[id];
    if (!node) return [];
    const spoken = node.evidence.flatMap((key): Location[] => {
      const sentence = backend.requirements.sentences[key];
      return sentence ? [{ message: sentence.message, start: sentence.start, end: sentence.end }] : [];
    });
    return [{ document: "requirements", pointer: `/requirements/${id}` }, ...spoken];
  });
  return { ...diagnostic, trace: [...nodes, ...behind, ...diagnostic.trace] };
}

/** Models' edits that may have caused the errors: those on their traces, else all; newest first. */
export function suspects(
  diagnostics: readonly Diagnostic[],
  edits: readonly StandingEdit[],
  { backend }: Assembly,
): { edits: StandingEdit[]; isOnTrace: boolean } {
  const probation = edits.filter(({ edit }) => edit.origin === "model").toSorted((a, b) => b.seq - a.seq);
  const ids = new Set(diagnostics.filter(isError).flatMap((diagnostic) => idsAround(diagnostic, backend)));
  const close = probation.filter(({ edit }) => ids.has(`${edit.document}/${edit.id}`));
  return close.length > 0 ? { edits: close, isOnTrace: true } : { edits: probation, isOnTrace: false };
}

function idsAround(diagnostic: Diagnostic, backend: Backend): string[] {
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

import type { Assembly } from "../backend/assemble.ts";
import { idsAround } from "../backend/around.ts";
import type { Backend } from "../backend/documents.ts";
import type { ProjectFiles } from "../backend/print.ts";
import { isError, type Diagnostic, type Location } from "../diagnostic/diagnostic.ts";
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

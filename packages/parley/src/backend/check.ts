import { checkApi } from "../api/check/check.ts";
import { checkDatabase } from "../database/check/check.ts";
import type { Diagnostic, DocumentName } from "../diagnostic/diagnostic.ts";
import { checkProgram } from "../program/check/check.ts";
import { checkRequirements } from "../requirements/check/check.ts";
import { checkScenarios } from "../scenario/check/check.ts";
import type { Backend } from "./documents.ts";

/** Everything wrong with one document, given those above it. */
export function checkDocument(document: DocumentName, backend: Backend): Diagnostic[] {
  switch (document) {
    case "requirements":
      return checkRequirements(backend.requirements);
    case "database":
      return checkDatabase(backend.database);
    case "api":
      return checkApi(backend.api, backend.database);
    case "program":
      return checkProgram(backend.program, backend.api, backend.database);
    case "scenario":
      return checkScenarios(backend.scenario, backend.api, backend.requirements, backend.database);
    default:
      return document satisfies never;
  }
}

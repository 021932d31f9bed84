import { parseDocument } from "yaml";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { here, report } from "./openapi-report.ts";

/** The value of a JSON or YAML text; `undefined` with a diagnostic where it is neither. */
export function readOpenapiText(text: string): { description: unknown; diagnostics: Diagnostic[] } {
  // JSON is YAML too. Aliases are resolved, but not without end.
  const parsed = parseDocument(text, { uniqueKeys: true, logLevel: "error" });
  const [error] = parsed.errors;
  if (error) {
    const [reason = ""] = error.message.split("\n");
    return { description: undefined, diagnostics: [report["malformed-text"](here([]), { reason })] };
  }
  return { description: parsed.toJS({ maxAliasCount: 1000 }) as unknown, diagnostics: [] };
}

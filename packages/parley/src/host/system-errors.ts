import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { HostError, report, wholeOf } from "./diagnostics.ts";

/** The code of a system error such as `ENOENT`, or "". */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A refusal of the file system as a diagnostic; throws {@link HostError} for what its user can't mend. */
export function writeDiagnostic(error: unknown, path: string): Diagnostic {
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return report["disk-full"](wholeOf(path), { path });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return report["not-permitted"](wholeOf(path), { path });
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOTEMPTY":
      return report["in-the-way"](wholeOf(path), { path });
    default:
      throw new HostError(`${path} could not be written: ${messageOf(error)}`, { cause: error });
  }
}

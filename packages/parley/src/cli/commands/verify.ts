import { build } from "../build.ts";
import { tellDiagnostics } from "../diagnostics.ts";
import { openProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** Prints a project from its documents as they lie there and proves it anew; no model is asked. */
export async function verify(
  terminal: Terminal,
  directory: string,
  { json }: { json?: boolean },
): Promise<number> {
  const opened = openProject(directory);
  if ("diagnostics" in opened) {
    tellDiagnostics(terminal, opened.diagnostics, { json });
    return exitCodes.usage;
  }
  const { messages } = opened.state;
  return build(terminal, { directory, said: [], messages, isDesigned: false }, { json });
}

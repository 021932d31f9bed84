import { printOutline } from "../../requirements/outline/print.ts";
import { assembleUntil } from "../../backend/assemble.ts";
import { tellDiagnostics } from "../diagnostics.ts";
import { preview } from "../preview.ts";
import { openProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** Writes what was understood as an outline, the text that `new --outline` takes back. */
export async function outline(terminal: Terminal, directory: string): Promise<number> {
  const opened = openProject(directory);
  const { requirements, diagnostics } =
    "diagnostics" in opened ? { ...opened, requirements: undefined } : preview(directory, []);
  if ("diagnostics" in opened || !requirements) {
    tellDiagnostics(terminal, diagnostics);
    return exitCodes.usage;
  }
  const edits = opened.state.edits.map(({ edit }) => edit);
  const { backend } = assembleUntil(requirements, edits, "requirements");
  terminal.output.write(printOutline(backend.requirements));
  return exitCodes.verified;
}

import { undo as takeBack } from "../../agent/undo.ts";
import { build, type BuildOptions } from "../build.ts";
import { tellDiagnostics } from "../diagnostics.ts";
import { eventLine } from "../event-lines.ts";
import { openProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** Takes back the newest thing that was said or changed by hand, and rebuilds what hangs on it. */
export async function undo(terminal: Terminal, directory: string, options: BuildOptions): Promise<number> {
  const opened = openProject(directory);
  const outcome =
    "diagnostics" in opened
      ? opened
      : await takeBack(
          directory,
          () => new Date(),
          ({ pid }) => void terminal.errors.write(`Waiting for process ${pid}, which holds the project.\n`),
        );
  if ("diagnostics" in outcome) {
    tellDiagnostics(terminal, outcome.diagnostics, options);
    return exitCodes.usage;
  }
  const line = eventLine(outcome.undone);
  if (options.json) terminal.output.write(`${JSON.stringify({ type: "undone", event: outcome.undone })}\n`);
  else terminal.output.write(`Undone:\n${line}\n`);
  const project = openProject(directory);
  const messages = "diagnostics" in project ? [] : project.state.messages;
  return build(terminal, { directory, said: [], messages, isDesigned: false }, options);
}

import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { withLock, type Owner } from "../host/lock.ts";
import type { Event } from "./events.ts";
import { openLog } from "./log.ts";
import { pathsOf, projectDiagnostics } from "./project.ts";
import { lastDecision } from "./state.ts";

/**
 * Takes back the newest thing that was said or changed by hand, with all that was decided because of it. The log only
 * grows: what was undone stays in it. The project's files follow with the next run.
 */
export async function undo(
  directory: string,
  now: () => Date,
  onWaiting: (owner: Owner) => void,
): Promise<{ undone: Event } | { diagnostics: Diagnostic[] }> {
  const paths = pathsOf(directory);
  return withLock(
    paths.lock,
    async () => {
      const opened = openLog(paths.log, now);
      if (!("log" in opened)) return { diagnostics: opened.diagnostics };
      const { log } = opened;
      try {
        const undone = lastDecision(log.events);
        if (!undone) {
          const place = { file: paths.log, line: 1, column: 1 };
          return { diagnostics: [projectDiagnostics["nothing-to-undo"](place)] };
        }
        log.appendAll([{ type: "undone", from: undone.seq }]);
        return { undone };
      } finally {
        log.close();
      }
    },
    onWaiting,
  );
}

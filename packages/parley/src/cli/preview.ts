import { readProject } from "../agent/imported.ts";
import { readLog } from "../agent/log.ts";
import { pathsOf } from "../agent/project.ts";
import { fold } from "../agent/state.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Message, Said } from "../reading/said.ts";
import type { Requirements } from "../requirements/document.ts";
import { inspect } from "./project.ts";

export interface Preview {
  /** What the log holds, then what is said now. */
  messages: Message[];
  /** What of it the log does not hold yet. */
  said: Said[];
  requirements?: Requirements;
  diagnostics: Diagnostic[];
}

/** What a conversation would be understood as; nothing is written. */
export function preview(directory: string, said: readonly Said[]): Preview {
  const { isProject, diagnostics } = inspect(directory);
  if (hasErrors(diagnostics)) return { messages: [], said: [...said], diagnostics };
  const state = isProject ? fold(readLog(pathsOf(directory).log)) : { messages: [], edits: [] };
  const logged = state.messages;
  const fresh = unsaid(logged, said);
  const last = logged.at(-1)?.seq ?? 0;
  const more = fresh.map((words, index) => ({ seq: last + index + 1, said: words }));
  return { messages: [...logged, ...more], said: fresh, ...readProject(state, more, directory) };
}

/** Nothing where the log's last words are the same: a command that is repeated goes on and says nothing twice. */
export function unsaid(logged: readonly Message[], said: readonly Said[]): Said[] {
  const spoken = logged.map((message) => message.said).filter(({ type }) => type !== "answer");
  const last = spoken.slice(-said.length);
  const isRepeated = last.length === said.length && JSON.stringify(last) === JSON.stringify(said);
  return said.length > 0 && isRepeated ? [] : [...said];
}

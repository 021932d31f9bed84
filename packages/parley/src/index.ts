/** What a program can do with Parley: the documents, their outline, the build over a conversation. */
export { run, type Progress, type RunOptions, type RunResult } from "./agent/run.ts";
export type { Report } from "./agent/report.ts";
export { assemble, type Assembly } from "./backend/assemble.ts";
export type { Backend } from "./backend/documents.ts";
export { printBackend, type ProjectFiles } from "./backend/print.ts";
export type { Diagnostic, Location, Severity } from "./diagnostic/diagnostic.ts";
export { renderForMachines, renderForModels, renderForPeople } from "./diagnostic/render.ts";
export { resolveModel } from "./model/resolve-model.ts";
export type { Model } from "./model/port.ts";
export { readConversation } from "./reading/read.ts";
export type { Message, Said } from "./reading/said.ts";
export type { Requirements } from "./requirements/document.ts";
export { parseOutline } from "./requirements/outline/parse.ts";
export { printOutline } from "./requirements/outline/print.ts";

import { basename } from "node:path";
import type { Database } from "../../database/document.ts";
import { withRuntime } from "../../expression/runtime.ts";
import { json, type SymbolReference } from "../../text/text.ts";
import { remembering } from "../../schema/remember.ts";
import { renderPlain, type PrintedFile } from "../../text/render.ts";
import type { Api } from "../document.ts";
import { saysWhereServed } from "../source.ts";
import { BASE_URL_MODULE, printBaseUrl } from "./base-url.ts";
import { printClient } from "./client.ts";
import { printControllers } from "./controller.ts";
import { printDtos } from "./dto.ts";
import { FORMS, printForms } from "./forms.ts";
import { printModules } from "./module.ts";
import { printOpenApi } from "./openapi.ts";
import { printProblems } from "./problems.ts";
import { printViews } from "./view.ts";
import { printWire } from "./wire.ts";

/** All files of a generated project that follow from an API without errors, unformatted. `modules`: others to start. */
export function printApi(
  api: Api,
  database: Database,
  modules: readonly SymbolReference[] = [],
): PrintedFile[] {
  return printAll(remembering(api), remembering(database), modules);
}

function printAll(api: Api, database: Database, modules: readonly SymbolReference[]): PrintedFile[] {
  const told = saysWhereServed(api);
  const files = [
    renderPlain("openapi.json", json(printOpenApi(api, database), "block")),
    ...printClient(api),
    printProblems(api),
    printWire(),
    ...printModules(api, told ? [...modules, BASE_URL_MODULE] : modules),
    ...printControllers(api, database),
    ...printDtos(api, database),
    ...printViews(api, database),
    ...(told ? [printBaseUrl(api)] : []),
  ];
  const needsForms = files.some(({ text }) => text.includes(`/common/${basename(FORMS)}"`));
  return withRuntime(needsForms ? [...files, printForms()] : files);
}

import type { Database } from "../../database/document.ts";
import { json } from "../../text/text.ts";
import { renderPlain, type PrintedFile } from "../../text/render.ts";
import type { Api } from "../document.ts";
import { printClient } from "./client.ts";
import { printControllers } from "./controller.ts";
import { printDtos } from "./dto.ts";
import { printModules } from "./module.ts";
import { printOpenApi } from "./openapi.ts";
import { printProblems } from "./problems.ts";
import { printViews } from "./view.ts";
import { printWire } from "./wire.ts";

/** All files of a generated project that follow from an API without errors, unformatted. */
export function printApi(api: Api, database: Database): PrintedFile[] {
  return [
    renderPlain("openapi.json", json(printOpenApi(api, database), "block")),
    ...printClient(api),
    printProblems(api),
    printWire(),
    ...printModules(api),
    ...printControllers(api, database),
    ...printDtos(api, database),
    ...printViews(api, database),
  ];
}

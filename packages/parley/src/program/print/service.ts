import { EXTENSION, groupClass, groupFile } from "../../api/layout.ts";
import { groupsOf, operationsOf } from "../../api/query.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { paragraphs, symbol, text } from "../../text/text.ts";
import type { Routine } from "../routine.ts";
import { constructorText, type Injected } from "./injected.ts";
import { printProcedure, type Documents } from "./procedure.ts";

/** `src/<group>/<group>.service.ts`: a provider with a method for each operation of the group. */
export function printServices(documents: Documents, routines: readonly Routine[]): PrintedFile[] {
  const { api } = documents;
  return groupsOf(api).map((group) => {
    const operations = operationsOf(api, group);
    const injected: Injected = {
      methods: new Set(operations.map(([, { method }]) => method)),
      needed: new Set(),
    };
    const methods = operations.map(([name]) => {
      const routine = routines.find((one) => one.type === "procedure" && one.name === name)!;
      return printProcedure(documents, routine, injected);
    });
    const service = text`
      @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
      export class ${symbol(groupClass(group, "service"))} {
        ${paragraphs([constructorText(injected), ...methods.map(({ method }) => method)])}
      }
    `;
    const constants = methods.flatMap((method) => method.constants);
    return renderTypeScript(groupFile(group, "service"), paragraphs([service, ...constants]), {
      extension: EXTENSION,
    });
  });
}

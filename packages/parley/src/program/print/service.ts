import type { Api } from "../../api/document.ts";
import { EXTENSION, groupClass, groupFile } from "../../api/layout.ts";
import { groupsOf, operationsOf } from "../../api/query.ts";
import type { Database } from "../../database/document.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { identifier, lines, paragraphs, symbol, text, type Text } from "../../text/text.ts";
import type { Program } from "../document.ts";
import { printProcedure } from "./procedure.ts";
import { providers, type Provider } from "./speech.ts";

/** `src/<group>/<group>.service.ts`: a provider with a method for each operation of the group. */
export function printServices(program: Program, api: Api, database: Database): PrintedFile[] {
  return groupsOf(api).map((group) => {
    const methods = operationsOf(api, group).map(([name]) =>
      printProcedure(api, database, name, program.procedures[name]!),
    );
    const needed = new Set(methods.flatMap((method) => [...method.providers]));
    const service = text`
      @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
      export class ${symbol(groupClass(group, "service"))} {
        ${paragraphs([constructorText(needed), ...methods.map(({ method }) => method)])}
      }
    `;
    const constants = methods.flatMap((method) => method.constants);
    return renderTypeScript(groupFile(group, "service"), paragraphs([service, ...constants]), {
      extension: EXTENSION,
    });
  });
}

function constructorText(needed: ReadonlySet<Provider>): Text {
  const parameters = (Object.keys(providers) as Provider[])
    .filter((provider) => needed.has(provider))
    .map((provider) => text`private readonly ${identifier(provider)}: ${symbol(providers[provider])},`);
  if (parameters.length === 0) return text``;
  return text`
    constructor(
      ${lines(parameters)}
    ) {}
  `;
}

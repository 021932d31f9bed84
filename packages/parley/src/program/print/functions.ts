import { EXTENSION } from "../../api/layout.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { lines, paragraphs, property, symbol, text, type Text } from "../../text/text.ts";
import { identifier } from "../../text/text.ts";
import { sentenceCase } from "../../text/names.ts";
import type { Routine } from "../routine.ts";
import { constructorText, providers, type Injected } from "./injected.ts";
import { printModule } from "./module.ts";
import { printShared, type Documents } from "./procedure.ts";
import { resultText, valueTypeText } from "./values.ts";

/** Module that provides the shared functions everywhere. */
export const functionsModule = { name: "SharedFunctionsModule", from: "src/functions/shared.module.ts" };

/** `src/functions/shared.ts`: a provider with a method for each function; each takes the caller's client first. */
export function printFunctions(documents: Documents, routines: readonly Routine[]): PrintedFile[] {
  const functions = routines.filter((routine) => routine.type === "function");
  if (functions.length === 0) return [];
  const injected: Injected = { methods: new Set(functions.map(({ name }) => name)), needed: new Set() };
  const methods = functions.map((routine) => printFunction(documents, routine, injected));
  const provider = symbol(providers.functions);
  const service = lines([
    text`
      @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
      export class ${provider} {
        ${paragraphs([constructorText(injected), ...methods])}
      }
    `,
  ]);
  return [
    renderTypeScript(providers.functions.from, service, { extension: EXTENSION }),
    printModule(functionsModule, [provider], [provider]),
  ];
}

function printFunction(documents: Documents, routine: Routine, injected: Injected): Text {
  const { enums } = documents.database;
  const { description, parameters, result } = documents.program.functions![routine.name]!;
  return printShared(documents, routine, injected, (method) => ({
    comment: description ?? `${sentenceCase(routine.name)}.`,
    name: property(routine.name),
    parameters: Object.entries(parameters).map(([name, declared]) => {
      const argument = method.names.get(name)!;
      const shown =
        method.spoken.has(name) || argument.piece.type !== "identifier"
          ? argument
          : identifier(`_${argument.piece.name}`);
      return text`${shown}: ${valueTypeText(declared, enums)}`;
    }),
    result: resultText(result, enums),
  }));
}

import { EXTENSION } from "../../api/layout.ts";
import type { Database } from "../../database/document.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { kebabCase, pascalCase, sentenceCase } from "../../text/names.ts";
import { comment, lines, origin, originOf, paragraphs, symbol, text } from "../../text/text.ts";
import type { Extern, Program } from "../document.ts";
import { portOf } from "./injected.ts";
import { printModule } from "./module.ts";
import { problem } from "./names.ts";
import { objectTypeText, resultText } from "./values.ts";

/** Module that binds every port to its owner's code. */
export const externsModule = { name: "ExternPortsModule", from: "src/externs/ports.module.ts" };

/** Whether the owner of a project writes a file: it is printed once, and is theirs as soon as they changed it. */
export function isOwnersFile(path: string): boolean {
  return /^src\/externs\/[a-z0-9-]+\.ts$/.test(path);
}

/** `src/externs/<name>.port.ts` with what a program asks of an extern, and `src/externs/<name>.ts` for its owner. */
export function printExterns(program: Program, database: Database): PrintedFile[] {
  const externs = Object.entries(program.externs ?? {});
  if (externs.length === 0) return [];
  const bound = externs.map(
    ([name]) => text`{ provide: ${symbol(portOf(name))}, useClass: ${symbol(adapterOf(name))} }`,
  );
  return [
    ...externs.flatMap(([name, extern]) => [
      printPort(name, extern, database),
      printAdapter(name, extern, database),
    ]),
    printModule(
      externsModule,
      bound,
      externs.map(([name]) => symbol(portOf(name))),
    ),
  ];
}

function adapterOf(name: string): { name: string; from: string } {
  return { name: `${pascalCase(name)}Adapter`, from: `src/externs/${kebabCase(name)}.ts` };
}

function inputOf(name: string): { name: string; from: string } {
  return { name: `${pascalCase(name)}Input`, from: portOf(name).from };
}

function printPort(name: string, extern: Extern, { enums }: Database): PrintedFile {
  const input = symbol(inputOf(name));
  const port = text`
    export type ${input} = ${objectTypeText(extern.parameters, enums)};
  `;
  const declared = lines([
    comment(extern.description ?? `${sentenceCase(name)}: what the backend asks of it.`),
    text`
      export abstract class ${symbol(portOf(name))} {
        abstract run(input: ${input}): Promise<${resultText(extern.result, enums)}>;
      }
    `,
  ]);
  const file = origin(originOf("program", ["externs", name]), paragraphs([port, declared]));
  return renderTypeScript(portOf(name).from, file, { extension: EXTENSION });
}

function printAdapter(name: string, extern: Extern, { enums }: Database): PrintedFile {
  const adapter = adapterOf(name);
  const input = symbol({ ...inputOf(name), typeOnly: true });
  const body = lines([
    comment("Yours to write: this file is made once and never touched again after you changed it."),
    text`
      @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
      export class ${symbol(adapter)} extends ${symbol(portOf(name))} {
        async run(_input: ${input}): Promise<${resultText(extern.result, enums)}> {
          throw new ${problem}("not-implemented");
        }
      }
    `,
  ]);
  return renderTypeScript(adapter.from, body, { extension: EXTENSION });
}

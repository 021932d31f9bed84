import type { Api } from "../../api/document.ts";
import { EXTENSION } from "../../api/layout.ts";
import type { Database } from "../../database/document.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { text } from "../../text/text.ts";
import { visit } from "../../expression/visit.ts";
import type { Program, Statement } from "../document.ts";
import { blocksOf, expressionsOf } from "../rows.ts";
import { printActors } from "./actors.ts";
import { printConstraints } from "./constraints.ts";
import { printScopes } from "./scope.ts";
import { printServices } from "./service.ts";

/** All files of a generated project that follow from a program without errors, unformatted. */
export function printProgram(program: Program, api: Api, database: Database): PrintedFile[] {
  return [
    ...printServices(program, api, database),
    ...printScopes(program, api, database),
    printConstraints(api, database),
    printActors(program, api, database),
    ...(callsSlug(program) ? [printSlug()] : []),
  ];
}

function callsSlug({ procedures }: Program): boolean {
  return Object.values(procedures).some(({ statements }) => statements.some(statementCallsSlug));
}

function statementCallsSlug(statement: Statement): boolean {
  let calls = false;
  for (const { expression } of expressionsOf(statement)) {
    visit(expression, (node) => {
      if (node.type === "call" && node.function === "slug") calls = true;
    });
  }
  return calls || blocksOf(statement).some((block) => block.some(statementCallsSlug));
}

function printSlug(): PrintedFile {
  return renderTypeScript(
    "src/common/slug.ts",
    text`
      /** Letters and digits with hyphens between them, as in addresses: "Zoë's Café" becomes "zoe-s-cafe". */
      export function slug(text: string): string {
        return text
          .normalize("NFKD")
          .replace(/\\p{M}/gu, "")
          .toLowerCase()
          .replace(/[^\\p{L}\\p{N}]+/gu, "-")
          .replace(/^-|-$/g, "");
      }
    `,
    { extension: EXTENSION },
  );
}

import type { Api } from "../../api/document.ts";
import { EXTENSION } from "../../api/layout.ts";
import type { Database } from "../../database/document.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { text } from "../../text/text.ts";
import type { Program } from "../document.ts";
import { printActors } from "./actors.ts";
import { printConstraints } from "./constraints.ts";
import { printScopes } from "./scope.ts";
import { printServices } from "./service.ts";

/** All files of a generated project that follow from a program without errors, unformatted. */
export function printProgram(program: Program, api: Api, database: Database): PrintedFile[] {
  const code = [...printServices(program, api, database), ...printScopes(program, api, database)];
  return [
    ...code,
    printConstraints(api, database),
    printActors(program, api, database),
    ...shared.filter((file) => code.some(({ text: printed }) => printed.includes(importOf(file)))),
  ];
}

function importOf({ path }: PrintedFile): string {
  return path.replace("src/", "../");
}

const slug = renderTypeScript(
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

const literalText = renderTypeScript(
  "src/common/literal-text.ts",
  text`
    /** Text that a search finds as it is: "%" and "_" would stand for other characters. */
    export function literalText(text: string): string {
      return text.replace(/[\\\\%_]/g, "\\\\$&");
    }
  `,
  { extension: EXTENSION },
);

/** Files that are only there where something needs them. */
const shared: readonly PrintedFile[] = [slug, literalText];

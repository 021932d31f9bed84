import { EXTENSION } from "../../api/layout.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { join, symbol, text, when, type SymbolReference, type Text } from "../../text/text.ts";

/** A module whose exports every other one may inject. */
export function printModule(
  reference: SymbolReference,
  given: readonly Text[],
  exported: readonly Text[],
): PrintedFile {
  const list = (items: readonly Text[]): Text => text`[${join(items, text`, `)}]`;
  const exports = when(exported.length > 0, () => text`, exports: ${list(exported)}`);
  return renderTypeScript(
    reference.from,
    text`
      ${when(exported.length > 0, () => text`@${symbol({ name: "Global", from: "@nestjs/common" })}()`)}
      @${symbol({ name: "Module", from: "@nestjs/common" })}({ providers: ${list(given)}${exports} })
      export class ${symbol(reference)} {}
    `,
    { extension: EXTENSION },
  );
}

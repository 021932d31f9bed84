import {
  lines,
  origin,
  originOf,
  paragraphs,
  symbol,
  text,
  type SymbolReference,
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Api } from "../document.ts";
import { EXTENSION, groupClass, groupFile } from "../layout.ts";
import { groupsOf, operationsOf } from "../query.ts";

const module = symbol({ name: "Module", from: "@nestjs/common" });

/** Modules of every generated project, in the order in which they start. */
const FRAMEWORK_MODULES = [
  { name: "DatabaseModule", from: "src/database/database.module.ts" },
  { name: "MailModule", from: "src/mail/mail.module.ts" },
  { name: "SecurityModule", from: "src/security/security.module.ts" },
  { name: "HealthModule", from: "src/health/health.module.ts" },
  { name: "OpenapiModule", from: "src/openapi/openapi.module.ts" },
];

/** `src/<group>/<group>.module.ts` of every group, and `src/app.module.ts`, which lists them and what else there is. */
export function printModules(api: Api, more: readonly SymbolReference[] = []): PrintedFile[] {
  const groups = groupsOf(api);
  const modules = groups.map((group) => {
    const [first] = operationsOf(api, group)[0]!;
    return renderTypeScript(
      groupFile(group, "module"),
      origin(
        originOf("api", ["operations", first, "group"]),
        text`
          @${module}({
            controllers: [${symbol(groupClass(group, "controller"))}],
            providers: [${symbol(groupClass(group, "service"))}],
          })
          export class ${symbol(groupClass(group, "module"))} {}
        `,
      ),
      { extension: EXTENSION },
    );
  });
  const own = groups.map((group) => groupClass(group, "module"));
  const listed: Text[] = [...FRAMEWORK_MODULES, ...own, ...more].map(
    (reference) => text`${symbol(reference)},`,
  );
  const app = renderTypeScript(
    "src/app.module.ts",
    paragraphs([
      text`
        @${module}({
          imports: [
            ${lines(listed)}
          ],
        })
        export class AppModule {}
      `,
    ]),
    { extension: EXTENSION },
  );
  return [...modules, app];
}

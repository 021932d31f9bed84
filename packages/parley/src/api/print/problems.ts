import {
  comment,
  empty,
  lines,
  number,
  origin,
  originOf,
  property,
  string,
  symbol,
  text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Api } from "../document.ts";
import { EXTENSION } from "../layout.ts";

const PATH = "src/common/problems.ts";

/** `src/common/problems.ts`: the catalogue of the API's own errors. */
export function printProblems(api: Api): PrintedFile {
  const entries = Object.entries(api.errors).map(([code, { status, title }]) =>
    origin(
      originOf("api", ["errors", code]),
      text`${property(code)}: { status: ${number(status)}, title: ${string(title)} },`,
    ),
  );
  const type = symbol({ name: "ProblemType", from: "src/common/problem.ts", typeOnly: true });
  const body =
    entries.length === 0
      ? text`{}`
      : text`{
    ${lines(entries)}
  }`;
  return renderTypeScript(
    PATH,
    lines([
      comment("Every error of this API beyond those that all APIs have."),
      text`export const problems = ${body} satisfies Record<string, ${type}>;`,
      empty,
    ]),
    { extension: EXTENSION },
  );
}

import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { symbol, text, type Text } from "../../text/text.ts";
import { EXTENSION } from "../layout.ts";
import { wire } from "./wire.ts";

/** Where the rarer forms stand that values have on the wire. */
export const FORMS = "src/common/forms.ts";

/** What `src/common/forms.ts` exports. */
export type FormName =
  | "CheckedParameter"
  | "between"
  | "distinct"
  | "jsonOf"
  | "orEmpty"
  | "RequestCookies"
  | "RequestHeaders"
  | "separated"
  | "stored";

export function form(name: FormName): Text {
  return symbol({ name, from: FORMS });
}

/** `src/common/forms.ts`: printed where a file of the project needs it. */
export function printForms(): PrintedFile {
  const z = symbol({ name: "z", from: "zod" });
  const createParamDecorator = symbol({ name: "createParamDecorator", from: "@nestjs/common" });
  const executionContext = symbol({ name: "ExecutionContext", from: "@nestjs/common", typeOnly: true });
  const request = symbol({ name: "FastifyRequest", from: "fastify", typeOnly: true });
  const pipeTransform = symbol({ name: "PipeTransform", from: "@nestjs/common", typeOnly: true });
  const validationProblem = symbol({ name: "validationProblem", from: "src/common/problem.ts" });
  return renderTypeScript(
    FORMS,
    text`
      /*
       * Rarer forms of what clients send and get: JSON that is kept as it is, lists in one parameter, values in
       * headers and cookies.
       */

      /** JSON that fits a schema and goes on as it was sent, its dates and numbers not converted. */
      export const jsonOf = (schema: () => ${z}.ZodType) =>
        ${wire("jsonValue")}().superRefine((value, context) => {
          for (const { message, path } of schema().safeParse(value).error?.issues ?? []) {
            context.addIssue({ code: "custom", message, path });
          }
        });

      /** JSON as it was stored: it was held to its schema when it came. */
      export const stored = <Value>(value: unknown): Value => value as Value;

      /** A body that may be left out: then it is an object without properties. */
      export const orEmpty = <Body extends ${z}.ZodType>(body: Body) => ${z}.preprocess((value) => value ?? {}, body);

      /** A list without repetition. */
      export const distinct = [
        (items: readonly unknown[]) => new Set(items.map((item) => JSON.stringify(item))).size === items.length,
        "Must not repeat a value",
      ] as const;

      /** A list of so many items. */
      export const between = (least: number, most: number) =>
        [
          (items: readonly unknown[]) => items.length >= least && items.length <= most,
          \`Must have at least \${least} and at most \${most} items\`,
        ] as const;

      /** A parameter that holds a list. */
      export const separated = <Item extends ${z}.ZodType>(separator: string, item: Item) =>
        ${z}.preprocess(
          (value) => (typeof value === "string" && value !== "" ? value.split(separator) : value === "" ? [] : value),
          ${z}.array(item).max(100),
        );

      /** The headers of the request, their names in lower case. */
      export const RequestHeaders = ${createParamDecorator}(
        (_data: unknown, context: ${executionContext}) => context.switchToHttp().getRequest<${request}>().headers,
      );

      /** The cookies of the request. */
      export const RequestCookies = ${createParamDecorator}((_data: unknown, context: ${executionContext}) =>
        readCookies(context.switchToHttp().getRequest<${request}>().headers.cookie ?? ""),
      );

      /** What the framework does not hold to a schema itself; a malformed part of a path is refused by it with 400. */
      export class CheckedParameter<Value> implements ${pipeTransform}<unknown, Value> {
        constructor(private readonly schema: ${z}.ZodType<Value>) {}

        transform(value: unknown): Value {
          const { data, error } = this.schema.safeParse(value);
          if (error) throw ${validationProblem}(error.issues);
          return data;
        }
      }

      /** RFC 6265: of cookies of one name the first counts. */
      function readCookies(header: string): Record<string, string> {
        const cookies = header.split(";").flatMap((pair): [string, string][] => {
          const [name = "", ...rest] = pair.trim().split("=");
          return rest.length === 0 ? [] : [[name, decode(rest.join("=").replace(/^"(.*)"$/, "$1"))]];
        });
        return Object.fromEntries(cookies.reverse());
      }

      function decode(value: string): string {
        try {
          return decodeURIComponent(value);
        } catch {
          return value;
        }
      }
    `,
    { extension: EXTENSION },
  );
}

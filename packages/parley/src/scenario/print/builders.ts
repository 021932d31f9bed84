import type { Api } from "../../api/document.ts";
import { clientType } from "../../api/print/client.ts";
import { closure } from "../../api/usage.ts";
import { pascalCase, unique, words } from "../../text/names.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { lines, origin, originOf, paragraphs, symbol, text, type Text } from "../../text/text.ts";
import { bodyProperties, valueOf, type Builders, type Making } from "./random-value.ts";

const DATA = "test/data.ts";

/** Names of the functions that make random bodies, by schema: `aBook` for `CreateBook`, `anUpdateBook`. */
export function buildersOf(api: Api): Builders {
  const bodies = Object.values(api.operations).flatMap(({ body }) => body ?? []);
  const taken = new Set<string>();
  const builders = new Map<string, string>();
  for (const schema of closure(api, bodies)) {
    const subject = schema.replace(/^Create(?=[A-Z])/, "");
    const first = words(subject)[0] ?? "";
    const name = unique(
      `${/^(?!uni|use|eu|one)[aeiou]/.test(first) ? "an" : "a"}${pascalCase(subject)}`,
      taken,
    );
    taken.add(name);
    builders.set(schema, name);
  }
  return builders;
}

/** A call of a schema's function: `aBook(random)`. */
export function builderCall(builders: Builders, schema: string): Text {
  const name = builders.get(schema);
  if (name === undefined) throw new Error(`No operation takes a body of ${schema}.`);
  return text`${symbol({ name, from: DATA })}(random)`;
}

/** `test/data.ts`: for each schema that clients send, a function that makes a valid body. */
export function printBuilders(api: Api): PrintedFile {
  const builders = buildersOf(api);
  const random = symbol({ name: "SeededRandom", from: "test/support/random.ts", typeOnly: true });
  const functions = [...builders].map(([schema, name]) => {
    const type = symbol(clientType(schema));
    const node = api.schemas[schema]!;
    const making: Making = { api, builders, schema };
    const properties = bodyProperties(making, node.properties);
    const value = node.value && valueOf(making, node.value);
    const made = value
      ? text`return ${value};`
      : text`
          return {
            ${lines(properties)}
          };
        `;
    const parameter = draws(made) ? text`random` : text`_random`;
    return origin(
      originOf("api", ["schemas", schema]),
      text`
        export function ${symbol({ name, from: DATA })}(${parameter}: ${random}): ${type} {
          ${made}
        }
      `,
    );
  });
  const head = text`
    // Bodies that are valid as they are. An id that has to name a row names none yet: give it one.
  `;
  return renderTypeScript(DATA, paragraphs([head, ...functions]), { extension: ".ts" });
}

/** Whether printed code, its strings aside, speaks of the source of random values. */
function draws({ piece }: Text): boolean {
  switch (piece.type) {
    case "code":
      return /\brandom\b/.test(piece.code);
    case "sequence":
      return piece.parts.some(draws);
    case "indented":
    case "origin":
      return draws(piece.text);
    case "data":
    case "identifier":
    case "newline":
    case "symbol":
    case "effect":
      return false;
    default:
      return piece satisfies never;
  }
}

import type { Typing } from "../../expression/check.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { string, text, type Text } from "../../text/text.ts";
import { formatPatterns, keywordPatterns, type Format, type Keyword } from "../generators.ts";
import { generator, printMatch } from "./pattern.ts";

/** A call of a function that draws a value, from the variable `random`. */
export function printRandom(
  typing: Typing,
  name: string,
  given: readonly Text[],
  node: ExpressionOf<"call">,
): Text | undefined {
  const [one, other, third] = given;
  const [first] = node.arguments;
  switch (name) {
    case "pick":
      return text`random.pick(${fixed(typing, first, one!)})`;
    case "pickSome":
      return text`random.sample(${fixed(typing, first, one!)}, ${other!})`;
    case "randomBoolean":
      return one ? text`${generator("chance")}(random, ${one})` : text`random.boolean()`;
    case "randomInteger":
      return third
        ? text`${generator("number")}(random, ${one!}, ${other!}, ${third})`
        : text`random.integer(${one!}, ${other!})`;
    case "randomNumber":
      return text`${generator("number")}(random, ${one!}, ${other!}, ${third ?? text`0.001`})`;
    case "randomText":
      return text`${generator("characters")}(random, "az", ${one!}, ${other!})`;
    case "randomMatch":
      return first?.type === "string" ? anyText(printMatch(first.value)) : undefined;
    case "randomFormat":
      return first?.type === "string" ? printFormat(first.value as Format) : undefined;
    case "randomWords":
      return first?.type === "string" ? printMatch(keywordPatterns[first.value as Keyword]) : undefined;
    default:
      return undefined;
  }
}

/** The server's clock, the database's ids and the mail's addresses are the support's own to make. */
function printFormat(format: Format): Text {
  switch (format) {
    case "uuid":
      return text`random.uuid()`;
    case "email":
      return text`random.email()`;
    case "date":
      return text`random.day()`;
    case "date-time":
      return text`random.moment()`;
    default:
      return printMatch(formatPatterns[format]) ?? string("");
  }
}

/** Where nothing is left to draw, TypeScript would know the text, and find comparisons with others odd. */
function anyText(drawn: Text | undefined): Text | undefined {
  return drawn?.piece.type === "data" ? text`(${drawn} as string)` : drawn;
}

/** The texts of a list that is written on the spot stay what they are. */
function fixed(typing: Typing, list: Expression | undefined, printed: Text): Text {
  if (list?.type !== "list" || list.items.length === 0) return printed;
  const plain = list.items.every((item) => item.type === "string");
  return plain && typing.types.get(list)?.type === "list" ? text`${printed} as const` : printed;
}

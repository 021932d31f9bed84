/**
 * The grammar of expressions once more, as rules for a chart parser: written down from the description of the text
 * form, not from the parser, to say from where on no text could become an expression.
 */
export interface Word {
  /** The terminal of the grammar that it is. */
  kind: string;
  start: number;
  end: number;
}

const queries = new Set(["exists", "count"]);
const measures = new Set(["sum", "average", "minimum", "maximum"]);
const listOnes = new Set(["map", "filter", "some", "every", "sort", "sum", "average", "minimum", "maximum"]);
const literals = new Set(["duration", "date", "datetime"]);
const constants = new Set(["true", "false", "null"]);

const WORD =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+\.\d+(?![\dA-Za-z_])|\d+(?!\.\d|[\dA-Za-z_]))|(?<quoted>`(?:[^`\\\r\n]|\\.)*`)|(?<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')|(?<symbol>===|!==|\?\.|\?\?|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:,.()[\]{}]))/y;
const refused = new Set(["===", "!=="]);

/** Splits a text into words; one of the kind `bad` is the last where no word follows. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let position = 0;
  for (;;) {
    WORD.lastIndex = position;
    const match = WORD.exec(text);
    if (!match) break;
    const { groups = {} } = match;
    const [content] = Object.values(groups).filter((value) => value !== undefined);
    const start = WORD.lastIndex - content!.length;
    const end = WORD.lastIndex;
    if (groups["symbol"] !== undefined && refused.has(content!)) break;
    words.push({ kind: kindOf(groups, content!), start, end });
    position = end;
  }
  const rest = text.slice(position);
  const start = position + (rest.length - rest.trimStart().length);
  if (rest.trim() !== "") words.push({ kind: "bad", start, end: text.length });
  return fused(words, text);
}

function kindOf(groups: Record<string, string | undefined>, content: string): string {
  if (groups["symbol"] !== undefined) return content;
  if (groups["number"] !== undefined) return "number";
  if (groups["string"] !== undefined) return "string";
  if (groups["quoted"] !== undefined) return "quoted";
  if (content === "in") return "in";
  if (constants.has(content)) return "constant";
  if (literals.has(content)) return "literal";
  return /^[A-Z]/.test(content) ? "Name" : "name";
}

/** An operation is one word with its parenthesis: what is none cannot go on. */
function fused(words: readonly Word[], text: string): Word[] {
  const result: Word[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const before = result.at(-1)?.kind;
    const isOperation =
      (before === "." || before === "?.") && words[index + 1]?.kind === "(" && isNamed(word);
    if (!isOperation) {
      result.push(word);
      continue;
    }
    const name = text.slice(word.start, word.end).replaceAll("`", "");
    const kinds = [
      name === "count" ? "count(" : listOnes.has(name) ? "list(" : "",
      queries.has(name) ? "exists(" : measures.has(name) ? "measure(" : "",
    ];
    result.push({ kind: kinds.join(" "), start: word.start, end: words[index + 1]!.end });
    index++;
  }
  return result;
}

function isNamed({ kind }: Word): boolean {
  return ["name", "Name", "quoted", "literal", "constant", "in"].includes(kind);
}

type Rules = Readonly<Record<string, readonly (readonly string[])[]>>;

const rules: Rules = {
  whole: [["or"], ["or", "?", "whole", ":", "whole"]],
  or: [["and"], ["or", "||", "and"]],
  and: [["default"], ["and", "&&", "default"]],
  default: [["equal"], ["default", "??", "equal"]],
  equal: [["order"], ["order", "==", "order"], ["order", "!=", "order"]],
  order: [["sum"], ...["<", "<=", ">", ">=", "in"].map((operator) => ["sum", operator, "sum"])],
  sum: [["product"], ["sum", "+", "product"], ["sum", "-", "product"]],
  product: [["unary"], ...["*", "/", "%"].map((operator) => ["product", operator, "unary"])],
  unary: [["postfix"], ["!", "unary"], ["-", "unary"]],
  postfix: [
    ["primary"],
    ["query"],
    ["postfix", ".", "word"],
    ["postfix", "?.", "word"],
    ["postfix", "[", "whole", "]"],
    ["postfix", ".", "list(", "lambda", ")"],
    ["postfix", ".", "count(", "lambda", ")"],
    ["postfix", ".", "count(", ")"],
  ],
  word: [["name"], ["Name"], ["quoted"], ["literal"], ["constant"], ["in"]],
  query: [
    ["model", ".", "exists(", ")"],
    ["model", ".", "exists(", "lambda", ")"],
    ["model", ".", "measure(", "lambda", ")"],
    ["model", ".", "measure(", "lambda", ",", "lambda", ")"],
  ],
  model: [["Name"], ["quoted"]],
  lambda: [["parameter", "=>", "whole"]],
  parameter: [["name"], ["Name"], ["quoted"], ["literal"]],
  primary: [
    ["number"],
    ["string"],
    ["constant"],
    ["parameter"],
    ["(", "whole", ")"],
    ["[", "]"],
    ["[", "items", "]"],
    ["{", "}"],
    ["{", "properties", "}"],
    ["called", "(", ")"],
    ["called", "(", "items", ")"],
    ["literal", "(", "string", ")"],
  ],
  called: [["name"], ["Name"], ["quoted"]],
  items: [["whole"], ["items", ",", "whole"]],
  properties: [["property"], ["properties", ",", "property"]],
  property: [["key", ":", "whole"]],
  key: [["word"], ["string"]],
};

interface Item {
  name: string;
  parts: readonly string[];
  done: number;
  from: number;
}

/**
 * The first word from which on nothing can become an expression any more: its index, the number of words where only
 * the end comes too early, or `undefined` where the text is an expression. (Earley's algorithm.)
 */
export function firstDead(words: readonly Word[]): number | undefined {
  const columns: Item[][] = [];
  let column: Item[] = [{ name: "", parts: ["whole"], done: 0, from: 0 }];
  for (let index = 0; ; index++) {
    columns.push(complete(column, columns, index));
    const isWhole = columns[index]!.some((item) => item.name === "" && item.done === 1);
    const word = words[index];
    if (!word) return isWhole ? undefined : index;
    const kinds = word.kind.split(" ");
    column = columns[index]!.filter((item) => kinds.includes(item.parts[item.done] ?? "")).map((item) => ({
      ...item,
      done: item.done + 1,
    }));
    if (column.length === 0) return index;
  }
}

function complete(items: readonly Item[], columns: readonly Item[][], index: number): Item[] {
  const found: Item[] = [];
  const seen = new Set<string>();
  const add = (item: Item): void => {
    const key = `${item.name} ${item.parts.join(" ")} ${item.done} ${item.from}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.push(item);
  };
  items.forEach(add);
  for (let next = 0; next < found.length; next++) {
    const item = found[next]!;
    const wanted = item.parts[item.done];
    if (wanted === undefined) {
      const waiting = item.from === index ? found : columns[item.from]!;
      for (const other of waiting) {
        if (other.parts[other.done] === item.name) add({ ...other, done: other.done + 1 });
      }
    } else if (Object.hasOwn(rules, wanted)) {
      for (const parts of rules[wanted]!) add({ name: wanted, parts, done: 0, from: index });
    }
  }
  return found;
}

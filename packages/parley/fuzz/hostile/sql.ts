/** One token of SQL as PostgreSQL reads it, with `standard_conforming_strings` on. */
export interface SqlToken {
  type: "word" | "identifier" | "string" | "number" | "symbol" | "comment";
  text: string;
}

const TOKEN =
  /(?<blank>\s+)|(?<comment>--[^\n\r]*)|(?<open>\/\*)|(?<escape>[eE]'(?:[^'\\]|\\[^]|'')*')|(?<string>'(?:[^']|'')*')|(?<identifier>"(?:[^"]|"")*")|(?<dollar>\$(?<tag>[A-Za-z_]\w*)?\$)|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<symbol>[^])/y;

/** Splits a script into tokens. Throws on a string or a comment that is not closed. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let position = 0; position < sql.length;) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(sql)!;
    const { groups = {} } = match;
    let end = TOKEN.lastIndex;
    const until = (closing: string): string => {
      const close = sql.indexOf(closing, end);
      if (close < 0) throw new Error(`${match[0]} at ${position} is not closed.`);
      const inner = sql.slice(end, close);
      end = close + closing.length;
      return inner;
    };
    if (groups["comment"] !== undefined) tokens.push({ type: "comment", text: match[0].slice(2) });
    else if (groups["open"] !== undefined) tokens.push({ type: "comment", text: until("*/") });
    else if (groups["escape"] !== undefined) tokens.push({ type: "string", text: match[0] });
    else if (groups["string"] !== undefined) {
      tokens.push({ type: "string", text: match[0].slice(1, -1).replaceAll("''", "'") });
    } else if (groups["identifier"] !== undefined) {
      tokens.push({ type: "identifier", text: match[0].slice(1, -1).replaceAll('""', '"') });
    } else if (groups["dollar"] !== undefined) tokens.push({ type: "string", text: until(match[0]) });
    else if (groups["number"] !== undefined) tokens.push({ type: "number", text: match[0] });
    else if (groups["word"] !== undefined) tokens.push({ type: "word", text: match[0].toLowerCase() });
    else if (groups["symbol"] !== undefined) {
      if (match[0] === "'" || match[0] === '"') throw new Error(`The string at ${position} is not closed.`);
      tokens.push({ type: "symbol", text: match[0] });
    }
    position = end;
  }
  return tokens;
}

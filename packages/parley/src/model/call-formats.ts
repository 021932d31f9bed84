/** Ways in which servers and models write a call into the text of a message. */
export interface WrittenCall {
  name?: string;
  /** JSON text of the arguments, or of an envelope that holds them. */
  body: string;
  isClosed: boolean;
}

/** Reasoning that stands before or around an answer; an unclosed one has no answer after it. */
export function withoutThinking(text: string): string {
  const closed = text.replaceAll(/<(think|thinking|reasoning)>[^]*?<\/\1>/gi, "");
  const lastEnd = /^[^]*<\/(?:think|thinking|reasoning)>/i.exec(closed);
  const after = lastEnd ? closed.slice(lastEnd[0].length) : closed;
  return after.replace(/<(think|thinking|reasoning)>[^]*$/i, "");
}

/** Calls written in one of the known formats, in order; none where the text has no such call. */
export function writtenCalls(text: string): WrittenCall[] {
  for (const format of [harmony, parameters, taggedJson]) {
    const calls = format(text);
    if (calls.length > 0) return calls;
  }
  return [];
}

/** `<|channel|>commentary to=functions.name <|constrain|>json<|message|>{…}<|call|>` */
function harmony(text: string): WrittenCall[] {
  const found = text.matchAll(
    /to=(?:functions\.)?([\w.-]+)[^{[]*?<\|message\|>([^]*?)(<\|(?:call|end|return)\|>|$)/g,
  );
  return [...found].map(([, name, body = "", end]) => ({ name: name!, body, isClosed: end !== "" }));
}

/** `<function=name><parameter=key>value</parameter></function>`, or `<invoke name="…"><parameter name="…">`. */
function parameters(text: string): WrittenCall[] {
  const found = text.matchAll(
    /<(?:function=|invoke\s+name=|function\s+name=)["']?([\w.-]+)["']?\s*>([^]*?)(<\/(?:function|invoke)>|$)/g,
  );
  return [...found].map(([, name, inner = "", end]) => {
    const pairs = [
      ...inner.matchAll(/<parameter(?:=|\s+name=)["']?([^"'>]+)["']?\s*>\n?([^]*?)\n?(<\/parameter>|$)/g),
    ];
    if (pairs.length === 0) return { name: name!, body: inner, isClosed: end !== "" };
    const entries = pairs.map(([, key, value]): [string, unknown] => [key!.trim(), jsonOrText(value ?? "")]);
    const isClosed = end !== "" && pairs.every((pair) => pair[3] !== "");
    return { name: name!, body: JSON.stringify(Object.fromEntries(entries)), isClosed };
  });
}

/** `<tool_call>{"name": …, "arguments": {…}}</tool_call>` and its relatives. */
function taggedJson(text: string): WrittenCall[] {
  const found = text.matchAll(
    /(?:<(tool_call|function_call|tool_use|arguments)>|\[TOOL_CALLS\]|<\|python_tag\|>)([^]*?)(<\/\1>|$)/g,
  );
  return [...found].map(([, tag, body = "", end]) => ({ body, isClosed: tag === undefined || end !== "" }));
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

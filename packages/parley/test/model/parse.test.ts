import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readAnswer } from "../../src/model/answer.ts";
import { parseAnswer } from "../../src/model/parse.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { parseExpression } from "./sample-call.ts";

const first = (raw: string, finish: "call" | "length" | "stop" = "call") => {
  const { candidates, diagnostics } = parseAnswer(raw, { name: "draw", finish });
  return candidates.length > 0 ? candidates[0] : diagnostics.map(({ code }) => code).join();
};

describe("parseAnswer", () => {
  test.each<[string, string, unknown]>([
    ["plain JSON", '{"a": 1}', { a: 1 }],
    ["JSON whose strings look like wrapping", '{"a": "<think>```{"}', { a: "<think>```{" }],
    ["a fence", 'Sure!\n```json\n{"a": {"b": [1]}}\n```', { a: { b: [1] } }],
    ["thinking with its own JSON", '<think>maybe {"a": 2}</think>{"a": 1}', { a: 1 }],
    ["thinking whose begin is missing", 'maybe {"a": 2}\n</think>\n{"a": 1}', { a: 1 }],
    ["chatter with brackets", 'As asked [1] {see below}: {"a": 1} (done)', { a: 1 }],
    ["single quotes, comments, Python words", "{'a': True, /* yes */ 'b': None}", { a: true, b: null }],
    ["keys without quotes", "{a: 1, b: [2,],}", { a: 1, b: [2] }],
    ["raw line breaks in strings", '{"a": "x\ny"}', { a: "x\ny" }],
    ["the last of two values", '{"a": 1}\n{"a": 2}', { a: 2 }],
    ["an envelope", '{"name": "draw", "arguments": {"a": 1}}', { a: 1 }],
    ["an envelope with encoded arguments", '{"name": "draw", "arguments": "{\\"a\\": 1}"}', { a: 1 }],
    ["a list of calls", '{"tool_calls": [{"function": {"name": "draw", "arguments": {"a": 1}}}]}', { a: 1 }],
    ["the function's name as key", '{"draw": {"a": 1}}', { a: 1 }],
    ["a tagged call", '<tool_call>\n{"name": "draw", "arguments": {"a": 1}}\n</tool_call>', { a: 1 }],
    [
      "parameters in tags",
      '<function=draw>\n<parameter=a>\n[1, "x"]\n</parameter>\n<parameter=b>\nsome text\n</parameter>\n</function>',
      { a: [1, "x"], b: "some text" },
    ],
    ["an invocation in tags", '<invoke name="draw"><parameter name="a">1</parameter></invoke>', { a: 1 }],
    [
      "a Harmony call",
      '<|channel|>analysis<|message|>{"a": 9}?<|end|><|start|>assistant<|channel|>commentary to=functions.draw <|constrain|>json<|message|>{"a": 1}<|call|>',
      { a: 1 },
    ],
    ["nothing", "  ", "model/empty-answer"],
    ["thinking alone", "<think>Well, {", "model/empty-answer"],
    ["prose", "I can't do that.", "model/no-json"],
  ])("reads %s", (_name, raw, expected) => {
    expect(first(raw)).toEqual(expected);
  });

  test.each([
    ['{"a": [1, 2', "call"],
    ['```json\n{"a": {"b": "x', "stop"],
    ['{"example": 1}\nand so {"a": [', "stop"],
    ['<tool_call>{"name": "draw", "arguments": {"a": 1}', "call"],
    ["<function=draw><parameter=a>some te", "call"],
    ["Let me see:", "length"],
    ["", "length"],
  ] as const)("never takes %s as complete", (raw, finish) => {
    expect(first(raw, finish)).toBe("model/truncated");
  });

  test("keeps what a truncated answer held, for feedback", () => {
    expect(parseAnswer('{"a": [1, {"b": "te', { name: "draw" }).partial).toEqual({ a: [1, { b: "te" }] });
  });

  test("every prefix of an answer is refused", () => {
    const text = JSON.stringify({ a: [{ b: 'say "hi" {now}', c: -1.5e3 }, [], null], d: { e: true } });
    for (let end = 1; end < text.length; end++) {
      const { candidates } = parseAnswer(text.slice(0, end), { name: "draw" });
      expect([end, candidates]).toEqual([end, []]);
    }
  });
});

describe("readAnswer", () => {
  const edits = z.strictObject({
    put: z.record(z.string(), z.strictObject({ size: z.int() })).optional(),
    remove: z.array(z.string()).optional(),
  });
  const options = { name: "edit", flavour: "plain", parseExpression } as const;
  const read = (raw: string) => readAnswer(raw, { ...options, type: edits });

  test("prefers the value that fits over one that fits only emptied", () => {
    expect(read('{"put": {"a": {"size": 1}}}\n{"note": "done"}').value).toEqual({ put: { a: { size: 1 } } });
    expect(read('{"name": "edit", "arguments": {"remove": ["b"]}}').value).toEqual({ remove: ["b"] });
  });

  test("does not take an unrelated object for an empty one", () => {
    const { value, diagnostics } = read('{"note": "done"}');
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["schema/unknown-key"]);
    expect(read("{}").value).toEqual({});
  });

  test("completes what the model was not shown, before validation", () => {
    const type = z.strictObject({ id: z.string(), size: z.int() });
    const schema = schemaOf(type.omit({ id: true }));
    const read = readAnswer('{"size": "2"}', {
      ...options,
      type,
      schema,
      complete: (value) => Object.assign({ id: "a" }, value),
    });
    expect(read).toMatchObject({ value: { id: "a", size: 2 }, answer: { size: 2 } });
  });
});

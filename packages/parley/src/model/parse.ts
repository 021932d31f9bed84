import { jsonrepair } from "jsonrepair";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { writtenCalls, withoutThinking } from "./call-formats.ts";
import { jsonSpans, type JsonSpan } from "./json-spans.ts";
import type { Finish } from "./port.ts";

export type ParseNote =
  | "thinking-dropped"
  | "fence-dropped"
  | "text-dropped"
  | "call-format"
  | "several-values"
  | "repaired"
  | "envelope-opened"
  | "wrong-function";

export interface ParsedAnswer {
  /** Values that may be the arguments, the likeliest first; none without a whole value. */
  candidates: unknown[];
  /** What a truncated answer held up to its end, for feedback alone. */
  partial?: unknown;
  diagnostics: Diagnostic[];
  notes: ParseNote[];
}

const report = defineDiagnostics("model", {
  "empty-answer": { severity: "error", message: "The answer is empty.", mend: "Call the function {name}." },
  "no-json": {
    severity: "error",
    message: "The answer holds no JSON.",
    mend: "Answer with the arguments of the function as one JSON value and nothing else.",
  },
  "broken-json": { severity: "error", message: "The answer is no JSON and cannot be read as such: {reason}" },
  truncated: {
    severity: "error",
    message: "The answer ends before it is complete.",
    mend: "Answer with less: fewer or shorter entries.",
  },
});

export interface ParseOptions {
  /** The function that was to be called; also names the place of diagnostics. */
  name: string;
  /** The function that was called, where one was. */
  calledName?: string;
  finish?: Finish;
}

/**
 * Reads the JSON out of a raw answer, however it is wrapped. An answer without its end is reported as truncated
 * and never taken as complete, whatever the server says about it.
 */
export function parseAnswer(raw: string, options: ParseOptions): ParsedAnswer {
  const reading = new Set<ParseNote>();
  if (options.calledName !== undefined && options.calledName !== "" && options.calledName !== options.name) {
    reading.add("wrong-function");
  }
  const parsed = parseText(raw, options, reading);
  return { ...parsed, notes: [...reading] };
}

function parseText(raw: string, options: ParseOptions, notes: Set<ParseNote>): Omit<ParsedAnswer, "notes"> {
  const at = { call: options.name, pointer: "" };
  const whole = parseJson(raw);
  if (whole !== undefined) return { candidates: unwrap([whole.value], options, notes), diagnostics: [] };
  const text = withoutThinking(raw).trim();
  if (text !== raw.trim()) notes.add("thinking-dropped");
  if (text === "") {
    const truncated = options.finish === "length";
    const diagnostic = truncated ? report.truncated(at) : report["empty-answer"](at, { name: options.name });
    return { candidates: [], diagnostics: [diagnostic] };
  }
  const { spans, isWhole } = findSpans(text, notes);
  const closed = spans.filter((span) => span.isClosed);
  const reasons: string[] = [];
  const values = closed.flatMap((span) => {
    const value = parseSpan(span, notes, reasons);
    return value === undefined ? [] : [value.value];
  });
  const open = spans.find((span) => !span.isClosed);
  if (open || !isWhole) {
    // Values before the break may be examples; the answer itself was cut.
    const partial = open ? repair(open.text) : { value: values.at(-1) };
    return { candidates: [], partial: partial?.value, diagnostics: [report.truncated(at)] };
  }
  if (values.length === 0) {
    const [reason] = reasons;
    if (reason === undefined && options.finish === "length")
      return { candidates: [], diagnostics: [report.truncated(at)] };
    return {
      candidates: [],
      diagnostics: [reason === undefined ? report["no-json"](at) : report["broken-json"](at, { reason })],
    };
  }
  if (values.length > 1) notes.add("several-values");
  // Models that answer twice correct themselves, so the last comes first; small values are often quotations.
  return { candidates: unwrap(values.toReversed(), options, notes), diagnostics: [] };
}

/** The stretches that may be JSON: those of written calls, else of fenced blocks, else of the whole text. */
function findSpans(text: string, notes: Set<ParseNote>): { spans: JsonSpan[]; isWhole: boolean } {
  const calls = writtenCalls(text);
  if (calls.length > 0) {
    notes.add("call-format");
    return {
      spans: calls.flatMap(({ body }) => jsonSpans(body)),
      isWhole: calls.every((call) => call.isClosed),
    };
  }
  const spans = jsonSpans(text);
  const around = spans.reduce((rest, span) => rest.replace(span.text, ""), text);
  if (around.includes("```")) notes.add("fence-dropped");
  if (around.replaceAll(/```\w*/g, "").trim() !== "" && spans.length > 0) notes.add("text-dropped");
  return { spans, isWhole: true };
}

function parseSpan(span: JsonSpan, notes: Set<ParseNote>, reasons: string[]): { value: unknown } | undefined {
  const exact = parseJson(span.text);
  if (exact) return exact;
  const repaired = repair(span.text, reasons);
  if (repaired) notes.add("repaired");
  return repaired;
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function repair(text: string, reasons: string[] = []): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(jsonrepair(text)) as unknown };
  } catch (error) {
    reasons.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

const ARGUMENT_KEYS = ["arguments", "parameters", "args", "input"];
const ENVELOPE_KEYS = new Set([...ARGUMENT_KEYS, "name", "type", "id", "function", "tool", "tool_name"]);

/** Each value, after what is in it where it looks like a written call. */
function unwrap(values: readonly unknown[], options: ParseOptions, notes: Set<ParseNote>): unknown[] {
  return values.flatMap((value) => {
    const inner = openEnvelope(value, options.name);
    if (inner === undefined) return [value];
    notes.add("envelope-opened");
    return [inner, value];
  });
}

function openEnvelope(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 1 ? openEnvelope(value[0], name) : undefined;
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  if (keys.length === 1 && keys[0] === name) return object[name];
  const calls = object["tool_calls"] ?? object["function"] ?? object["function_call"];
  if (keys.every((key) => ENVELOPE_KEYS.has(key) || key === "tool_calls" || key === "function_call")) {
    const key = ARGUMENT_KEYS.find((candidate) => Object.hasOwn(object, candidate));
    if (key !== undefined) return decodeArguments(object[key]);
    if (typeof calls === "object") return openEnvelope(calls, name);
  }
  return undefined;
}

function decodeArguments(value: unknown): unknown {
  return typeof value === "string" ? (parseJson(value)?.value ?? value) : value;
}

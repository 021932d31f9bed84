import { appendFileSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openLog, readLog, type Log } from "../../src/agent/log.ts";
import type { EventBody } from "../../src/agent/events.ts";

const now = () => new Date("2026-01-01T00:00:00Z");

function fresh(): string {
  return join(mkdtempSync(join(tmpdir(), "parley-log-")), "log.jsonl");
}

function open(file: string): { log: Log; codes: string[] } {
  const opened = openLog(file, now);
  if (!("log" in opened)) throw new Error(opened.diagnostics[0]?.message);
  return { log: opened.log, codes: opened.diagnostics.map(({ code }) => code) };
}

const said = (text: string): EventBody => ({ type: "message", said: { type: "text", text } });

function written(): { file: string; bytes: Buffer } {
  const file = fresh();
  const { log } = open(file);
  for (const text of ["one", "two – ü", "three"]) log.append(said(text));
  log.close();
  return { file, bytes: readFileSync(file) };
}

describe("log", () => {
  test("gives back what was appended, numbered from 1", () => {
    const { file } = written();
    expect(readLog(file).map(({ seq, type }) => [seq, type])).toEqual([
      [1, "message"],
      [2, "message"],
      [3, "message"],
    ]);
  });

  test("cut at any byte, it opens up to the last whole line, and goes on", () => {
    const { file, bytes } = written();
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(file, bytes);
      truncateSync(file, length);
      const { log, codes } = open(file);
      const whole = ends.filter((end) => end <= length).length;
      expect(log.events).toHaveLength(Math.max(0, whole - 1));
      expect(codes).toEqual(length === 0 || ends.includes(length) ? [] : ["log/damaged"]);
      log.append(said("again"));
      log.close();
      expect(readLog(file)).toHaveLength(Math.max(0, whole - 1) + 1);
    }
  });

  test("a line that was changed ends the log there; what follows is kept aside", () => {
    const { file, bytes } = written();
    writeFileSync(file, bytes.toString("utf8").replace("one", "One"));
    const { log, codes } = open(file);
    log.close();
    expect(log.events).toHaveLength(1);
    expect(codes).toEqual(["log/damaged"]);
    const kept = readdirSync(join(file, "..")).find((name) => name.includes(".cut-"))!;
    expect(readFileSync(join(file, "..", kept), "utf8")).toContain("three");
  });

  test("events of one call are there together or not at all", () => {
    const file = fresh();
    const { log } = open(file);
    log.appendAll([said("a"), said("b")]);
    log.close();
    expect(readLog(file)).toHaveLength(2);
    appendFileSync(file, '{"parent":"x"');
    expect(readLog(file)).toHaveLength(2);
  });

  test("a file of another kind is refused and left alone", () => {
    const file = fresh();
    writeFileSync(file, '{"format":"diary","version":9}\n');
    const opened = openLog(file, now);
    expect(opened.diagnostics.map(({ code }) => code)).toEqual(["log/wrong-format"]);
    expect(readFileSync(file, "utf8")).toBe('{"format":"diary","version":9}\n');
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultNames, type FaultName } from "../../src/model/simulated/faults.ts";
import { startSimulatedModel, type SimulatedModel } from "../../src/model/simulated/server.ts";
import { exportValue } from "../../src/schema/import-answer.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import type { ExportFlavour } from "../../src/schema/export.ts";
import { drawing, validText } from "../schema/sample.ts";
import { patient, readSample, sampleModel, sampleRequest } from "./sample-call.ts";

/** What becomes of each fault: read as if it had not been, called again, or reported. */
type Fate = "healed" | "repeated" | "reported" | "healed or reported" | "other value";
const fates: Record<FaultName, Fate> = {
  "double-encoded-union": "healed",
  "missing-tag": "healed",
  "misspelt-tag": "healed",
  "missing-required": "healed or reported",
  "number-as-text": "healed",
  "boolean-as-text": "healed",
  "wrong-type": "reported",
  "extra-key": "healed",
  "null-for-absent": "healed",
  "filler-for-absent": "reported",
  "single-for-list": "healed",
  "wrong-enum": "reported",
  "unknown-name": "other value",
  fenced: "healed",
  chatter: "healed",
  thinking: "healed",
  "trailing-comma": "healed",
  "several-values": "healed",
  envelope: "healed",
  "tagged-call": "healed",
  "harmony-call": "healed",
  truncated: "reported",
  "wrong-function": "healed",
  "empty-answer": "reported",
  garbage: "reported",
  "rate-limit": "repeated",
  "server-error": "repeated",
  "broken-stream": "repeated",
};
/** In strict form every property is there, so these have no place. */
const PLAIN_ONLY: readonly FaultName[] = ["null-for-absent", "filler-for-absent"];
const SEEDS = [1, 2, 3, 4, 5];

const expected = { ...validText, visible: { type: "name", name: "width" } };

describe.each<ExportFlavour>(["plain", "openai-strict"])("faults of a %s model, over HTTP", (flavour) => {
  const servers: SimulatedModel[] = [];
  let fault: FaultName | undefined;
  beforeAll(async () => {
    const sent = exportValue(schemaOf(drawing), flavour, validText);
    const started = SEEDS.map((seed) =>
      startSimulatedModel({
        answer: () => sent,
        damage: ({ repeats }) => (repeats === 0 ? fault : undefined),
        seed,
      }),
    );
    servers.push(...(await Promise.all(started)));
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  test("an undamaged answer is read without a note", async () => {
    fault = undefined;
    const answer = await sampleModel(servers[0]!.baseUrl, flavour).call(sampleRequest(flavour, "undamaged"));
    expect(readSample(answer, flavour)).toMatchObject({
      value: expected,
      diagnostics: [],
      notes: { parse: [], coercion: [] },
    });
    expect(answer).toMatchObject({ calledName: "draw", finish: "call", usage: { calls: 1, attempts: 1 } });
    expect(answer.usage.input).toBeGreaterThan(100);
    expect(answer.usage.output).toBeGreaterThan(10);
  });

  test.each(faultNames.filter((name) => flavour === "plain" || !PLAIN_ONLY.includes(name)))(
    "%s",
    async (name) => {
      fault = name;
      for (const server of servers) {
        const model = patient(sampleModel(server.baseUrl, flavour));
        const answer = await model.call(sampleRequest(flavour, `provoke ${name}`));
        expect(server.faultCounts()[name]).toBe(1);
        const { value, diagnostics } = readSample(answer, flavour);
        const fate = fates[name];
        if (fate === "other value") expect(value ?? diagnostics[0]).not.toEqual(expected);
        else if (fate === "reported") expect([value, diagnostics.length > 0]).toEqual([undefined, true]);
        else if (fate !== "healed or reported" || value !== undefined)
          expect([value, diagnostics]).toEqual([expected, []]);
        expect(answer.usage.attempts).toBe(fate === "repeated" ? 2 : 1);
        if (value === undefined) expect(diagnostics.length).toBeGreaterThan(0);
      }
    },
  );

  test("a truncated answer is called truncated", async () => {
    fault = "truncated";
    const answer = await sampleModel(servers[0]!.baseUrl, flavour).call(sampleRequest(flavour, "cut"));
    expect(readSample(answer, flavour).diagnostics.map(({ code }) => code)).toEqual(["model/truncated"]);
  });
});

test(
  "the same seed damages the same answers, in about the share asked for",
  { timeout: 20_000 },
  async () => {
    const sent = exportValue(schemaOf(drawing), "plain", validText);
    const requests = Array.from({ length: 30 }, (_, index) => sampleRequest("plain", `unit ${index}`));
    const run = async (seed: number): Promise<[string[], number]> => {
      const server = await startSimulatedModel({ answer: () => sent, damage: 0.3, seed });
      const model = patient(sampleModel(server.baseUrl));
      const answers = await Promise.all(requests.map(model.call));
      await server.close();
      const faults = Object.values(server.faultCounts()).reduce((sum, count) => sum + count, 0);
      return [answers.map((answer) => answer.arguments), faults / server.requests()];
    };
    const [[first, share], [second], [other]] = [await run(7), await run(7), await run(8)];
    expect(first).toEqual(second);
    expect(other).not.toEqual(first);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.5);
  },
);

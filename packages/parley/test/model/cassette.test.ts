import { expect, test } from "vitest";
import { recordCalls, replayCalls } from "../../src/model/cassette.ts";
import { startSimulatedModel } from "../../src/model/simulated/server.ts";
import { checkPromptBound, estimateTokens } from "../../src/model/tokens.ts";
import { addUsage, noUsage } from "../../src/model/usage.ts";
import { KEY, sampleModel, sampleRequest } from "./sample-call.ts";

test("recorded calls come back without a server, in their order, and without secrets", async () => {
  let count = 0;
  const server = await startSimulatedModel({ answer: () => ({ a: ++count, echo: KEY }) });
  const lines: string[] = [];
  const model = recordCalls(sampleModel(server.baseUrl), {
    write: (line) => lines.push(line),
    secrets: [KEY],
  });
  const request = sampleRequest("plain");
  const recorded = [await model.call(request), await model.call(request)];
  await server.close();
  expect(lines.join("\n")).not.toContain(KEY);

  const replayed = replayCalls({ name: "cassette/x", flavour: "plain", cassette: lines.join("\n") });
  const again = [await replayed.call(request), await replayed.call(request)];
  expect(again.map((answer) => JSON.parse(answer.arguments).a)).toEqual([1, 2]);
  expect(again.map((answer) => answer.usage)).toEqual(recorded.map((answer) => answer.usage));
  await expect(replayed.call(sampleRequest("plain", "another"))).rejects.toMatchObject({
    kind: "unrecorded",
    retryable: false,
  });
});

test("a prompt over its bound is a finding", () => {
  const request = sampleRequest("plain", "word ".repeat(15_000));
  expect(checkPromptBound(sampleRequest("plain"))).toEqual([]);
  expect(checkPromptBound(request).map(({ code }) => code)).toEqual(["model/prompt-too-large"]);
  expect(estimateTokens("word ".repeat(1000))).toBe(1000);
});

test("usage adds up", () => {
  const one = { calls: 1, input: 2, cached: 3, output: 4, attempts: 5, ms: 6 };
  expect(addUsage(one, addUsage(noUsage, one))).toEqual({
    calls: 2,
    input: 4,
    cached: 6,
    output: 8,
    attempts: 10,
    ms: 12,
  });
});

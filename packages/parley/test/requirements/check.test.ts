import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogue } from "../../src/diagnostic/define.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { diagnosticSamples, outlineOf, samples, task } from "./diagnostics-samples.ts";
import { randomRequirements } from "./random-requirements.ts";

const outline = (name: string): string =>
  readFileSync(new URL(`outlines/${name}.md`, import.meta.url), "utf8");

function read(text: string): Requirements {
  const { requirements, diagnostics } = parseOutline(text);
  expect(renderForModels(diagnostics.filter(({ severity }) => severity === "error"))).toBe("");
  return requirements!;
}

test.each(["todo", "library", "issue-tracker"])("the outline %s can be built", (name) => {
  expect(renderForModels(checkRequirements(read(outline(name))))).toBe("");
});

test.each(samples)("sample %#: $code", (sample) => {
  const { code, at = "", says = "" } = sample;
  const findings = checkRequirements(read(outlineOf(sample)));
  const full = code.includes("/") ? code : `requirements/${code}`;
  expect([...new Set(findings.map((finding) => finding.code))]).toEqual([full]);
  const [first] = findings;
  expect("pointer" in first!.at && first!.at.pointer).toContain(at);
  expect(first!.message).toContain(says);
});

test("a condition of several actions may be idle for one of them, not for all", () => {
  const severities = ["create, update", "create"].map((actions) => {
    const rule = `${actions} Task only if \`(input.title ?? row.title) != "x"\``;
    const rules = `## Rules\n- member may create, update Task\n- ${rule}`;
    const findings = checkRequirements(read(`# Tasks\n## Actors\n- member: signs up\n${task}\n${rules}`));
    return findings.map(({ severity }) => severity);
  });
  expect(severities).toEqual([[], ["warning"]]);
});

test("what never happens is mended by a transition of its own, or by leaving the condition away", () => {
  const mends = ["open | accepted", "accepted"].map((from) => {
    const states = `- status: states open | accepted | gone\n- accept: open -> accepted\n- leave: ${from} -> gone`;
    const when = '`row.status == "accepted"`';
    const rules = `## Rules\n- member may create Task\n- on leave Task when ${when}: notify \`"a"\` with \`"b"\` and \`"c"\``;
    const text = `# Tasks\n## Actors\n- member: signs up\n${task}\n${states}\n${rules}`;
    return checkRequirements(read(text)).map(({ fix }) => fix?.title);
  });
  expect(mends[0]![0]).toContain("`- leaveAccepted: accepted -> gone` beside `- leave: open -> gone`");
  expect(mends[1]![0]).toContain("leave begins with accepted alone");
});

test("every finding has a sample", () => {
  const known = [...catalogue.keys()].filter((code) => code.startsWith("requirements/"));
  const sampled = new Set(diagnosticSamples.map(({ code }) => code));
  expect(known.filter((code) => !sampled.has(code))).toEqual([]);
});

test("the checks take every document of the right shape", () => {
  for (let seed = 0; seed < 40; seed++) {
    const requirements = randomRequirements(seed, 40 + seed * 20);
    for (const { code, message, at } of checkRequirements(requirements)) {
      expect(code).toMatch(/^(?:requirements|expression)\//);
      const holes = catalogue.get(code)!.message.match(/\{[A-Za-z]+\}/g) ?? [];
      expect(holes.filter((hole) => message.includes(hole))).toEqual([]);
      expect(message).not.toContain("undefined");
      expect("document" in at && at.document).toBe("requirements");
    }
  }
});

import { expect, test } from "vitest";
import { randomRequirements } from "../../fuzz/requirements/random.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import {
  type Contents,
  type Contributor,
  type Fragment,
  fragmentFrom,
  mergeFragments,
  settleFragment,
} from "../../src/requirements/fragment.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { chance, pick } from "../random/draw.ts";

const draws = 150;

/** A part of what there is, some of it otherwise: what several blocks on the same concepts bring. */
function variantOf(random: Random, whole: Requirements): Contents {
  const { actors, concepts, requirements } = structuredClone(whole);
  const some = <Value>(record: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(record).filter(() => chance(random, 0.6)));
  for (const concept of Object.values(concepts)) {
    concept.attributes = some(concept.attributes);
    concept.references = some(concept.references);
    for (const attribute of Object.values(concept.attributes))
      if (chance(random, 0.2)) attribute.description = pick(random, ["one", "another"]);
    if (chance(random, 0.3)) delete concept.lifecycle;
    if (chance(random, 0.3)) delete concept.owner;
    if (concept.owner && chance(random, 0.3)) concept.owner.as = pick(random, ["holder", "keeper"]);
  }
  return { actors: some(actors), concepts: some(concepts), requirements: some(requirements) };
}

function randomFragments(random: Random): [Fragment, Fragment, Fragment] {
  const whole = randomRequirements(random, 3);
  const one = (name: string): Fragment => {
    const by: Contributor = { name, order: pick(random, [0, 1, 2]), said: chance(random, 0.4) };
    return fragmentFrom(by, variantOf(random, whole));
  };
  return [one("first"), one("second"), one("third")];
}

test("in which order, and in which groups, fragments are merged makes no difference", () => {
  let conflicts = 0;
  for (let seed = 1; seed <= draws; seed++) {
    const [a, b, c] = randomFragments(seededRandom(seed));
    const whole = mergeFragments(a, b, c);
    expect(mergeFragments(b, a)).toEqual(mergeFragments(a, b));
    expect(mergeFragments(mergeFragments(a, b), c)).toEqual(whole);
    expect(mergeFragments(a, mergeFragments(b, c))).toEqual(whole);
    expect(mergeFragments(c, a, b)).toEqual(whole);
    expect(mergeFragments(whole, a)).toEqual(whole);
    const settled = settleFragment(whole);
    expect(JSON.stringify(settleFragment([...c, ...b, ...a]))).toBe(JSON.stringify(settled));
    conflicts += settled.diagnostics.length;
  }
  // Or the draws would show nothing.
  expect(conflicts).toBeGreaterThan(draws / 4);
});

test("everything that is brought is there, and nothing else", () => {
  for (let seed = 1; seed <= draws; seed++) {
    const [a, b] = randomFragments(seededRandom(seed));
    const { contents } = settleFragment(mergeFragments(a, b));
    const places = (of: Contents): string[] => [
      ...Object.keys(of.actors),
      ...Object.entries(of.concepts).flatMap(([name, concept]) =>
        [...Object.keys(concept.attributes), ...Object.keys(concept.references), "itself"].map(
          (key) => `${name} ${key}`,
        ),
      ),
    ];
    const brought = [a, b].flatMap((one) => places(settleFragment(one).contents));
    expect(new Set(places(contents))).toEqual(new Set(brought));
  }
});

const loans = (by: string): Contents => ({
  actors: {},
  concepts: {
    Loan: {
      id: "loan",
      attributes: {},
      references: {},
      owner: { actor: "member", as: by, inverse: "loans" },
    },
  },
  requirements: {},
});

test("equal things are shared; what was asked for outranks what is usual; else the first stands, and it is said", () => {
  const usual = (name: string, order: number): Contributor => ({ name, order, said: false });
  const asked: Contributor = { name: "asked", order: 9, said: true };
  const settle = (...fragments: Fragment[]) => settleFragment(mergeFragments(...fragments));

  expect(
    settle(fragmentFrom(usual("one", 1), loans("holder")), fragmentFrom(usual("two", 2), loans("holder")))
      .diagnostics,
  ).toEqual([]);

  const outranked = settle(
    fragmentFrom(usual("one", 1), loans("holder")),
    fragmentFrom(asked, loans("borrower")),
  );
  expect(outranked.contents.concepts["Loan"]!.owner!.as).toBe("borrower");
  expect(outranked.diagnostics).toEqual([]);

  const conflict = settle(
    fragmentFrom(usual("two", 2), loans("borrower")),
    fragmentFrom(usual("one", 1), loans("holder")),
  );
  expect(conflict.contents.concepts["Loan"]!.owner!.as).toBe("holder");
  expect(conflict.diagnostics.map(({ code, at, message }) => [code, at, message])).toEqual([
    [
      "requirements/facet-conflict",
      { document: "requirements", pointer: "/concepts/Loan/owner" },
      "one and two want different things of Loan owner; what one brings stands.",
    ],
  ]);
});

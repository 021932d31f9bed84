import { seededRandom } from "../src/schema/random.ts";

const places =
  "Harbour Garden Museum Studio Clinic School Market Theatre Library Kitchen Airport Gallery".split(" ");
const things = "Permit Course Tour Stand Rental Lecture".split(" ");

/** Concepts of one district: what a category, an offer, its parts, remarks on it and requests for it come to. */
export const DISTRICT_SIZE = 5;
/** Names that can be told apart; `grownOutline` takes no more. */
export const MOST_DISTRICTS = places.length * things.length;

/**
 * An outline with about as many concepts as wanted: districts of five that hang together as those of real backends do,
 * each with an optional relation to the one before. Seeds differ in attributes, bounds and rules, not in size.
 */
export function grownOutline(concepts: number, seed = 1): string {
  const count = Math.max(1, Math.round(concepts / DISTRICT_SIZE));
  if (count > MOST_DISTRICTS) throw new RangeError(`At most ${MOST_DISTRICTS * DISTRICT_SIZE} concepts.`);
  const random = seededRandom(seed);
  const names = Array.from({ length: count }, (_, index) => {
    const place = places[index % places.length]!;
    return `${place}${things[Math.floor(index / places.length)]!}`;
  });
  const districts = names.map((name, index) => district(name, names[index - 1], random));
  return [
    "# A grown backend\n\nname: grown · language: en",
    "## Actors\n\n- manager: bootstrap\n- member: signs up\n  - name: string 1..80, searchable",
    ...districts.map(({ concepts: text }) => text),
    "## Rules",
    [
      "- manager, member may sign in",
      "- member may read, update own Member",
      ...districts.flatMap(({ rules }) => rules.map((rule) => `- ${rule}`)),
    ].join("\n"),
    "",
  ].join("\n\n");
}

interface District {
  concepts: string;
  rules: string[];
}

function district(name: string, before: string | undefined, random: () => number): District {
  const seen = name.charAt(0).toLowerCase() + name.slice(1);
  const code = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  const maybe = (line: string): string[] => (random() < 0.5 ? [line] : []);
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const concepts = [
    `## ${name}Kind\n\n- name: string 1..${between(40, 120)}, unique, searchable, sortable`,
    ...maybe("- remark: text 1..500, optional"),
    `\n## ${name} (owned by member as host seen as ${seen}s${random() < 0.3 ? ", soft delete" : ""})\n`,
    `- title: string 1..${between(60, 200)}, searchable, sortable; description: text 1..5000, optional, searchable`,
    `- price: decimal 0..${between(100, 9000)}, sortable; capacity: integer 1..${between(10, 400)}`,
    "- startsOn: date, sortable; endsOn: date; tags: list of string 1..40, filterable",
    ...maybe("- website: uri, optional; contact: email, optional"),
    ...maybe("- level: one of easy | normal | hard, filterable, default normal"),
    ...maybe("- public: boolean, filterable, default true"),
    `- kind -> ${name}Kind, filterable, seen as ${seen}s`,
    ...(before === undefined ? [] : [`- before -> ${before}, optional, filterable, seen as ${seen}s`]),
    "- publishedAt: datetime, optional, set by the server",
    "- status: states draft | published | closed",
    "- publish: draft -> published, set publishedAt = `now()`; close: published -> closed",
    `\n## ${name}Part (part of ${name})\n\n- label: string 1..80; position: integer 1.., sortable, set by the server`,
    ...maybe("- weight: decimal 0..100, optional"),
    `\n## ${name}Remark (part of ${name}, owned by member as author seen as ${seen}Remarks)\n`,
    `- text: text 1..${between(500, 4000)}`,
    ...maybe("- rating: integer 1..5, sortable"),
    `\n## ${name}Request (owned by member as applicant seen as ${seen}Requests)\n`,
    `- offer -> ${name}, filterable, seen as requests`,
    `- persons: integer 1..${between(2, 9)}; reason: text 1..500, optional, set by the server`,
    "- status: states open | accepted | refused | withdrawn",
    "- accept: open -> accepted; withdraw: open -> withdrawn",
    "- refuse: open -> refused, set reason = `input.reason`\n  - reason: text 1..500",
  ];
  const rules = [
    `anybody may read ${name}Kind`,
    `manager may create, update, delete ${name}Kind`,
    `member may create, update, publish, close own ${name}`,
    `anybody may read ${name} where \`row.status != "draft"\``,
    `member may read own ${name}`,
    `member may create, read, update, delete own ${name}Part`,
    `member may create, read ${name}Remark`,
    `member may delete own ${name}Remark`,
    `member may create, read, withdraw own ${name}Request`,
    `member may read, accept, refuse ${name}Request where \`row.offer.hostId == actor.id\``,
    `number ${name}Part.position per ${seenParent(name)}`,
    `create, update ${name} only if \`(input.startsOn ?? row.startsOn) <= (input.endsOn ?? row.endsOn)\`, else ${code}-dates "It ends after it starts."`,
    `create ${name}Request only if \`row.offer.status == "published"\`, else ${code}-closed "Only what is published can be asked for."`,
    `at most ${between(2, 9)} ${name}Request per applicant where \`row.status == "open"\`, else ${code}-requests "There are too many open requests."`,
    `one ${name}Request per applicant, offer where \`row.status == "open"\`, else ${code}-asked "This was asked for already."`,
    `on accept, refuse ${name}Request: notify \`row.applicant.account.email\` with \`"Your request"\` and \`concat(row.offer.title, ": ", action)\``,
    ...maybe(
      `report ${seen}Demand for manager: ${name}Request, by title = \`row.offer.title\`, showing requests = count, sorted by -requests, first 20`,
    ),
  ];
  return { concepts: concepts.join("\n"), rules };
}

/** The relation of a part to its whole is called like the whole. */
function seenParent(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

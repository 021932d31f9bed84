import { at, hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { Requirements, type Actor, type Concept } from "../document.ts";
import { openCursor } from "./cursor.ts";
import { defaultLanguage, defaultProjectName } from "./defaults.ts";
import { report } from "./diagnostics.ts";
import { place, readSections, type Line, type Section } from "./lines.ts";
import { collectNamed } from "./named.ts";
import { shorten } from "./parse-attribute.ts";
import { isConceptHeading, readActor, readConcept, readParagraphs } from "./parse-concept.ts";
import { readQuestions, readSentences, readUses, reportStale } from "./parse-parts.ts";
import { readRequirements, readWords } from "./parse-requirement.ts";
import { placesOf, type OutlinePlaces } from "./places.ts";
import { sectionNamed, sectionTitles, type SectionTitle } from "./sections.ts";

export interface ParsedOutline {
  /** Absent where a diagnostic is an error. */
  requirements?: Requirements;
  diagnostics: Diagnostic[];
  /** Where the outline says what the document has at a pointer. */
  places: OutlinePlaces;
}

/**
 * Reads the text form of a requirements document; all that does not fit is reported at its line and column in
 * `outline.md`. Where no id is written, what has the same name in `previous` keeps its id.
 */
export function parseOutline(text: string, previous?: Requirements): ParsedOutline {
  const diagnostics: Diagnostic[] = [];
  const sections = readSections(text);
  const concepts = collectNamed<Concept>(diagnostics);
  const parts = new Map<SectionTitle, Section>();
  let head: Section | undefined;
  for (const section of sections) {
    const title = section.level > 1 ? sectionNamed(section.heading.text) : undefined;
    if (section.level <= 1) {
      if (section.level === 1 && !head) head = section;
      else refuseSection(section, diagnostics, head !== undefined);
    } else if (title) {
      addPart(parts, title, section, diagnostics);
    } else if (isConceptHeading(section.heading.text)) {
      const { heading, paragraphs, items } = section;
      const concept = readConcept(heading, paragraphs, items, previous?.concepts, diagnostics);
      if (concept) concepts.add(concept.name, concept.value, heading);
    } else refuseHeading(section, diagnostics);
  }
  if (!head) diagnostics.push(report["no-title"](place(sections[0]?.heading ?? startLine)));
  const items = (title: SectionTitle): Section["items"] => parts.get(title)?.items ?? [];
  const actors = collectNamed<Actor>(diagnostics);
  for (const item of items("Actors")) {
    const actor = readActor(item, previous?.actors, diagnostics);
    if (actor) actors.add(actor.name, actor.value, item);
  }
  const sentences = readSentences(items("What you said"), diagnostics);
  const nouns = concepts.record();
  const rules = readRequirements(items("Rules"), nouns, previous, diagnostics);
  const places = placesOf(sections, actors, concepts, rules);
  const requirements: Requirements = {
    ...readHead(head, diagnostics),
    actors: actors.record(),
    concepts: nouns,
    requirements: rules.record(),
    uses: readUses(items("Blocks used"), previous?.uses, diagnostics),
    nonGoals: items("Not wanted").map((item) => readWords(item, diagnostics)),
    questions: readQuestions(items("Questions"), previous?.questions, diagnostics),
    sentences: sentences.record,
  };
  if (hasErrors(diagnostics)) return { diagnostics, places };
  reportStale(sentences.summaries, requirements, diagnostics);
  return { ...validated(requirements, diagnostics), places };
}

const startLine: Line = { text: "", rows: [{ offset: 0, line: 1, column: 1 }] };

/** The last net: what the document's own schema refuses, such as a derived name that is too long. */
function validated(requirements: Requirements, diagnostics: Diagnostic[]): Omit<ParsedOutline, "places"> {
  const result = Requirements.safeParse(requirements);
  if (result.success) return { requirements, diagnostics };
  const issues = result.error.issues.map((issue) =>
    report.invalid(at("requirements", issue.path.map(String)), { problem: issue.message }),
  );
  return { diagnostics: [...diagnostics, ...issues] };
}

function readHead(
  head: Section | undefined,
  diagnostics: Diagnostic[],
): Pick<Requirements, "name" | "title" | "description" | "language"> {
  if (!head) return { name: "project", title: "", description: "", language: defaultLanguage };
  const title = openCursor(head.heading, diagnostics, "# Library").prose("a title");
  for (const item of head.items) {
    diagnostics.push(report["no-place"](place(item), { found: shorten(item.text), example: "## Actors" }));
  }
  const facts = head.paragraphs[0] && /^(?:name|language)\s*:/i.test(head.paragraphs[0].text);
  const { name, language } = facts ? readFacts(head.paragraphs[0]!, diagnostics) : {};
  return {
    name: name ?? defaultProjectName(title),
    title,
    description: readParagraphs(facts ? head.paragraphs.slice(1) : head.paragraphs, diagnostics) ?? "",
    language: language ?? defaultLanguage,
  };
}

/** `name: library · language: en` */
function readFacts(line: Line, diagnostics: Diagnostic[]): { name?: string; language?: string } {
  const facts: { name?: string; language?: string } = {};
  const cursor = openCursor(line, diagnostics, "name: library · language: en");
  do {
    if (cursor.takeWords("name")) {
      cursor.expectSymbol(":");
      facts.name = cursor.bareWord("a name such as `small-library`", /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    } else {
      cursor.expectWord("language");
      cursor.expectSymbol(":");
      facts.language = cursor.name("a language such as `en`");
    }
  } while (cursor.takeSymbol("·") || cursor.takeSymbol(","));
  cursor.expectEnd(["language"]);
  return facts;
}

function addPart(
  parts: Map<SectionTitle, Section>,
  title: SectionTitle,
  section: Section,
  diagnostics: Diagnostic[],
): void {
  const before = parts.get(title);
  if (before) {
    const line = before.heading.rows[0]!.line;
    diagnostics.push(report.duplicate(place(section.heading), { name: title, line }));
  } else parts.set(title, section);
  refuseParagraphs(section, diagnostics);
}

function refuseParagraphs(section: Section, diagnostics: Diagnostic[]): void {
  for (const paragraph of section.paragraphs) {
    const found = shorten(paragraph.text);
    diagnostics.push(report["no-place"](place(paragraph), { found, example: partExamples(section) }));
  }
}

function partExamples(section: Section): string {
  const title = sectionNamed(section.heading.text);
  switch (title) {
    case "Actors":
      return "- member: signs up";
    case "Blocks used":
      return "- loans: lifecycle with target = Loan";
    case "Questions":
      return "- renewals: May a loan be renewed twice?";
    case "Not wanted":
      return "- Payment online";
    case "What you said":
      return "- S1 (message 0, 0-12): Members borrow books.";
    case "Rules":
    case undefined:
      return "- member may create, read own Loan";
    default:
      return title satisfies never;
  }
}

function refuseHeading(section: Section, diagnostics: Diagnostic[]): void {
  const name = shorten(section.heading.text);
  const parts = sectionTitles.map((title) => `\`## ${title}\``).join(", ");
  const parameters = { name, parts, suggestion: didYouMean(name, sectionTitles) };
  diagnostics.push(report["unknown-section"](place(section.heading), parameters));
}

/** A second title, or what stands before the first. */
function refuseSection(section: Section, diagnostics: Diagnostic[], isSecond: boolean): void {
  const lines = isSecond ? [section.heading] : [...section.paragraphs, ...section.items];
  for (const line of lines) {
    diagnostics.push(report["no-place"](place(line), { found: shorten(line.text), example: "# Library" }));
  }
}

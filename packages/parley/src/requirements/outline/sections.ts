/** Parts of an outline besides concepts, by their heading. */
export const sectionTitles = [
  "Actors",
  "Rules",
  "Blocks used",
  "Questions",
  "Not wanted",
  "What you said",
] as const;
export type SectionTitle = (typeof sectionTitles)[number];

/** The part that a heading names, in whatever case. */
export function sectionNamed(heading: string): SectionTitle | undefined {
  return sectionTitles.find((title) => title.toLowerCase() === heading.toLowerCase());
}

/** Nouns that are values rather than things, with what they usually hold, in the words of the outline. */
const table: Readonly<Record<string, string>> = {
  "string 1..200, searchable, sortable": "title name headline",
  "string 1..200, optional":
    "subtitle caption location place venue position department company brand model make colour color material",
  "string 1..200": "label-text topic-name option-text subject answer question-text",
  "string 1..40": "code key sku barcode reference plate registration-number serial version",
  "string 1..40, optional": "size room table seat-label nickname unit cuisine breed species",
  "string 5..20": "isbn",
  "string 3..40, optional": "phone telephone mobile",
  "string 1..40, filterable":
    "category genre type kind currency language country city state-name region difficulty severity level role gender discipline sport grade-level",
  "text 1..5000, optional":
    "description bio biography summary details instruction instructions comment-text notes remark remarks background ingredients-text",
  "text 1..5000": "body content text message note reason reply-text comment feedback explanation",
  "string 1..400, optional": "address street",
  email: "email e-mail mail",
  "uri, optional":
    "url link website photo picture image avatar thumbnail logo cover video attachment-link file audio map receipt",
  "decimal 0.., filterable, sortable":
    "price amount cost fee total budget salary rent balance deposit value rate-amount fare wage discount tax subtotal target-amount goal-amount revenue",
  "decimal(3) 0..":
    "weight height width length distance mileage area volume dose dosage measurement kg kilogram kilo gram g km kilometre kilometer mm cm litre liter ml celsius temperature ph",
  "integer 0.., filterable, sortable":
    "quantity stock count capacity age year points seats bedrooms bathrooms servings calories floor pages duration reps sets-count rank minutes-count size-count",
  "integer 1.., filterable, sortable": "number",
  "decimal(6) -90..90": "latitude",
  "decimal(6) -180..180": "longitude",
  "string 1..80, optional": "coordinate coordinates",
  "integer 1..5": "stars score rating",
  "date, filterable, sortable": "date birthday birthdate deadline",
  "date, optional, filterable, sortable": "due-date duedate expiry",
  "datetime, filterable, sortable": "time datetime timestamp start end",
  "one of low | normal | high, filterable, sortable, default normal": "priority urgency importance",
  "list of string 1..40, filterable":
    "tags labels subjects keywords topics skills allergies languages sizes colors colours amenities authors",
  "list of uri": "photos pictures images links attachments-list videos files screenshots",
  "boolean, default false": "flag visibility-flag anonymous",
};

/** What is measured in. */
export const units: ReadonlySet<string> = new Set(
  "kg kilogram kilo gram g mg km kilometre kilometer metre meter m cm mm mile litre liter l ml percent euro dollar celsius degree".split(
    " ",
  ),
);

const specs = new Map<string, string>();
for (const [spec, nouns] of Object.entries(table)) for (const noun of nouns.split(" ")) specs.set(noun, spec);

const byEnding: readonly (readonly [RegExp, string])[] = [
  [/^due date|^expiry date|^end date|^return date|^completion date/, "date, optional, filterable, sortable"],
  [/ (?:at|time)$/, "datetime, filterable, sortable"],
  [/ address$/, "string 1..400, optional"],
  [/ (?:id|number|code)$/, "string 1..40"],
  [/ (?:url|link)$/, "uri, optional"],
];

/** What a noun holds where it is a value: exact words first, then its last word. `strong`: one reading only. */
export function attributeSpec(words: readonly string[]): { spec: string; strong: boolean } | undefined {
  const text = words.join(" ");
  const exact = specs.get(words.join("-")) ?? specs.get(text);
  if (exact !== undefined) return { spec: exact, strong: true };
  const ending = byEnding.find(([pattern]) => pattern.test(text));
  if (ending) return { spec: ending[1], strong: true };
  const head = words.length > 1 ? specs.get(words.at(-1)!) : undefined;
  return head === undefined ? undefined : { spec: head, strong: true };
}

/** General nouns with the attributes that such things usually have, in the words of the outline. */
const prototypes: readonly (readonly [nouns: string, lines: readonly string[]])[] = [
  [
    "todo task chore",
    [
      "title: string 1..200, searchable, sortable",
      "description: text 1..5000, optional",
      "dueDate: date, optional, filterable, sortable",
    ],
  ],
  [
    "book",
    [
      "title: string 1..200, searchable, sortable",
      "isbn: string 10..17, unique, searchable",
      "authors: list of string 1..120",
    ],
  ],
  ["copy", ["barcode: string 1..40, unique, searchable"]],
  [
    "recipe",
    [
      "title: string 1..200, searchable, sortable",
      "description: text 1..5000, optional",
      "servings: integer 1..100, optional",
    ],
  ],
  [
    "ingredient",
    ["name: string 1..120, searchable", "amount: decimal(3) 0..", "unit: string 1..20, optional"],
  ],
  ["step", ["position: integer 1.., sortable", "instruction: text 1..2000"]],
  [
    "post article blogpost topic thread story entry",
    ["title: string 1..200, searchable, sortable", "body: text 1..20000, searchable"],
  ],
  ["comment reply message note remark answer", ["text: text 1..5000"]],
  ["question", ["title: string 1..300, searchable", "body: text 1..10000, optional"]],
  [
    "category genre section department board forum playlist album collection folder list workspace team group community channel club",
    ["name: string 1..120, searchable, sortable", "description: text 1..2000, optional"],
  ],
  [
    "product item good",
    [
      "name: string 1..200, searchable, sortable",
      "description: text 1..5000, optional",
      "price: decimal 0.., filterable, sortable",
    ],
  ],
  [
    "event show concert meetup workshop",
    ["title: string 1..200, searchable, sortable", "description: text 1..5000, optional"],
  ],
  ["performance session class lesson shift screening", ["startsAt: datetime, filterable, sortable"]],
  [
    "hall room venue location place studio court table",
    ["name: string 1..120, searchable, sortable", "capacity: integer 1.., optional, filterable"],
  ],
  ["seat", ["number: string 1..20, sortable"]],
  ["slot availability", ["startsAt: datetime, filterable, sortable", "endsAt: datetime"]],
  [
    "appointment booking reservation visit meeting",
    ["startsAt: datetime, filterable, sortable", "endsAt: datetime, optional"],
  ],
  [
    "sprint project campaign course trip season semester",
    [
      "name: string 1..200, searchable, sortable",
      "startDate: date, optional, sortable",
      "endDate: date, optional, sortable",
    ],
  ],
  [
    "ticket issue bug request case complaint incident",
    [
      "title: string 1..200, searchable, sortable",
      "description: text 1..10000, optional, searchable",
      "priority: one of low | normal | high | urgent, filterable, sortable, default normal",
    ],
  ],
  [
    "expense cost invoice payment bill transaction donation income purchase",
    [
      "description: string 1..300",
      "amount: decimal 0.., filterable, sortable",
      "date: date, filterable, sortable",
    ],
  ],
  ["report", ["title: string 1..200, searchable, sortable", "description: text 1..5000, optional"]],
  [
    "job vacancy opening position",
    [
      "title: string 1..200, searchable, sortable",
      "description: text 1..10000, searchable",
      "location: string 1..200, optional, filterable",
    ],
  ],
  [
    "property apartment house listing flat home ad",
    [
      "title: string 1..200, searchable, sortable",
      "description: text 1..10000, optional",
      "address: string 1..400",
      "price: decimal 0.., filterable, sortable",
    ],
  ],
  [
    "vehicle car truck bike van",
    ["plate: string 1..20, unique, searchable", "model: string 1..120, searchable"],
  ],
  [
    "equipment tool asset device machine",
    ["name: string 1..200, searchable, sortable", "serialNumber: string 1..80, optional"],
  ],
  ["habit goal", ["name: string 1..120, sortable", "description: text 1..2000, optional"]],
  ["workout exercise", ["name: string 1..120, searchable", "notes: text 1..2000, optional"]],
  [
    "song track",
    ["title: string 1..200, searchable, sortable", "artist: string 1..200, searchable", "url: uri, optional"],
  ],
  [
    "photo picture image attachment file document video",
    ["title: string 1..200, optional, searchable", "url: uri"],
  ],
  [
    "movie film game",
    [
      "title: string 1..200, searchable, sortable",
      "year: integer 1850..2200, optional, filterable",
      "description: text 1..5000, optional",
    ],
  ],
  ["review", ["rating: integer 1..5, filterable, sortable", "text: text 1..5000, optional"]],
  [
    "company organization organisation supplier shop store restaurant contact lead school branch warehouse clinic gym dealer",
    ["name: string 1..200, searchable, sortable", "email: email, optional", "phone: string 3..40, optional"],
  ],
  [
    "deal opportunity",
    ["name: string 1..200, searchable, sortable", "value: decimal 0.., optional, filterable, sortable"],
  ],
  [
    "dish meal drink menu",
    ["name: string 1..200, searchable, sortable", "price: decimal 0.., optional, filterable, sortable"],
  ],
  [
    "pet animal dog cat plant",
    [
      "name: string 1..120, searchable, sortable",
      "species: string 1..80, filterable",
      "notes: text 1..2000, optional",
    ],
  ],
  ["poll survey quiz", ["title: string 1..200, searchable, sortable", "description: text 1..2000, optional"]],
  ["option choice", ["text: string 1..200"]],
  ["budget", ["name: string 1..120, sortable", "amount: decimal 0.., sortable"]],
  [
    "address",
    ["street: string 1..200", "city: string 1..120", "postalCode: string 1..20", "country: string 2..60"],
  ],
  ["label tag", ["name: string 1..40, sortable"]],
  [
    "prescription medication treatment",
    ["name: string 1..200, searchable", "dosage: string 1..200, optional"],
  ],
  [
    "assignment homework exam",
    [
      "title: string 1..200, searchable, sortable",
      "instructions: text 1..10000, optional",
      "dueDate: date, optional, sortable",
    ],
  ],
  ["order", ["notes: text 1..1000, optional"]],
];

const byNoun = new Map<string, readonly string[]>();
for (const [nouns, lines] of prototypes) for (const noun of nouns.split(" ")) byNoun.set(noun, lines);

/** Usual attributes of a thing, by its whole name or its last word; what nothing is known of has a name. */
export function prototypeOf(words: readonly string[]): { lines: readonly string[]; known: boolean } {
  const lines = byNoun.get(words.join("")) ?? byNoun.get(words.at(-1) ?? "");
  return lines
    ? { lines, known: true }
    : { lines: ["name: string 1..200, searchable, sortable"], known: false };
}

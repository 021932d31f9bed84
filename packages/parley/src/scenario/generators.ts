/** Patterns of the linear subset that random text of a format matches: whole, without anchors. */
export const formatPatterns = {
  binary: "[a-z0-9]{16}",
  byte: "([A-Za-z0-9]{4}){2,5}",
  password: "[A-Z][a-z]{8,12}[0-9]{4}",
  regex: "\\^\\[a-[m-z]\\]\\{[1-4],[5-9]\\}\\$",
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
  email: "[a-z]{12}@example\\.(com|org)",
  hostname: "[a-z]{3,12}\\.example\\.(com|org)",
  "idn-email": "[a-z]{12}@example\\.(com|org)",
  "idn-hostname": "[a-z]{3,12}\\.example\\.(com|org)",
  iri: "https://example\\.com/[a-z]{8}",
  "iri-reference": "/[a-z]{3,8}/[a-z]{3,8}",
  ipv4: "10(\\.(2[0-4][0-9]|1[0-9]{2}|[1-9][0-9]|[0-9])){3}",
  ipv6: "fd[0-9a-f]{2}(:[1-9a-f][0-9a-f]{3}){7}",
  uri: "https://example\\.com/[a-z]{8}",
  "uri-reference": "/[a-z]{3,8}/[a-z]{3,8}",
  "uri-template": "https://example\\.com/[a-z]{3,8}/\\{[a-z]{3,8}\\}",
  url: "https://example\\.com/[a-z]{8}",
  "date-time": "20[6-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:00\\.000Z",
  date: "20[6-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
  time: "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
  duration: "P[1-9]D|PT[1-9]H",
  "json-pointer": "(/[a-z]{1,8}){1,3}",
  "relative-json-pointer": "[1-9](/[a-z]{1,8}){1,3}",
} as const;
export type Format = keyof typeof formatPatterns;

/** The same for the kinds of words that tests are filled with. */
export const keywordPatterns = {
  alphabets: "[a-z]{10}",
  alphaNumeric: "[a-z0-9]{10}",
  paragraph: "[A-Z][a-z]{2,8}( [a-z]{2,9}){6,10}\\.",
  content: "([A-Z][a-z]{2,8}( [a-z]{2,9}){6,10}\\. ){2}[A-Z][a-z]{2,8}( [a-z]{2,9}){6,10}\\.",
  mobile: "\\+[1-9][0-9]{10}",
  name: "(Ada|Amara|Chen|Diego|Elif|Grace|Ibrahim|Mei|Noor|Olga|Priya|Tomas) [A-Z][a-z]{3,9}",
} as const;
export type Keyword = keyof typeof keywordPatterns;

export const formats = Object.keys(formatPatterns) as Format[];
export const keywords = Object.keys(keywordPatterns) as Keyword[];

import {
  booleanType,
  integerType,
  nullable,
  stringType,
  type Signature,
  uuidType,
} from "../expression/types.ts";

/** What expressions of procedures may call besides the built-in functions. */
export const programFunctions = {
  uuid: { parameters: [], result: uuidType },
  /** Unguessable, for links and resets; store its hash. */
  randomToken: { parameters: [], result: stringType },
  /** Letters and digits that people can read and type. */
  randomCode: { parameters: [{ name: "length", type: integerType }], result: stringType },
  hashToken: { parameters: [{ name: "token", type: stringType }], result: stringType },
  hashPassword: { parameters: [{ name: "password", type: stringType }], result: stringType },
  /** Takes as long without a hash as with one. */
  verifyPassword: {
    parameters: [
      { name: "password", type: stringType },
      { name: "hash", type: nullable(stringType) },
    ],
    result: booleanType,
  },
  /** `Zoë's Café` -> `zoe-s-cafe`. */
  slug: { parameters: [{ name: "text", type: stringType }], result: stringType },
} as const satisfies Record<string, Signature>;

export type ProgramFunction = keyof typeof programFunctions;

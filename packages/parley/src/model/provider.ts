import type { Model } from "./port.ts";

/** Where a model is asked for; what is not said, the provider knows. */
export interface OpenOptions {
  /** The provider's own name of the model. */
  model: string;
  baseUrl?: string;
  key?: string;
}

/** One kind of server. Adding one is a file beside this and a line in the table of providers. */
export interface Provider {
  name: string;
  title: string;
  /** Variables of the environment that may hold the key, the first one set is taken; none where no key is needed. */
  keyVariables: readonly string[];
  /** Whether a call cannot succeed without a key, at the provider's own address. */
  needsKey: boolean;
  /** The address where nothing else is said. */
  baseUrl: string;
  open: (options: OpenOptions) => Model;
}

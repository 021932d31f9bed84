import { chunked, defineStep, pickNodes } from "../../step.ts";
import { conversationText, outlineText } from "../conversation.ts";
import { readPrompt } from "../prompts.ts";

const size = 8;

/** Actors and concepts: who there is and what they deal with. */
export const nouns = defineStep({
  name: "design_nouns",
  version: 1,
  title: "Finding actors and concepts",
  document: "requirements",
  collections: ["actors", "concepts"],
  prompt: readPrompt("nouns"),
  units: ({ messages, assembly }) => {
    const { requirements } = assembly.backend;
    const names = Object.keys(requirements.concepts);
    const chunks = names.length === 0 ? [[]] : chunked(names, size);
    return chunks.map((chunk, index) => {
      const belongs = (collection: string, name: string): boolean =>
        collection === "actors" ? index === 0 : chunk.includes(name);
      return {
        key: `nouns-${index + 1}`,
        nodes: pickNodes(requirements, ["actors", "concepts"], belongs),
        upstream: { said: messages.map(({ said }) => said) },
        context: [conversationText(messages), outlineText(requirements)],
      };
    });
  },
});

import { chunked, defineStep, pickNodes } from "../../step.ts";
import { conversationText, outlineText } from "../conversation.ts";
import { readPrompt } from "../prompts.ts";

const size = 24;

/** Requirements: who may do what, under which conditions, and what follows from it. */
export const rules = defineStep({
  name: "design_rules",
  version: 1,
  title: "Writing requirements",
  document: "requirements",
  collections: ["requirements"],
  prompt: readPrompt("rules"),
  units: ({ messages, assembly }) => {
    const { requirements } = assembly.backend;
    const names = Object.keys(requirements.requirements);
    const chunks = names.length === 0 ? [[]] : chunked(names, size);
    return chunks.map((chunk, index) => ({
      key: `rules-${index + 1}`,
      nodes: pickNodes(requirements, ["requirements"], (_, name) => chunk.includes(name)),
      upstream: {
        said: messages.map(({ said }) => said),
        actors: requirements.actors,
        concepts: requirements.concepts,
      },
      context: [conversationText(messages), outlineText(requirements)],
    }));
  },
});

import * as z from 'zod';

const nodeSchema = z.object({
  parent: z.string().nullish(),
  message: z
    .object({
      author: z.object({ role: z.string() }),
      create_time: z.number().nullish(),
      content: z.object({ parts: z.array(z.unknown()).optional() }),
    })
    .nullish(),
});

const treeSchema = z.object({ mapping: z.record(z.string(), nodeSchema), currentnode: z.string() });

/**
 * The turns of a conversation as ChatGPT exports it: a tree, of which the way to the current node was said last. A
 * picture alone has a blank text. What has no parts at all, such as a call of a tool or what a user wants to be known
 * in every conversation, is left out.
 *
 * @throws z.ZodError
 */
export function turnsOfTree(fields: unknown): { sender: string; text: string; createdat: number | undefined }[] {
  const { mapping, currentnode } = treeSchema.parse(fields);
  const way = new Set<string>();
  for (let at: string | null | undefined = currentnode; at && !way.has(at); at = mapping[at]?.parent) way.add(at);
  return [...way].toReversed().flatMap((id) => {
    const message = mapping[id]?.message;
    if (!message?.content.parts) return [];
    const text = message.content.parts.filter((part) => typeof part === 'string').join('\n');
    return { sender: message.author.role, text, createdat: message.create_time ?? undefined };
  });
}

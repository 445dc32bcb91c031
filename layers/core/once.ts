/** Builds a thing when it is first asked for, and gives the same one from then on. */
export function once<T>(build: () => T): () => T {
  let built: { readonly thing: T } | undefined;
  return () => {
    built ??= { thing: build() };
    return built.thing;
  };
}

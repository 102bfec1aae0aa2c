// Words that every incident may have, whatever it is about.
const COMMON = new Set(
  (
    "and are but been can cannot could did does for from had has have into its may more not off our out over say says see since than that " +
    "the their there these they this too under was were what when where which while who will with would you your " +
    "alert error failed failing failure high incident issue low problem reports service"
  ).split(" "),
);
const MOST = 10;
const SHORTEST = 3;

type Told = { title: string[]; description: string[]; names: string[] };

/**
 * The words of an incident that tell what it is about: those of its title, and of the beginning of its description when the title says
 * little. The names of its service and system are left out, and so are numbers: another incident need not share them to be alike.
 */
export function tellingWords({ title, description, names }: Told): string[] {
  const isTelling = (word: string) =>
    word.length >= SHORTEST && !COMMON.has(word) && !names.includes(word) && !/^[\d-]+$/.test(word);
  const words = new Set(title.filter(isTelling));
  if (words.size < 3) for (const word of description.filter(isTelling)) words.add(word);
  return [...words].slice(0, MOST);
}

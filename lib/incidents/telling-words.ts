// Words that every incident may have, whatever it is about.
const COMMON = new Set(
  (
    "a an and are as at be been but by can cannot could did do does for from had has have if in into is it its may more not of on " +
    "or our out over since so than that the their there these they this to too under was we were what when where which while who " +
    "will with would you your alert error failed failing failure high incident issue low problem service"
  ).split(" "),
);
const MOST = 10;
const SHORTEST = 3;

/**
 * The words of an incident that tell what it is about: those of its title, and of the beginning of its description when the title says
 * little. The name of its service is left out, and so are numbers: another incident need not share them to be alike.
 */
export function tellingWords({ title, description, serviceName }: Told): string[] {
  const names = new Set(wordsOf(serviceName ?? ""));
  const isTelling = (word: string) =>
    word.length >= SHORTEST && !COMMON.has(word) && !names.has(word) && !/^\d+$/.test(word);
  const words = new Set(wordsOf(title).filter(isTelling));
  if (words.size < 3) for (const word of wordsOf(description.slice(0, 300)).filter(isTelling)) words.add(word);
  return [...words].slice(0, MOST);
}

type Told = { title: string; description: string; serviceName: string | null };

/** As `search_words` of the database splits them. */
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^0-9a-z\u00c0-\u1fff\u2070-\u2fff\u3040-\u{10ffff}]+/u)
    .filter(Boolean)
    .map((word) => [...word].slice(0, 60).join(""));

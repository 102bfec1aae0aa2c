/** An argument array as people would type it: quoted where a shell would need it. For reading only; nothing parses it. */
export const displayArgv = (argv: readonly string[]): string =>
  argv.map((arg) => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`)).join(" ");

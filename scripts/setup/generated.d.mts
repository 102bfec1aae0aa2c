export function isGenerated(): boolean;

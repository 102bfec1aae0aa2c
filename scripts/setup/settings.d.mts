export function settings(): { home: string; port: number; withSandbox: boolean };

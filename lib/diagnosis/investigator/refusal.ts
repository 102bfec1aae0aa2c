/** What the investigator is told when something it asked for cannot be, in words of ours. Every other error is no business of its. */
export class Refusal extends Error {}

/**
 * The moments (a crash point and a phase) that the code can't come to, each with the reason. The tour fails when an
 * instance comes to one of them all the same, and when the code no longer has it.
 */
export const UNREACHABLE: Readonly<Record<string, string>> = {};

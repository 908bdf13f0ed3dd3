/** What a person can act on: its message is the one sentence that is shown, without a stack. */
export class Problem extends Error {
  /** @override */
  name = "Problem";
}

/**
 * Runs a program's main part: a Problem ends it with its sentence, anything else with its stack, both with status 1.
 *
 * @param {() => Promise<number>} main gives the exit status
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

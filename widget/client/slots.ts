const taken = new Map<string, Set<number>>();

export interface Slot {
  readonly name: string;
  release(): void;
}

/**
 * Gives elements of one page that share `scope` distinct, repeatable names: the lowest free number, in the order in
 * which they connect. After a reload the same element finds the same name.
 */
export function claimSlot(scope: string): Slot {
  const numbers = taken.get(scope) ?? new Set<number>();
  taken.set(scope, numbers);
  let number = 0;
  while (numbers.has(number)) {
    number += 1;
  }
  numbers.add(number);
  return {
    name: String(number),
    release: () => {
      numbers.delete(number);
      if (numbers.size === 0) {
        taken.delete(scope);
      }
    },
  };
}

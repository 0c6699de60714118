// Patterns of scripts: an object matches when each of its fields does. null means absent, "*" means present.

/** Whether a value matches a pattern. */
export function matches(pattern, value) {
  if (pattern === null) return value === undefined || value === null;
  if (pattern === '*') return value !== undefined && value !== null;
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.length === value.length && pattern.every((part, i) => matches(part, value[i]));
  }
  if (typeof pattern !== 'object') return pattern === value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([key, part]) => matches(part, value[key]));
}

/** A template with each string "$field" replaced by that field of what triggered it; absent fields are left out. */
export function filled(template, trigger) {
  return replaced(template, (text) => (text.startsWith('$') ? trigger[text.slice(1)] : text));
}

/** Steps with each "each" written out: its "steps" once for each value, in which "%name" stands for the value. */
export function unrolled(steps) {
  return steps.flatMap((step) => {
    if (!step.each) return [step];
    const [[name, values]] = Object.entries(step.each);
    return values.flatMap((value) =>
      unrolled(step.steps).map((inner) => replaced(inner, (text) => (text === `%${name}` ? value : text))),
    );
  });
}

function replaced(value, replace) {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((part) => replaced(part, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, replace)]));
}

/** Rows of a sparse matrix: row i's columns and values are at `starts[i] … starts[i + 1]`. */
export interface Rows {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  readonly width: number;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};

/** The log-odds of a row; the last weight is the bias. */
export function logOddsOf(rows: Rows, row: number, weights: Float64Array): number {
  let sum = weights[rows.width] ?? 0;
  for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at++) {
    sum += (rows.values[at] ?? 0) * (weights[rows.columns[at] ?? 0] ?? 0);
  }
  return sum;
}

/** Σ log(1 + exp(−y·f)) + ½‖w‖² of the rows chosen, without the bias in the penalty; its gradient goes into `into`. */
function loss(
  rows: Rows,
  chosen: readonly number[],
  labels: readonly number[],
  weights: Float64Array,
  into: Float64Array,
): number {
  into.set(weights);
  into[rows.width] = 0;
  let sum = dot(into, into) / 2;
  for (const row of chosen) {
    const odds = logOddsOf(rows, row, weights);
    const label = labels[row] ?? 0;
    const signed = label === 1 ? odds : -odds;
    sum += signed > 0 ? Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed)) - signed;
    const slope = 1 / (1 + Math.exp(-odds)) - label;
    for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at++) {
      const column = rows.columns[at] ?? 0;
      into[column] = (into[column] ?? 0) + slope * (rows.values[at] ?? 0);
    }
    into[rows.width] = (into[rows.width] ?? 0) + slope;
  }
  return sum;
}

const [memory, mostSteps, closeEnough] = [8, 100, 3e-3];

/**
 * L2-regularised logistic regression by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.4), with
 * backtracking. Convex, and no chance in it: the same rows give the same weights.
 *
 * @param chosen the rows to learn from
 * @param labels by row, 0 or 1
 * @returns one weight per column, then the bias
 */
export function regress(rows: Rows, chosen: readonly number[], labels: readonly number[]): Float64Array {
  const size = rows.width + 1;
  let weights = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = loss(rows, chosen, labels, weights, gradient);
  const steps: { moved: Float64Array; turned: Float64Array; scale: number }[] = [];
  for (
    let step = 0;
    step < mostSteps && Math.sqrt(dot(gradient, gradient)) > closeEnough * chosen.length ** 0.5;
    step++
  ) {
    const direction = descent(gradient, steps);
    const slope = dot(direction, gradient);
    let length = step === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    let next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 20; tries++) {
      next = weights.map((weight, i) => weight + length * (direction[i] ?? 0));
      nextValue = loss(rows, chosen, labels, next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) break;
    const moved = next.map((weight, i) => weight - (weights[i] ?? 0));
    const turned = nextGradient.map((slope, i) => slope - (gradient[i] ?? 0));
    steps.push({ moved, turned, scale: 1 / dot(moved, turned) });
    if (steps.length > memory) steps.shift();
    [weights, gradient, value] = [next, nextGradient, nextValue];
  }
  return weights;
}

/** The two-loop recursion: minus the inverse Hessian, as the last steps show it, times the gradient. */
function descent(
  gradient: Float64Array,
  steps: readonly { moved: Float64Array; turned: Float64Array; scale: number }[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const parts: number[] = [];
  for (const { moved, turned, scale } of steps.toReversed()) {
    const part = scale * dot(moved, direction);
    parts.unshift(part);
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) - part * (turned[i] ?? 0);
  }
  const last = steps.at(-1);
  const first = last ? 1 / (last.scale * dot(last.turned, last.turned)) : 1;
  for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * first;
  steps.forEach(({ moved, turned, scale }, at) => {
    const back = scale * dot(turned, direction);
    for (let i = 0; i < direction.length; i++)
      direction[i] = (direction[i] ?? 0) + ((parts[at] ?? 0) - back) * (moved[i] ?? 0);
  });
  return direction;
}

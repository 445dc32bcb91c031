/** What Select decides of a candidate: to keep it, or why not. The numbers stand in the run's work files. */
export const outcome = {
  kept: 0,
  text_repeated: 1,
  near_duplicate: 2,
  text_held_out: 3,
  user_cap: 4,
  not_among_best: 5,
  category_quota: 6,
  source_quota: 7,
  target_size: 8,
  parent_left_out: 9,
  augmentation_share: 10,
  paraphrase: 11,
} as const;

/** Their names, by number. */
export const outcomeNames = Object.keys(outcome);

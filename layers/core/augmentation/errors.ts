import { TerminalError } from '../errors.ts';

/** The policy does not want variants. */
export class AugmentationOff extends TerminalError {
  override name = 'AugmentationOff';

  constructor(policy: string) {
    super(
      `The policy ${policy} has augmentation switched off. Set "augmentation": {"enabled": true} in its policy.json ` +
        'under layers/policy, look at its "budgetUsd" and "maxShare", deploy, and start again: see docs/augmentation.md.',
    );
  }
}

/** There is no dataset whose examples could be varied. */
export class NoDataset extends TerminalError {
  override name = 'NoDataset';

  constructor(which: string) {
    super(
      `${which} Start a training run with {"dryRun": true}: it makes a dataset and trains nothing. Then start the augmentation again.`,
    );
  }
}

/** Somebody asked for more than the policy allows. */
export class BudgetTooHigh extends TerminalError {
  override name = 'BudgetTooHigh';

  constructor(asked: number, allowed: number) {
    super(
      `"budgetUsd" is ${asked}, and the policy allows ${allowed}. Ask for less, or raise "augmentation.budgetUsd" in the policy and deploy.`,
    );
  }
}

/**
 * Run directories: the truth about what happened; anything else is an index that can be rebuilt from them.
 *
 * <pre>
 * store/
 *   latest -> the campaign that ended last        current -> the campaign being run (absent when none is)
 *   CAMPAIGN/                      name-time-seed
 *     campaign.yaml                as given                                        coordinator, at the start
 *     campaign.json                seed, command, owner process, planned runs      coordinator, at the start
 *     result.json                  what `run --json` prints                        coordinator, at the end
 *     coordinator.log                                                              coordinator
 *     RUN/
 *       spec.yaml                  what is to be done                              coordinator, at the start
 *       env.json                   machine, versions                               coordinator, at the start
 *       cuts.jsonl                 one receipt per line                            agent, cut by cut
 *       history.szh                what clients did and saw                        agent, while it runs
 *       target.log, agent.log      output of the target; what the agent did        agent, while it runs
 *       verdict.json               outcome, report, verdict                        coordinator, when graded
 *       counterexample.{json,txt}  the operations that contradict each other       coordinator, when graded
 * </pre>
 *
 * <p>Each file has one writer. The coordinator's files appear whole (written aside, then renamed). A run without verdict.json whose
 * owner process is gone was interrupted: it reads as INCONCLUSIVE, and nothing is written to say so.
 */
package dev.suzaku.coordinator.store;

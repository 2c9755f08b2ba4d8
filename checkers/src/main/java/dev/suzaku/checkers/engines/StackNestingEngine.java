package dev.suzaku.checkers.engines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A stack whose pushed values are all different. Such a history is linearizable exactly when no value is popped twice,
 * without having been pushed or before its push was invoked, no pop answered "empty" while something was certainly in, and
 * the stays of the values can be {@linkplain Nesting nested}.
 *
 * <p>A pop of unknown outcome may have taken a value that nobody else took. Some values it must have been: they were pushed
 * after a value that was popped later, or before a pop that found nothing. They are matched with such pops, the most
 * urgent first; if that does not explain the history, the engine is undecided.
 */
public final class StackNestingEngine implements Engine {
    @Override
    public String name() {
        return "stack-nesting";
    }

    @Override
    public String suits() {
        return "every value is pushed once";
    }

    @Override
    public boolean applies(KeyHistory history) {
        return history.model().equals("stack") && Passages.distinct(history);
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> {
            Finding finding = new Nest(history, timeline, budget).run();
            // what is stuck stays so; that nothing is stuck is known only when all was tried
            return finding instanceof Finding.Violated
                    ? finding
                    : budget.whySpent().<Finding>map(Finding.Undecided::new).orElse(finding);
        });
    }

    /** A value that nobody is known to have popped, and the rank before which somebody must have begun to. */
    private record Wanted(Passage passage, int before) {}

    private static final class Nest {
        private final Timeline timeline;
        private final Passages passages;
        private final Budget budget;

        Nest(KeyHistory history, Timeline timeline, Budget budget) {
            this.timeline = timeline;
            this.passages = Passages.of(history, timeline);
            this.budget = budget;
        }

        Finding run() {
            Optional<Finding.Violated> impossible = passages.follow();
            if (impossible.isPresent()) {
                return impossible.get();
            }
            List<Passage> all = passages.all();
            Finding withoutTakers = check(all, passages.takers().isEmpty());
            if (passages.takers().isEmpty() || withoutTakers instanceof Finding.Linearizable) {
                return withoutTakers;
            }
            List<Passage> taken = all.stream().filter(Passage::taken).toList();
            Finding certain = check(taken, true);
            if (certain instanceof Finding.Violated) {
                return certain;
            }
            Finding.Violated violated = (Finding.Violated) withoutTakers;
            return matched(all, taken)
                    ? afterMatching(all)
                    : new Finding.Violated(violated.rank(), violated.position(), List.of());
        }

        private Finding check(List<Passage> values, boolean certificate) {
            return EmptyWhileFull.find(passages, values)
                    .or(() -> crossing(values, certificate))
                    .orElseGet(Finding.Linearizable::new);
        }

        private Optional<Finding> crossing(List<Passage> values, boolean certificate) {
            List<Passage> stuck = Nesting.stuck(values, budget);
            if (stuck.isEmpty()) {
                return Optional.empty();
            }
            List<Integer> positions = (certificate ? fewest(stuck) : stuck)
                    .stream().flatMap(passage -> passage.positions().stream()).toList();
            int last = positions.stream()
                    .filter(position -> timeline.endRank(position) != Timeline.NEVER)
                    .max(Comparator.comparingInt(timeline::endRank))
                    .orElseThrow();
            return Optional.of(passages.violated(last, certificate ? positions : List.of()));
        }

        /** Leaves out what is not needed for the contradiction, in ever smaller portions. */
        private List<Passage> fewest(List<Passage> stuck) {
            List<Passage> left = stuck;
            for (int portion = left.size() / 2; portion >= 1; portion /= 2) {
                int from = 0;
                while (from < left.size() && !budget.spent()) {
                    List<Passage> fewer = new ArrayList<>(left);
                    fewer.subList(from, Math.min(from + portion, fewer.size())).clear();
                    List<Passage> still = Nesting.stuck(fewer, budget);
                    if (still.isEmpty()) {
                        from += portion;
                    } else {
                        left = still;
                    }
                }
            }
            return left;
        }

        /** Lets pops of unknown outcome take what somebody must have taken; false when there are too few. */
        private boolean matched(List<Passage> all, List<Passage> taken) {
            List<Wanted> wanted = new ArrayList<>();
            List<Passage> untaken =
                    all.stream().filter(passage -> !passage.taken()).toList();
            int[] before = TakenBefore.ranks(untaken, taken, passages.empties());
            for (int i = 0; i < before.length; i++) {
                if (before[i] != Timeline.NEVER) {
                    wanted.add(new Wanted(untaken.get(i), before[i]));
                }
            }
            wanted.sort(Comparator.comparingInt(Wanted::before));
            TreeMap<Integer, Integer> takers = new TreeMap<>();
            passages.takers().forEach(taker -> takers.put(timeline.invokeRank(taker), taker));
            for (Wanted each : wanted) {
                Map.Entry<Integer, Integer> taker = takers.floorEntry(each.before());
                if (taker == null) {
                    return false;
                }
                each.passage().takenBy(taker.getValue(), timeline);
                takers.remove(taker.getKey());
            }
            return true;
        }

        private Finding afterMatching(List<Passage> all) {
            boolean inTime = all.stream().allMatch(each -> each.takeEnd() > each.putInvoke);
            return inTime && check(all, false) instanceof Finding.Linearizable
                    ? new Finding.Linearizable()
                    : new Finding.Undecided("nesting cannot tell what pops of unknown outcome took");
        }
    }
}

package dev.suzaku.checkers.engines;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A FIFO queue whose enqueued values are all different, in O(n log n). Such a history is linearizable exactly when
 * (Henzinger, Sezgin and Vafeiadis 2013)
 *
 * <ol>
 *   <li>no value is dequeued twice, without having been enqueued, or before its enqueue was invoked;
 *   <li>no two values were enqueued one after the other and dequeued the other way round, a value that was never dequeued
 *       counting as dequeued after all others;
 *   <li>no dequeue that answered "empty" lies within a stretch of time in which, at every instant, some value was
 *       certainly in: its enqueue had returned and its dequeue was not yet invoked.
 * </ol>
 *
 * <p>An enqueue of unknown outcome happened exactly when its value was dequeued. A dequeue of unknown outcome may have
 * taken a value that nobody else took. If there are more values that somebody must have taken than such dequeues, the
 * history is not linearizable; else they are matched in the order of time, and if that does not explain the history, the
 * engine is undecided.
 */
public final class QueueSweepEngine implements Engine {
    @Override
    public String name() {
        return "queue-sweep";
    }

    @Override
    public String suits() {
        return "every value is enqueued once";
    }

    @Override
    public boolean applies(KeyHistory history) {
        return history.model().equals("queue") && Passages.distinct(history);
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> new Sweep(history, timeline).run());
    }

    private static final class Sweep {
        private final Timeline timeline;
        private final Passages passages;

        Sweep(KeyHistory history, Timeline timeline) {
            this.timeline = timeline;
            this.passages = Passages.of(history, timeline);
        }

        Finding run() {
            Optional<Finding.Violated> impossible = passages.follow();
            return impossible.isPresent() ? impossible.get() : judge();
        }

        private Finding judge() {
            List<Passage> all = passages.all();
            List<Integer> takers = passages.takers();
            Finding withoutTakers = check(all);
            if (takers.isEmpty() || withoutTakers instanceof Finding.Linearizable) {
                return withoutTakers;
            }
            List<Passage> taken = all.stream().filter(Passage::taken).toList();
            Finding certain = check(taken);
            if (certain instanceof Finding.Violated) {
                return certain;
            }
            List<Passage> wanting = wanting(all, taken);
            if (wanting.size() > takers.size()) {
                Finding.Violated violated = (Finding.Violated) withoutTakers;
                return new Finding.Violated(violated.rank(), violated.position(), List.of());
            }
            wanting.sort(Comparator.comparingInt(passage -> passage.putEnd));
            for (int i = 0; i < wanting.size(); i++) {
                wanting.get(i).takenBy(takers.get(i), timeline);
                if (wanting.get(i).takeEnd() < wanting.get(i).putInvoke) {
                    return undecided();
                }
            }
            return check(all) instanceof Finding.Linearizable ? new Finding.Linearizable() : undecided();
        }

        private static Finding undecided() {
            return new Finding.Undecided("the sweep cannot tell what dequeues of unknown outcome took");
        }

        /** The values that nobody is known to have taken, though the history cannot be explained if nobody did. */
        private List<Passage> wanting(List<Passage> all, List<Passage> taken) {
            List<Passage> wanting = new ArrayList<>();
            int lastInvoke = -1;
            for (Passage passage : taken) {
                lastInvoke = Math.max(lastInvoke, passage.putInvoke);
            }
            int lastEmpty = -1;
            for (Passages.Empty empty : passages.empties()) {
                lastEmpty = Math.max(lastEmpty, empty.invoke());
            }
            for (Passage passage : all) {
                if (!passage.taken() && (passage.putEnd < lastInvoke || passage.putEnd < lastEmpty)) {
                    wanting.add(passage);
                }
            }
            return wanting;
        }

        private Finding check(Collection<Passage> all) {
            return overtaking(all).or(() -> EmptyWhileFull.find(passages, all)).orElseGet(Finding.Linearizable::new);
        }

        /** Two values of which the later one came out first. */
        private Optional<Finding> overtaking(Collection<Passage> all) {
            List<Passage> byInvoke = new ArrayList<>(all);
            byInvoke.sort(Comparator.comparingInt(passage -> passage.putInvoke));
            List<Passage> byEnd = new ArrayList<>(all);
            byEnd.sort(Comparator.comparingInt(passage -> passage.putEnd));
            Passage latest = null;
            int next = 0;
            for (Passage later : byInvoke) {
                while (byEnd.get(next).putEnd < later.putInvoke) {
                    Passage earlier = byEnd.get(next++);
                    latest = latest == null || earlier.takeInvoke() > latest.takeInvoke() ? earlier : latest;
                }
                if (latest != null && later.takeEnd() < latest.takeInvoke()) {
                    List<Integer> both = new ArrayList<>(latest.positions());
                    both.addAll(later.positions());
                    return Optional.of(passages.violated(later.take(), both));
                }
            }
            return Optional.empty();
        }
    }
}

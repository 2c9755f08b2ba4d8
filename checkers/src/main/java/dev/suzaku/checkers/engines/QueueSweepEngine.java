package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.QueueModel;
import dev.suzaku.checkers.models.QueueModel.QueueCall;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
        if (!history.model().equals("queue")) {
            return false;
        }
        Set<Value> enqueued = new HashSet<>();
        for (Operation operation : history.operations()) {
            if (QueueModel.callOf(operation, false) instanceof QueueCall.Put put && !enqueued.add(put.value())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> new Sweep(history, timeline).run());
    }

    /** A dequeue that answered "empty". */
    private record Empty(int position, int invoke, int end) {}

    /** One value on its way through the queue; ranks of events. */
    private static final class Passage {
        private static final int NOBODY = -1;

        private final int enqueue;
        private final int enqueueInvoke;
        private final int enqueueEnd;
        private final boolean mandatory;
        private int dequeue = NOBODY;
        private int dequeueInvoke = Timeline.NEVER;
        private int dequeueEnd = Timeline.NEVER;

        Passage(int position, KeyHistory history, Timeline timeline) {
            enqueue = position;
            enqueueInvoke = timeline.invokeRank(position);
            enqueueEnd = timeline.endRank(position);
            mandatory = history.mandatory(position);
        }

        void takenBy(int position, Timeline timeline) {
            dequeue = position;
            dequeueInvoke = timeline.invokeRank(position);
            dequeueEnd = timeline.endRank(position);
        }

        boolean taken() {
            return dequeue != NOBODY;
        }

        List<Integer> positions() {
            return taken() ? List.of(enqueue, dequeue) : List.of(enqueue);
        }
    }

    /** Values that were in one after the other without a gap. */
    private static final class Stretch {
        private final List<Passage> passages = new ArrayList<>();
        private int until = -1;
    }

    private static final class Sweep {
        private final KeyHistory history;
        private final Timeline timeline;
        private final Map<Value, Passage> passages = new LinkedHashMap<>();
        private final List<Empty> empties = new ArrayList<>();
        private final List<Integer> takers = new ArrayList<>();

        Sweep(KeyHistory history, Timeline timeline) {
            this.history = history;
            this.timeline = timeline;
        }

        Finding run() {
            for (int position = 0; position < history.operations().size(); position++) {
                if (timeline.invokeRank(position) != Timeline.NEVER && call(position) instanceof QueueCall.Put put) {
                    passages.put(put.value(), new Passage(position, history, timeline));
                }
            }
            Optional<Finding> impossible = addDequeues();
            if (impossible.isPresent()) {
                return impossible.get();
            }
            passages.values().removeIf(passage -> !passage.mandatory && !passage.taken());
            return judge();
        }

        private QueueCall call(int position) {
            return QueueModel.callOf(history.operations().get(position), false);
        }

        private Optional<Finding> addDequeues() {
            for (int position = 0; position < history.operations().size(); position++) {
                if (timeline.invokeRank(position) == Timeline.NEVER) {
                    continue;
                }
                QueueCall call = call(position);
                if (call instanceof QueueCall.TakeAny) {
                    takers.add(position);
                } else if (call instanceof QueueCall.Empty) {
                    empties.add(new Empty(position, timeline.invokeRank(position), timeline.endRank(position)));
                } else if (call instanceof QueueCall.Take take) {
                    Passage passage = passages.get(take.value());
                    if (passage == null) {
                        return Optional.of(violated(position, List.of(position)));
                    }
                    if (passage.taken()) {
                        return Optional.of(violated(position, List.of(passage.enqueue, passage.dequeue, position)));
                    }
                    passage.takenBy(position, timeline);
                    if (passage.dequeueEnd < passage.enqueueInvoke) {
                        return Optional.of(violated(position, passage.positions()));
                    }
                }
            }
            return Optional.empty();
        }

        private Finding judge() {
            List<Passage> all = new ArrayList<>(passages.values());
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
            wanting.sort(Comparator.comparingInt(passage -> passage.enqueueEnd));
            takers.sort(Comparator.comparingInt(timeline::invokeRank));
            for (int i = 0; i < wanting.size(); i++) {
                wanting.get(i).takenBy(takers.get(i), timeline);
                if (wanting.get(i).dequeueEnd < wanting.get(i).enqueueInvoke) {
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
                lastInvoke = Math.max(lastInvoke, passage.enqueueInvoke);
            }
            int lastEmpty = -1;
            for (Empty empty : empties) {
                lastEmpty = Math.max(lastEmpty, empty.invoke());
            }
            for (Passage passage : all) {
                if (!passage.taken() && (passage.enqueueEnd < lastInvoke || passage.enqueueEnd < lastEmpty)) {
                    wanting.add(passage);
                }
            }
            return wanting;
        }

        private Finding check(Collection<Passage> all) {
            return overtaking(all).or(() -> emptyWhileFull(all)).orElseGet(Finding.Linearizable::new);
        }

        /** Two values of which the later one came out first. */
        private Optional<Finding> overtaking(Collection<Passage> all) {
            List<Passage> byInvoke = new ArrayList<>(all);
            byInvoke.sort(Comparator.comparingInt(passage -> passage.enqueueInvoke));
            List<Passage> byEnd = new ArrayList<>(all);
            byEnd.sort(Comparator.comparingInt(passage -> passage.enqueueEnd));
            Passage latest = null;
            int next = 0;
            for (Passage later : byInvoke) {
                while (byEnd.get(next).enqueueEnd < later.enqueueInvoke) {
                    Passage earlier = byEnd.get(next++);
                    latest = latest == null || earlier.dequeueInvoke > latest.dequeueInvoke ? earlier : latest;
                }
                if (latest != null && later.dequeueEnd < latest.dequeueInvoke) {
                    List<Integer> both = new ArrayList<>(latest.positions());
                    both.addAll(later.positions());
                    return Optional.of(violated(later.dequeue, both));
                }
            }
            return Optional.empty();
        }

        /** A dequeue that answered "empty" while there was always something in. */
        private Optional<Finding> emptyWhileFull(Collection<Passage> all) {
            TreeMap<Integer, Stretch> stretches = stretches(all);
            for (Empty empty : empties) {
                Map.Entry<Integer, Stretch> before = stretches.lowerEntry(empty.invoke());
                if (before != null && before.getValue().until > empty.end()) {
                    List<Integer> certificate = new ArrayList<>();
                    for (Passage passage : before.getValue().passages) {
                        if (passage.dequeueInvoke > empty.invoke() && passage.enqueueEnd < empty.end()) {
                            certificate.addAll(passage.positions());
                        }
                    }
                    certificate.add(empty.position());
                    return Optional.of(violated(empty.position(), certificate));
                }
            }
            return Optional.empty();
        }

        /** The stretches of time in which something was certainly in, by their beginnings. */
        private static TreeMap<Integer, Stretch> stretches(Collection<Passage> all) {
            List<Passage> inside = new ArrayList<>(all);
            inside.removeIf(passage -> passage.enqueueEnd >= passage.dequeueInvoke);
            inside.sort(Comparator.comparingInt(passage -> passage.enqueueEnd));
            TreeMap<Integer, Stretch> stretches = new TreeMap<>();
            Stretch last = new Stretch();
            for (Passage passage : inside) {
                if (passage.enqueueEnd > last.until) {
                    last = new Stretch();
                    stretches.put(passage.enqueueEnd, last);
                }
                last.until = Math.max(last.until, passage.dequeueInvoke);
                last.passages.add(passage);
            }
            return stretches;
        }

        private Finding violated(int position, List<Integer> certificate) {
            return new Finding.Violated(timeline.endRank(position), position, List.of(), certificate);
        }
    }
}
